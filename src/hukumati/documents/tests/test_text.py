from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.glyphs import COVERED
from hukumati.documents.adapters.typesetter import FONTS
from hukumati.documents.domain.numbering import (
    SAMPLE_SERIAL,
    find_serials,
    format_serial,
    new_code,
    normalise_code,
    parse_serial,
    storage_key,
    storage_prefix,
)
from hukumati.documents.domain.text import printable, undrawable_fields


def test_the_coverage_list_is_what_the_fonts_hold() -> None:
    naskh = _points("NotoNaskhArabic-Regular.ttf") & _points("NotoNaskhArabic-Bold.ttf")
    sans = _points("NotoSans-Regular.ttf") & _points("NotoSans-Bold.ttf")
    assert ({point for point in naskh if _is_arabic(point)} | sans) - {0xFFFD} == COVERED


def _points(name: str) -> set[int]:
    return set(TTFont(Path(FONTS) / name).getBestCmap())


def _is_arabic(point: int) -> bool:
    return any(
        first <= point <= last
        for first, last in ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
    )


def test_names_in_arabic_and_latin_letters_stay_as_they_are() -> None:
    for name in ("ليلى محمود إبراهيم الزيتوني", "Müller-Ñandú O’Brien", "Иванов"):
        assert printable(name) == name
        assert undrawable_fields({"name": name}) == ()


def test_what_turns_the_direction_is_dropped() -> None:
    assert printable("a\u202eb\u2066c\u200e\x00\x07") == "abc"
    assert printable({"x": ["a\u202eb", 1, None, True]}) == {"x": ["ab", 1, None, True]}


def test_fields_with_letters_that_no_font_has_are_named() -> None:
    named = undrawable_fields(
        {"x": ["漢😀", 1, None], "y": {"ar": "سامر\u202e\nالحاج\t"}, "z": [{"en": "a\ufffd"}] * 2}
    )
    assert named == ("x U+6F22 U+1F600", "z.en U+FFFD")


@given(st.text())
def test_any_text_is_printable_or_refused(text: str) -> None:
    drawn = all(ord(character) in {*COVERED, ord("\n")} for character in str(printable(text)))
    assert drawn == (not undrawable_fields({"text": text}))


@pytest.mark.parametrize("typed", ["سطر\nثان", "سطر\r\nثان"])
def test_the_lines_of_an_officer_are_kept(typed: str) -> None:
    assert printable(typed) == "سطر\nثان"


@pytest.mark.parametrize(
    "typed",
    ["NC20260000001", "NC 2026 0000001", "nc-2026-0000001.", "NC–2026–0000001", "NC\u20112026\u00ad-\u20110000001",
     "\u202bNC-2026-0000001\u202c،", "ＮＣ-２０２６-０００００01", "NC/2026/0000001", "NC-2O26-OOOOOOl",
     "«NC-2026-0000001»"],
)  # fmt: skip
def test_a_genuine_serial_is_known_however_it_is_pasted(typed: str) -> None:
    assert parse_serial(typed) == "NC-2026-0000001"


@pytest.mark.parametrize("typed", ["7K3M9–2QDXW", "7k3m92qdxw.", "7K3M9 \u00ad- 2QDXW", "(7K3M9-2QDXW)", "٧K٣M٩-٢QDXW"])
def test_a_printed_code_is_known_however_it_is_pasted(typed: str) -> None:
    assert normalise_code(typed) == "7K3M92QDXW"


def test_serials_are_read_as_people_type_them() -> None:
    assert format_serial(prefix="NC", year=2026, number=1) == "NC-2026-0000001"
    assert parse_serial(" nc-٢٠٢٦-٠٠٠٠٠٠١ ") == "NC-2026-0000001"
    for typed in ("", "NC-2026-1", "NC-2026-00000012", "NC 2026 0000001 x", "x" * 10_000):
        assert parse_serial(typed) == ""
    assert parse_serial(SAMPLE_SERIAL) == SAMPLE_SERIAL


@pytest.mark.parametrize("prefix", ["", "N", "NCCCCC", "nc", "N1", "NC-"])
def test_a_serial_begins_with_two_to_five_capital_letters(prefix: str) -> None:
    with pytest.raises(ValueError, match="two to five"):
        format_serial(prefix=prefix, year=2026, number=1)


def test_serials_in_a_file_are_found_once_each_and_in_order() -> None:
    data = b"%PDF NC-2026-0000002 \xff NC-2026-0000001, NC-2026-0000002; NC-2026-1"
    assert find_serials(data) == ["NC-2026-0000002", "NC-2026-0000001"]
    assert find_serials(b"") == []


def test_attempts_at_one_serial_are_stored_apart_under_one_prefix() -> None:
    keys = [storage_key(year=2026, serial="NC-2026-0000001", sha256=digit * 64) for digit in "ab"]
    assert keys == [f"2026/NC-2026-0000001-{digit * 16}.pdf" for digit in "ab"]
    assert all(key.startswith(storage_prefix(year=2026, serial="NC-2026-0000001")) for key in keys)
    assert not keys[0].startswith(storage_prefix(year=2026, serial="NC-2026-000000"))


def test_codes_are_read_as_people_type_them() -> None:
    assert normalise_code("7k3m9 2qdxw") == normalise_code("7K3M9-2QDXW") == "7K3M92QDXW"
    assert normalise_code("oIl-٧") == "0117"


def test_new_codes_differ_and_are_ten_letters() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(normalise_code(code)) for code in codes} == {10}
