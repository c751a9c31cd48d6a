"""A printed certificate: its text, and its QR code as a telephone reads it."""

import re
import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image

from hukumati.documents.domain.numbering import find_serials


def text_of(pdf: Path) -> str:
    """Return the text of a PDF by poppler, with single spaces, without direction marks."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, text=True).stdout
    return " ".join("".join(letter for letter in text if letter not in "\u200e\u200f\u202a\u202b\u202c").split())


def qr_code_text(pdf: Path) -> str:
    """Return the content of the QR code on the rendered first page."""
    picture = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", str(pdf), str(picture)], check=True)
    with Image.open(picture.with_suffix(".png")) as image:
        found = zxingcpp.read_barcodes(image)
    assert len(found) == 1, found
    return str(found[0].text)


def numbers_in(words: str) -> tuple[str, str]:
    """Return the serial number and the verification code printed on a document."""
    serials = find_serials(words.encode())
    code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", words)
    assert serials, words
    assert code, words
    return serials[0], code[0]
