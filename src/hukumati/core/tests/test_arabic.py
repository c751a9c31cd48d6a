from hukumati.core.arabic import fold


def test_spellings_of_one_word_fold_alike() -> None:
    assert fold("شهادةُ عَدَم محكوميّة") == fold("شهاده عدم محكوميه")
    assert fold("إصـــدار") == fold("اصدار")
    assert fold("Non-Conviction  CERTIFICATE") == "non conviction certificate"
    assert fold("٢٠٢٦") == "2026"


def test_half_rings_and_high_commas_of_transliterated_names_part_as_an_apostrophe_does() -> None:
    assert fold("Ra\u02bci") == fold("Ra\u2019i") == fold("Ra'i") == "ra i"
    assert fold("\u02bfAbd al-Raḥm\u0101n") == "abd al rahman"
