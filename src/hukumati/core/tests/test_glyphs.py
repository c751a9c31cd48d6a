"""What no paper can show is found while it is typed."""

import pytest

from hukumati.core.glyphs import without_glyph


@pytest.mark.parametrize(
    "text",
    [
        "ليلى محمود إبراهيم الزيتوني",
        "مُحَمَّد",
        "Müller-Ñandú O’Brien",
        "Иванов",
        "سطر\nثان\t",
        "«٢٠٪» – …",
        "\u202bأ\u202c",
        "",
    ],
)
def test_names_and_texts_of_people_can_be_shown(text: str) -> None:
    assert without_glyph(text) == ""


@pytest.mark.parametrize(
    ("text", "lacking"),
    [("evil 😀 <b>", "😀"), ("漢字漢", "漢字"), ("".join(map(chr, range(0x4E00, 0x4E20))), "一丁丂七丄丅丆万丈三")],
)
def test_what_has_no_glyph_is_named_once(text: str, lacking: str) -> None:
    assert without_glyph(text) == lacking
