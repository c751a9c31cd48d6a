"""What an uploaded file is, found from its bytes, and whether anybody can open it without harm.

Structure only: nothing is drawn, nothing of it is run, and no stream is inflated beyond a limit.
"""

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from typing import Final

from hukumati.cases.domain.paper_faults import PaperRefused, unfolded_size
from hukumati.cases.domain.pdf_inspection import check_pdf
from hukumati.service_language.api import MAX_FILE_BYTES, MediaType

MOST_PIXELS: Final = 60_000_000
LEAST_SIDE: Final = 100
"""In pixels; on less nobody recognises a face or reads a paper."""
LONGEST_NAME: Final = 100
ENDINGS: Final = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3})
_BARE_MARKERS: Final = frozenset({0x01, *range(0xD0, 0xD8)})


def media_of(content: bytes) -> MediaType:
    """Find what a file is and prove it sound. Raises PaperRefused."""
    if not content:
        raise PaperRefused("empty")
    if len(content) > MAX_FILE_BYTES:
        raise PaperRefused("too_large")
    if content.startswith(b"%PDF-"):
        check_pdf(content)
        return "application/pdf"
    if content.startswith(_PNG):
        _check_png(content)
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        _check_jpeg(content)
        return "image/jpeg"
    raise PaperRefused("kind")


def clean_name(name: str, media: str) -> str:
    """Make a file name that no system misreads: no path, no controls, the ending of what the file is."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(each for each in last if unicodedata.category(each)[0] not in "CZ" or each == " ")
    stem = re.sub(r'[<>:"|?*%;]', "", kept).rsplit(".", 1)[0].strip(" .")[:LONGEST_NAME]
    return f"{stem or 'file'}.{ENDINGS[media]}"


# --- PNG (W3C PNG, third edition)


def _check_png(content: bytes) -> None:
    chunks = list(_chunks(content))
    names = [name for name, _data in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names or len(chunks[0][1]) != 13:
        raise PaperRefused("broken")
    width, height, depth, colour = struct.unpack(">IIBB", chunks[0][1][:10])
    _check_pixels(width, height)
    if colour not in _CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise PaperRefused("broken")
    row = (width * depth * _CHANNELS[colour] + 7) // 8 + 1
    most = row * height + 64 * (width + height)  # seven interlaced passes begin their own rows
    size = unfolded_size(b"".join(data for name, data in chunks if name == b"IDAT"), most)
    if size < row * height - height:
        raise PaperRefused("broken")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(content):
        head = content[at : at + 8]
        length = struct.unpack(">I", head[:4])[0] if len(head) == 8 else len(content)
        data, check = content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        if len(check) != 4 or struct.pack(">I", zlib.crc32(head[4:] + data)) != check:
            raise PaperRefused("broken")
        yield head[4:], data
        at += 12 + length
        if head[4:] == b"IEND" and at != len(content):
            raise PaperRefused("broken")


# --- JPEG (ITU-T T.81)


def _check_jpeg(content: bytes) -> None:
    at, has_frame = 2, False
    while True:
        if content[at : at + 1] != b"\xff" or at + 2 > len(content):
            raise PaperRefused("broken")
        marker = content[at + 1]
        if marker == 0xFF or marker in _BARE_MARKERS:
            at += 1 if marker == 0xFF else 2
            continue
        if marker == 0xDA:
            break
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2 or marker == 0xD9:
            raise PaperRefused("broken")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9].ljust(4, b"\0"))
            _check_pixels(width, height)
            has_frame = True
        at += 2 + length
    if not has_frame or b"\xff\xd9" not in content[at:]:
        raise PaperRefused("broken")


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise PaperRefused("broken")
    if width * height > MOST_PIXELS:
        raise PaperRefused("too_many_pixels")
    if min(width, height) < LEAST_SIDE:
        raise PaperRefused("too_few_pixels")
