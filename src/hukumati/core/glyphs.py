"""Which characters the fonts of papers can draw: what they cannot is refused while it is typed.

The list stands in `glyphs.txt`, one range of hexadecimal code points a line; a test of `documents` compares it with the
fonts.
"""

import unicodedata
from pathlib import Path
from typing import Final

NOT_DRAWN: Final = frozenset({"Cc", "Cf", "Cs"})
"""Categories of characters that need no glyph: controls, marks of direction, halves of surrogate pairs."""
_MOST_TOLD: Final = 10


def _read(path: Path) -> frozenset[int]:
    points: set[int] = set()
    for line in path.read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points - {ord("\N{REPLACEMENT CHARACTER}")})


COVERED: Final = _read(Path(__file__).parent / "glyphs.txt")
"""Code points with a glyph in regular and bold, but for U+FFFD: it stands for a letter that somebody has lost."""


def without_glyph(text: str) -> str:
    """Return the characters of a text (NFC) that no paper can show, each once, the first ten of them."""
    lacking = dict.fromkeys(
        each
        for each in unicodedata.normalize("NFC", text)
        if ord(each) not in COVERED and unicodedata.category(each) not in NOT_DRAWN
    )
    return "".join([*lacking][:_MOST_TOLD])
