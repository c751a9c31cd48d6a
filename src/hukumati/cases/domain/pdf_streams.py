"""What the object streams of a PDF hold once their filters are undone (ISO 32000-2, 7.3.8, 7.4 and 7.5.7).

Objects, and with them actions, can hide nowhere else; so a stream of them that cannot be read whole is an error.
"""

import re
import zlib
from base64 import a85decode
from collections.abc import Callable, Mapping
from typing import Final

from hukumati.cases.domain.pdf_dictionary import Objects, Value

_NUMBER: Final = re.compile(rb"[0-9]{1,10}")
_END: Final = b"endstream"
_MOST_FILTERS: Final = 4
_CLEAR, _OVER = 256, 257


class Unreadable(ValueError):
    """The stream cannot be read whole."""


class Swollen(ValueError):
    """The stream unfolds to more than it may."""


def holds_objects(values: Mapping[bytes, Value]) -> bool:
    """Return whether a stream with such a dictionary holds other objects."""
    return b"/ObjStm" in values.get(b"Type", ()) or b"First" in values


def end_of_data(objects: Objects, values: Mapping[bytes, Value], begin: int) -> int:
    """Return where a stream's data end: where its length says if that is right, else at the next `endstream`, or -1."""
    content = objects.content
    length = objects.resolved(values.get(b"Length", ()))
    if len(length) == 1 and _NUMBER.fullmatch(length[0]):
        at = begin + int(length[0])
        if at <= len(content) and content[at : at + len(_END) + 2].lstrip(b"\r\n").startswith(_END):
            return at
    return content.find(_END, begin)


def read_objects(objects: Objects, values: Mapping[bytes, Value], data: bytes, most: int) -> bytes:
    """Return what an object stream holds, at most `most` bytes. Raises Unreadable, Swollen."""
    if b"DecodeParms" in values or b"DP" in values:
        raise Unreadable("a predictor writes names otherwise")
    for name in filters_of(objects, values):
        undo = _FILTERS.get(name)
        if undo is None:
            raise Unreadable(f"an unknown filter: {name!r}")
        try:
            data = undo(data, most)
        except (zlib.error, ValueError, IndexError) as error:
            if isinstance(error, Swollen):
                raise
            raise Unreadable(str(error)) from error
    return data


def filters_of(objects: Objects, values: Mapping[bytes, Value]) -> list[bytes]:
    """Return the names of a stream's filters, the outermost first. Raises Unreadable."""
    found = values.get(b"Filter", values.get(b"F", ()))
    if not found or found == (b"null",):
        return []
    listed = objects.resolved(found)
    if listed == (b"[", b"]"):
        return []
    if listed[:1] == (b"[",):
        listed = listed[1:-1]
    if not all(each.startswith(b"/") for each in listed):
        raise Unreadable("a filter is named elsewhere")
    if not listed or len(listed) > _MOST_FILTERS:
        raise Unreadable("the filters cannot be read")
    return [each[1:] for each in listed]


def _hexadecimal(data: bytes, most: int) -> bytes:
    digits = re.sub(rb"\s", b"", data.partition(b">")[0])
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _ascii85(data: bytes, most: int) -> bytes:
    return a85decode(data.partition(b"~>")[0].strip().removeprefix(b"<~"))


def _flate(data: bytes, most: int) -> bytes:
    inflater = zlib.decompressobj()
    text = inflater.decompress(data, most + 1)
    if len(text) > most:
        raise Swollen("the stream is too large")
    if not inflater.eof:
        raise Unreadable("the stream is cut off")
    return text


def _run_length(data: bytes, most: int) -> bytes:
    parts: list[bytes] = []
    at = size = 0
    while data[at] != 128:
        length = data[at]
        part = data[at + 1 : at + 2 + length] if length < 128 else data[at + 1 : at + 2] * (257 - length)
        at += 2 + length if length < 128 else 2
        size += len(part)
        if size > most:
            raise Swollen("the stream is too large")
        parts.append(part)
    return b"".join(parts)


def _lzw(data: bytes, most: int) -> bytes:
    """Undo LZW with codes of 9 to 12 bits that widen one code early, as PDF has it (7.4.4)."""
    table = [bytes([byte]) for byte in range(256)] + [b"", b""]
    parts: list[bytes] = []
    size, width = 0, 9
    last = b""
    ahead = held = 0
    for byte in data:
        ahead, held = (ahead << 8 | byte) & 0xFFFFF, held + 8
        if held < width:
            continue
        held -= width
        code = (ahead >> held) & ((1 << width) - 1)
        if code == _OVER:
            return b"".join(parts)
        if code == _CLEAR:
            table, width, last = table[:258], 9, b""
            continue
        entry = table[code] if code < len(table) else last + last[:1]
        if last:
            table.append(last + entry[:1])
        last, size = entry, size + len(entry)
        if size > most:
            raise Swollen("the stream is too large")
        parts.append(entry)
        width = min(12, (len(table) + 1).bit_length())
    raise Unreadable("the stream is cut off")


_FILTERS: Final[dict[bytes, Callable[[bytes, int], bytes]]] = {
    b"ASCIIHexDecode": _hexadecimal,
    b"AHx": _hexadecimal,
    b"ASCII85Decode": _ascii85,
    b"A85": _ascii85,
    b"FlateDecode": _flate,
    b"Fl": _flate,
    b"LZWDecode": _lzw,
    b"LZW": _lzw,
    b"RunLengthDecode": _run_length,
    b"RL": _run_length,
}
