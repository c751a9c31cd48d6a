"""QR codes as SVG: encoded by zxing-cpp, drawn as one path; the library's own SVG is a rectangle for every run."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import zxingcpp

QUIET_ZONE: Final = 4
"""Modules of white around the code (ISO/IEC 18004 §6.3.8)."""


class ZxingDrawer:
    """Draws with medium error correction (15 %) and the quiet zone of the standard."""

    def draw(self, text: str) -> str:
        """Return the QR code of a text as SVG, one unit a module."""
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        image: Any = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
        rows = _rows(memoryview(image))  # a buffer, though its stubs do not say so
        size = len(rows) + 2 * QUIET_ZONE
        path = "".join(_runs(rows))
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">'
            f'<path d="{path}" stroke="#000"/></svg>'
        )


def _rows(view: memoryview) -> list[bytes]:
    """Return the modules of a square image row by row, a byte each: 0 is dark."""
    width = len(view)
    modules = view.tobytes()
    return [modules[start : start + width] for start in range(0, len(modules), width)]


def _runs(rows: Sequence[bytes]) -> Iterator[str]:
    """Yield the dark modules (0) of each row as strokes one module high, through the middle of the row."""
    for y, row in enumerate(rows, start=QUIET_ZONE):
        yield f"M{QUIET_ZONE} {y}.5"
        for level, modules in groupby(row):
            width = len(list(modules))
            yield f"h{width}" if level == 0 else f"m{width} 0"
