"""What is just within the limits of a PDF's inspection is taken, and what is just beyond is refused."""

import pytest

from hukumati.cases.domain.file_inspection import media_of
from hukumati.cases.domain.paper_faults import PaperRefused
from hukumati.cases.domain.pdf_inspection import MOST_WORDS
from hukumati.cases.tests.files import by_hand

PAGES = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]
HARMLESS = b"7 0 << /A 1 >>"


def _stream(head: bytes, data: bytes) -> bytes:
    return by_hand([*PAGES, b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(data), data)])


def _packed(times: int) -> bytes:
    data = HARMLESS
    for _ in range(times):
        data = data.hex().encode() + b">"
    return _stream(b"/Type /ObjStm /N 1 /First 4 /Filter [%s]" % (b"/AHx " * times), data)


@pytest.mark.parametrize("times", [1, 4])
def test_an_object_stream_is_read_through_four_filters(times: int) -> None:
    assert media_of(_packed(times)) == "application/pdf"


def test_a_fifth_filter_is_refused() -> None:
    with pytest.raises(PaperRefused, match="broken"):
        media_of(_packed(5))


def test_words_that_only_look_like_structure_are_read_up_to_their_limit() -> None:
    assert media_of(_stream(b"", b"trailer (of a film)\n" * MOST_WORDS)) == "application/pdf"
    with pytest.raises(PaperRefused, match="broken"):
        media_of(_stream(b"", b"trailer (of a film)\n" * (MOST_WORDS + 1)))
