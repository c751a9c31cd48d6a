"""What other programs read in a paper: in the order in which it is read, each letter once. Real readers only."""

import io
import re
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from hukumati.documents.adapters import typesetter
from hukumati.documents.adapters.raw_pdf import RawPdf
from hukumati.documents.adapters.typesetter import typeset
from hukumati.documents.tests.samples import DATA, FIELDS, template

FAINT = 24
"""Of 255: the largest difference between two pictures that count as one."""
ABOUT = {**FIELDS, "serial": "NCC-2026-0000001", "code": "RKRFD-4TV98", "valid_until": [2027, 2, 21]}


def _certificate(folder: Path, **changes: str) -> bytes:
    data = {**DATA, **changes}
    return typeset(
        source=template("certificate").source,
        name="certificate",
        data=data,
        fields=ABOUT,
        issued_on=date(2026, 11, 23),
        bundles=folder / "bundles",
    ).pdf


def _lines(pdf: bytes) -> list[str]:
    """Return the lines that Chrome's engine copies."""
    with pypdfium2.PdfDocument(pdf) as opened:
        text = "\n".join(page.get_textpage().get_text_bounded() for page in opened)
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "RKRFD-4TV98",
        "NCC-2026-0000001",
        "ليلى محمود إبراهيم الزيتوني",
        "Non-Conviction Certificate",
        "12 أيار 1990",
        "23 November 2026",
        "portal.example.test/v",
        "الرقم التسلسلي",
        "لا توجد بحق صاحب هذه الشهادة أحكام جزائية نهائية في جناية أو جنحة.",
    ],
)
def test_chrome_copies_each_part_of_a_certificate_as_it_is_read(data_folder: Path, line: str) -> None:
    assert _lines(_certificate(data_folder)).count(line) == 1


@pytest.mark.parametrize(
    ("name", "copied"),
    [
        ("عبد الله آل الله", "عبد الله آل الله"),
        ("لأن الإسلام والآلات", "لأن الإسلام والآلات"),
        ("هاتف 02-2987654", "هاتف"),
        ("هاتف 02-2987654", "02-2987654"),
        ("رقم 2026/40217", "2026/40217"),
    ],
)
def test_chrome_copies_what_people_wrote(data_folder: Path, name: str, copied: str) -> None:
    assert copied in _lines(_certificate(data_folder, name_ar=name))


def test_letters_with_marks_are_copied_once(data_folder: Path) -> None:
    text = "".join(_lines(_certificate(data_folder, name_ar="مُحَمَّدٌ")))
    assert [text.count(mark) for mark in "ٌُّ"] == [1, 1, 1]
    assert "محمد" in "".join(letter for letter in text if letter not in "ًٌٍَُِّْ")


def test_nothing_moves_on_the_page(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "مُحَمَّدٌ (office) 2026/40217 الله"
    arranged = _certificate(data_folder, name_ar=name)
    monkeypatch.setattr(typesetter, "in_reading_order", lambda pdf: pdf)
    drawn = _certificate(data_folder, name_ar=name)
    assert arranged != drawn
    before, after = (_picture(pdf) for pdf in (drawn, arranged))
    assert sum(ImageChops.difference(before, after).convert("L").histogram()[FAINT:]) == 0


def _picture(pdf: bytes) -> Image.Image:
    """Return the first page, coarse enough that a hundredth of a point makes no difference and a dot does."""
    with pypdfium2.PdfDocument(pdf) as opened:
        fine: Image.Image = opened[0].render(scale=4).to_pil().convert("L").convert("RGB")
    return fine.resize((fine.width // 4, fine.height // 4), Image.Resampling.BOX)


def test_the_structure_names_the_parts_of_a_line_in_the_order_of_the_file(data_folder: Path) -> None:
    with pikepdf.open(io.BytesIO(_certificate(data_folder))) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    marks = [int(number) for number in re.findall(rb"/MCID (\d+)", content)]
    assert marks == sorted(set(marks))


def test_a_replaced_stream_moves_all_that_stands_after_it(data_folder: Path) -> None:
    pdf = _certificate(data_folder)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        content = opened.pages[0].Contents.objgen[0]
    file = RawPdf(pdf)
    file.replace_stream(content, file.read_stream(content) + b"\n% more")
    with pikepdf.open(io.BytesIO(file.write())) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.pages[0].Contents.read_bytes().endswith(b"% more")


def test_a_file_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="no plain cross-reference table"):
        RawPdf(b"%PDF-1.7\nstartxref\n0\n%%EOF")
