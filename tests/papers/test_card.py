"""The insurance card has the size of a bank card, holds what its holder is asked for, and is checked by its QR code."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from hukumati.core.qr_codes import ZxingDrawer
from hukumati.documents.adapters.template_check import FIELDS
from hukumati.documents.adapters.typesetter import typeset
from tests.papers.test_complete_papers import DAY, paper

TOKEN = "https://portal.example.test/v#" + "A1" * 130
POINTS = 72 / 25.4
WIDTH, HEIGHT = 85.60, 53.98


def _card(folder: Path, **changes: Any) -> bytes:
    found = paper("moh/health-insurance card")
    fields = {**FIELDS, "valid_until": [2027, 11, 23], "qr": ZxingDrawer().draw(TOKEN)}
    data = {**found.data, **changes}
    return typeset(
        source=found.spec.template_source, name="card", data=data, fields=fields, issued_on=DAY, bundles=folder
    ).pdf


def _place(pdf: bytes) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of what is drawn with a dashed line: the card, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        wide = [each.get_bounds() for each in document[0].get_objects() if each.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
        left, bottom, right, top = min(wide, key=lambda each: abs(each[2] - each[0] - 2 * WIDTH * POINTS))
        return left, bottom, right, top


def test_the_card_has_the_size_of_a_bank_card_folded(tmp_path: Path) -> None:
    left, bottom, right, top = _place(_card(tmp_path))
    assert right - left == pytest.approx(2 * WIDTH * POINTS, abs=1.5)
    assert top - bottom == pytest.approx(HEIGHT * POINTS, abs=1.5)


@pytest.mark.parametrize("words", [4, 12, 30])
def test_front_and_back_hold_their_own_whole_however_long_the_name(tmp_path: Path, words: int) -> None:
    name = {"name_ar": " ".join(["عبدالرحمن"] * words), "name_en": " ".join(["Abd-al-Rahman"] * words)}
    pdf = _card(tmp_path, **name)
    left, bottom, right, top = _place(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        text = " ".join(page.get_text_bounded(left, bottom, right, top).split())
    assert text.count("عبدالرحمن") == words
    assert text.replace("- ", "-").count("Abd-al-Rahman") == words
    assert all(part in text for part in (paper("moh/health-insurance card").data["id_number"], "People covered"))


def test_the_card_alone_is_checked_by_its_qr_code_and_tells_no_printed_code(tmp_path: Path) -> None:
    pdf = _card(tmp_path)
    left, bottom, right, top = _place(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        scale = 300 / 72
        whole = document[0].render(scale=scale).to_pil()
        high = document[0].get_height()
        text = document[0].get_textpage().get_text_bounded(left, bottom, right, top)
    cut: Image.Image = whole.crop(tuple(int(each * scale) for each in (left, high - top, right, high - bottom)))
    assert [found.text for found in zxingcpp.read_barcodes(cut)] == [TOKEN]
    assert str(FIELDS["code"]) not in text


def test_it_is_one_page_for_a_family_of_three(tmp_path: Path) -> None:
    child = {
        "name_ar": "كريم كريم سمير الزيتون", "name_en": "Karim Karim Samir Zaytoun", "id_number": "410001101",
        "relation": "child", "sex": "male", "born_on": "2017-10-05",
    }  # fmt: skip
    with pikepdf.open(io.BytesIO(_card(tmp_path, dependants=[child] * 2))) as opened:
        assert len(opened.pages) == 1
