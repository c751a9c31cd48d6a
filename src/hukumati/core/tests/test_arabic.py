from hukumati.core.arabic import fold


def test_spellings_of_one_word_fold_alike() -> None:
    assert fold("شهادةُ عَدَم محكوميّة") == fold("شهاده عدم محكوميه")
    assert fold("إصـــدار") == fold("اصدار")
    assert fold("Non-Conviction  CERTIFICATE") == "non conviction certificate"
    assert fold("٢٠٢٦") == "2026"
