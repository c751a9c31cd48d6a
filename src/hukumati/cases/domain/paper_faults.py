"""Why an uploaded file is not taken, and the unfolding of packed data that both kinds of files need."""

import zlib
from typing import Literal

Fault = Literal[
    "empty", "too_large", "kind", "broken", "encrypted", "active", "too_many_pixels", "too_few_pixels", "too_complex"
]  # fmt: skip


class PaperRefused(ValueError):
    """The file is not taken; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


def unfolded_size(packed: bytes, most: int) -> int:
    """Return how many bytes deflated data unfold to. Raises PaperRefused where they are broken, or more than `most`."""
    inflater, size, rest = zlib.decompressobj(), 0, packed
    while rest and not inflater.eof:
        try:
            part = inflater.decompress(rest, 1 << 20)
        except zlib.error:
            raise PaperRefused("broken") from None
        size += len(part)
        if size > most:
            raise PaperRefused("too_large")
        rest = inflater.unconsumed_tail
    return size
