"""What an uploaded file is, found from its bytes, and whether anybody can open it without harm.

Structure only: nothing is drawn, nothing of it is run, and no stream is inflated beyond a limit.
"""

import re
import struct
import unicodedata
import zlib
from base64 import a85decode
from collections.abc import Iterator
from typing import Final, Literal

from hukumati.cases.domain.pdf_streams import Swollen, Unreadable, end_of_data, holds_objects, read_objects
from hukumati.service_language.api import MAX_FILE_BYTES, MediaType

Fault = Literal["empty", "too_large", "kind", "broken", "encrypted", "active", "too_many_pixels", "too_few_pixels"]

MOST_PIXELS: Final = 60_000_000
LEAST_SIDE: Final = 100
"""In pixels; on less nobody recognises a face or reads a paper."""
MOST_INFLATED: Final = 120 * 1024 * 1024
"""Bytes that all streams of one PDF may unfold to."""
LONGEST_NAME: Final = 100
TAIL: Final = 2000
"""Within so many bytes of its end a PDF tells where it begins."""
ENDINGS: Final = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3})
_BARE_MARKERS: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_STREAM: Final = re.compile(rb"stream\r?\n")
_ENCRYPTED: Final = re.compile(rb"/Encrypt\s*(?:<<|[0-9]+\s+[0-9]+\s+R)")
_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|GoToE|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z0-9])"
)
_PACKED: Final = rb"/(?:Flate|LZW|RunLength|Fl\b|RL\b)"
_TWICE_PACKED: Final = re.compile(rb"/(?:Filter|F)\s*\[[^\]]{0,100}" + _PACKED + rb"[^\]]{0,100}" + _PACKED)
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_START: Final = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF")
_OBJECT: Final = re.compile(rb"\s*([0-9]{1,10})\s+([0-9]{1,5})\s+obj\b")
_SECTION: Final = re.compile(rb"\s*([0-9]{1,10})\s+([0-9]{1,10})\s*\r?\n")


class PaperRefused(ValueError):
    """The file is not taken; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


def media_of(content: bytes) -> MediaType:
    """Find what a file is and prove it sound. Raises PaperRefused."""
    if not content:
        raise PaperRefused("empty")
    if len(content) > MAX_FILE_BYTES:
        raise PaperRefused("too_large")
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
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


# --- PDF (ISO 32000-2, 7.5)


def _check_pdf(content: bytes) -> None:
    end = [*_START.finditer(content[-TAIL:])][-1:]
    if not end or not _points_well(content, int(end[0][1])):
        raise PaperRefused("broken")
    streams = list(_streams(content))
    outside = _names(_without(content, streams))
    if _ENCRYPTED.search(outside):
        raise PaperRefused("encrypted")
    if _TWICE_PACKED.search(outside):
        raise PaperRefused("too_large")
    if _ACTIVE.search(outside) or any(_ACTIVE.search(_names(part)) for part in _inflated(content, streams)):
        raise PaperRefused("active")


def _names(text: bytes) -> bytes:
    """Names may be spelt with #xx, to be overlooked (7.3.5)."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def _points_well(content: bytes, start: int) -> bool:
    """Return whether the cross-reference stands where the end of the file says, and points at objects."""
    if content[start : start + 4] == b"xref":
        return _table_points_well(content, start + 4)
    return _OBJECT.match(content, start) is not None and b"/XRef" in content[start : start + 2000]


def _table_points_well(content: bytes, at: int) -> bool:
    """Readers forgive a table that errs here and there; one in ten is the limit."""
    entries = wrong = 0
    section = _SECTION.match(content, at)
    while section:
        first, count, at = int(section[1]), int(section[2]), section.end()
        if at + 20 * count > len(content):
            return False
        for number in range(count):
            entry = content[at + 20 * number : at + 20 * number + 20]
            entries += 1
            wrong += entry[17:18] == b"n" and not _is_object(content, entry[:10], first + number)
        at += 20 * count
        section = _SECTION.match(content, at)
    return wrong * 10 <= entries and content[at : at + 20].lstrip().startswith(b"trailer")


def _is_object(content: bytes, offset: bytes, number: int) -> bool:
    found = _OBJECT.match(content, int(offset)) if offset.isdigit() else None
    return found is not None and int(found[1]) == number


def _streams(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the streams in order: (where its object begins, its data begin, its data end)."""
    at = 0
    while begin := _STREAM.search(content, at):
        origin = max(at, content.rfind(b"obj", at, begin.start()))
        end = end_of_data(content, _names(content[origin : begin.start()]), begin.end())
        if end < 0 or holds_objects(_names(content[at:origin])):  # a text that looks like an object hides the real one
            raise PaperRefused("broken")
        yield origin, begin.end(), end
        at = content.index(b"endstream", end) + len(b"endstream")


def _without(content: bytes, streams: list[tuple[int, int, int]]) -> bytes:
    parts, at = [], 0
    for _object, begin, end in streams:
        parts.append(content[at:begin])
        at = end
    return b"".join([*parts, content[at:]])


def _inflated(content: bytes, streams: list[tuple[int, int, int]]) -> Iterator[bytes]:
    """Return what the object streams hold and what may be read as lying outside, and count all against the limit."""
    left = MOST_INFLATED
    for origin, begin, end in streams:
        dictionary, data = _names(content[origin:begin]), content[begin:end]
        yield data.partition(b"endstream")[2]
        if holds_objects(dictionary):
            text = _objects(content, dictionary, data, left)
            left -= len(text)
            yield text
        elif b"/Flate" in dictionary or b"/Fl " in dictionary:
            left -= _unfold(_bare(dictionary, data), left, keep=False)[0]


def _objects(content: bytes, dictionary: bytes, data: bytes, most: int) -> bytes:
    try:
        return read_objects(content, dictionary, data, most)
    except Swollen:
        raise PaperRefused("too_large") from None
    except Unreadable:
        raise PaperRefused("broken") from None


def _bare(dictionary: bytes, data: bytes) -> bytes:
    """Packed data may be written in letters besides (7.4.2, 7.4.3)."""
    try:
        if b"ASCII85" in dictionary:
            return a85decode(data.strip().removesuffix(b"~>"))
        return bytes.fromhex(data.strip().removesuffix(b">").decode("ascii")) if b"ASCIIHex" in dictionary else data
    except ValueError:
        raise PaperRefused("broken") from None


def _unfold(packed: bytes, most: int, *, keep: bool) -> tuple[int, bytes]:
    inflater, size, kept, rest = zlib.decompressobj(), 0, [], packed
    while rest and not inflater.eof:
        try:
            part = inflater.decompress(rest, 1 << 20)
        except zlib.error:
            raise PaperRefused("broken") from None
        size += len(part)
        if size > most:
            raise PaperRefused("too_large")
        kept += [part] if keep else []
        rest = inflater.unconsumed_tail
    return size, b"".join(kept)


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
    size, _text = _unfold(b"".join(data for name, data in chunks if name == b"IDAT"), most, keep=False)
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
