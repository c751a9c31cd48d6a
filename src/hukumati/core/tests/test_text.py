from hukumati.core.text import clean_text, strip_nul


def test_nul_is_removed_and_nothing_else() -> None:
    assert strip_nul(" a\x00b\n") == " ab\n"


def test_a_typed_text_loses_nul_and_outer_space_before_it_is_cut() -> None:
    assert clean_text("\x00  سبب الطلب \n", longest=3) == "سبب"
    assert clean_text(" \x00 ", longest=3) == ""
    assert clean_text("abc", longest=3) == "abc"
