"""A PDF as typst writes it, its objects replaceable: one revision, a plain cross-reference table, no object streams."""

import re
import zlib
from typing import Final

_ENTRY_BYTES: Final = 20
_LENGTH: Final = re.compile(rb"/Length \d+")
_LEVEL: Final = 3
"""Of compression: a fifth of the time of the usual level, for a twentieth more bytes."""


class RawPdf:
    """Reads objects by number, takes new ones for them, and writes the file anew."""

    def __init__(self, data: bytes) -> None:
        """Raises ValueError for a file of another shape."""
        self._table = data.rfind(b"\nxref\n") + 1
        if not self._table:
            raise ValueError("the file has no plain cross-reference table")
        self._data = data
        head = data.index(b"\n", self._table + len(b"xref\n")) + 1
        count = int(data[self._table : head].split()[2])
        entries = [data[at : at + _ENTRY_BYTES] for at in range(head, head + count * _ENTRY_BYTES, _ENTRY_BYTES)]
        self._trailer = data[head + count * _ENTRY_BYTES : data.rindex(b"startxref")]
        self._offsets = {number: int(entry[:10]) for number, entry in enumerate(entries) if entry[17:18] == b"n"}
        in_order = sorted(self._offsets.items(), key=lambda item: item[1])
        ends = [offset for _, offset in in_order[1:]] + [self._table]
        self._spans = {number: (at, end) for (number, at), end in zip(in_order, ends, strict=True)}
        self._new: dict[int, bytes] = {}
        self._count = count

    def numbers(self) -> list[int]:
        """Return the numbers of all objects, in the order of the file."""
        return list(self._spans)

    def read(self, number: int) -> bytes:
        """Return an object with its first and last line."""
        start, end = self._spans[number]
        return self._new.get(number) or self._data[start:end]

    def read_stream(self, number: int) -> bytes:
        """Return what a stream holds, decompressed."""
        whole = self.read(number)
        return zlib.decompress(whole[whole.index(b"stream\n") + len(b"stream\n") : whole.rindex(b"\nendstream")])

    def replace(self, number: int, content: bytes) -> None:
        """Put another object in the place of one."""
        self._new[number] = content

    def replace_stream(self, number: int, content: bytes) -> None:
        """Put other content into a stream."""
        whole = self.read(number)
        head = whole[: whole.index(b"stream\n") + len(b"stream\n")]
        packed = zlib.compress(content, _LEVEL)
        self.replace(
            number, _LENGTH.sub(b"/Length %d" % len(packed), head, count=1) + packed + b"\nendstream\nendobj\n"
        )

    def write(self) -> bytes:
        """Return the file with all that was replaced; what was not is copied byte by byte."""
        first = min(start for start, _ in self._spans.values())
        parts, offsets, at = [self._data[:first]], {}, first
        for number in self._spans:
            offsets[number] = at
            parts.append(self.read(number))
            at += len(parts[-1])
        rows = [b"%010d 00000 n\r\n" % offsets[each] if each in offsets else _FREE for each in range(self._count)]
        parts += [b"xref\n0 %d\n" % self._count, *rows, self._trailer, b"startxref\n%d\n%%%%EOF\n" % at]
        return b"".join(parts)


_FREE: Final = b"0000000000 65535 f\r\n"
