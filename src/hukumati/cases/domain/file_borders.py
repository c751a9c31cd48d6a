"""Where an uploaded file begins and ends: what mail programs and editors put around it is cut off.

A byte order mark before a PDF, an advertisement behind a picture: readers pass over them, and what else may hide there
is not kept.
"""

import re
from typing import Final

PDF_HEADER_WITHIN: Final = 1024
"""So far in do readers look for the header of a PDF (ISO 32000-1, annex H, note 13)."""
_PDF: Final = b"%PDF-"
_PDF_END: Final = b"%%EOF"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_END_OF_IMAGE: Final = 0xD9
_JPEG_MARKER: Final = re.compile(b"\xff[^\x00\x01\xd0-\xd7\xff]", re.S)
"""A marker that begins something: not a stuffed byte, a restart or a fill byte (ITU-T T.81, B.1.1)."""


def trimmed(content: bytes) -> bytes:
    """Return the PDF or picture within its borders; anything else, also a file without an end, as it is."""
    if content.startswith(_PNG):
        return content[: _end_of_png(content)]
    if content.startswith(_JPEG):
        return content[: _end_of_jpeg(content)]
    start = content.find(_PDF, 0, PDF_HEADER_WITHIN)
    if start < 0:
        return content
    return content[start : _end_of_pdf(content)]


def _end_of_pdf(content: bytes) -> int:
    """Return where the last end mark ends, with the white space behind it if there is nothing else."""
    mark = content.rfind(_PDF_END)
    behind = mark + len(_PDF_END)
    if mark < 0 or not content[behind:].strip():
        return len(content)
    line_end = content[behind : behind + 2]
    return behind + (2 if line_end == b"\r\n" else 1 if line_end[:1] in (b"\r", b"\n") else 0)


def _end_of_png(content: bytes) -> int:
    at = len(_PNG)
    while at + 12 <= len(content):
        name = content[at + 4 : at + 8]
        at += 12 + int.from_bytes(content[at : at + 4], "big")
        if name == b"IEND":
            return at
    return len(content)


def _end_of_jpeg(content: bytes) -> int:
    at = 2
    while found := _JPEG_MARKER.search(content, at):
        if found[0][1] == _END_OF_IMAGE:
            return found.end()
        at = found.end() + int.from_bytes(content[found.end() : found.end() + 2], "big")
    return len(content)
