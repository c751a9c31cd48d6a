from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.text import clean_text, readable, strip_nul


def test_nul_is_removed_and_nothing_else() -> None:
    assert strip_nul(" a\x00b\n") == " ab\n"


def test_a_typed_text_loses_nul_and_outer_space_before_it_is_cut() -> None:
    assert clean_text("\x00  سبب الطلب \n", longest=3) == "سبب"
    assert clean_text(" \x00 ", longest=3) == ""
    assert clean_text("abc", longest=3) == "abc"


def test_a_typed_text_is_spelt_with_letters_and_seen_spaces() -> None:
    pasted = "\ufee3\ufea4\ufee4\ufeaa\u00a0\u200fرفض\u00ad\r\nسطر e\u0301"
    assert clean_text(pasted, longest=60) == "محمد رفض\nسطر é"


@given(st.text())
def test_what_is_readable_stays_as_it_is(text: str) -> None:
    assert readable(readable(text)) == readable(text)
