"""Adapts Noto Naskh Arabic to what readers of PDF files extract: `python -m tests.conformance.adapt_fonts FOLDER`.

FOLDER holds NotoNaskhArabic-Regular.ttf and -Bold.ttf as they are published; the adapted ones are written beside the
other fonts of papers. No glyph changes its looks or its place on the page. Two things change, both of widths:

- The alef of a lam-alef takes no room in the original, its lam all. Readers take what has no room for a mark, or for
  a sign of its own; here each takes a part.
- A mark takes no room by itself. PDFium then cuts the line at a mark that stands high; here it has a width, which the
  typesetter never uses: it sets marks by their anchors.
"""

import sys
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Any, Final

from fontTools.ttLib import TTFont

from hukumati.documents.adapters.typesetter import FONTS

ALEF_ROOM: Final = 200
MARK_ROOM: Final = 1001
_MARK: Final = 3
_INITIAL, _MEDIAL = 2, 3  # the lookups that make a lam-alef of a lam and an alef
_LAMS: Final = ("uniFEDF", "uniFEE0", "uni06B", "uni08A6", "uni076A")


def adapt(font: TTFont) -> None:
    """Change the widths in place."""
    lookups = font["GSUB"].table.LookupList.Lookup
    pairs = [pair for place in (_INITIAL, _MEDIAL) for pair in _single(lookups[place])]
    lams = {value for key, value in pairs if key.startswith(_LAMS)}
    for glyph in lams:
        _shift(font, glyph, moved=lams)
    for glyph in {value for _, value in pairs} - lams:
        font["hmtx"].metrics[glyph] = (ALEF_ROOM, font["hmtx"].metrics[glyph][1])
    for glyph, kind in font["GDEF"].table.GlyphClassDef.classDefs.items():
        if kind == _MARK:
            font["hmtx"].metrics[glyph] = (MARK_ROOM, font["hmtx"].metrics[glyph][1])


def _single(lookup: Any) -> list[tuple[str, str]]:
    return [pair for table in lookup.SubTable for pair in getattr(table, "ExtSubTable", table).mapping.items()]


def _shift(font: TTFont, name: str, *, moved: Set[str]) -> None:
    """Move a lam to the left by what its alef takes, its anchors with it."""
    glyph = font["glyf"][name]
    if glyph.isComposite():
        for component in glyph.components:
            component.x -= 0 if component.glyphName in moved else ALEF_ROOM
    else:
        glyph.coordinates.translate((-ALEF_ROOM, 0))
    glyph.recalcBounds(font["glyf"])
    width, _ = font["hmtx"].metrics[name]
    font["hmtx"].metrics[name] = (width - ALEF_ROOM, glyph.xMin)
    for anchor in _anchors(font["GPOS"].table.LookupList.Lookup, name):
        anchor.XCoordinate -= ALEF_ROOM


def _anchors(lookups: Iterable[Any], name: str) -> Iterator[Any]:
    for lookup in lookups:
        for table in (getattr(each, "ExtSubTable", each) for each in lookup.SubTable):
            coverage = getattr(table, "BaseCoverage", None)
            if coverage is not None and name in coverage.glyphs:
                record = table.BaseArray.BaseRecord[coverage.glyphs.index(name)]
                yield from (anchor for anchor in record.BaseAnchor if anchor is not None)


def main(folder: Path) -> None:
    """Adapt the two fonts of a folder."""
    for weight in ("Regular", "Bold"):
        with TTFont(folder / f"NotoNaskhArabic-{weight}.ttf", recalcTimestamp=False) as font:
            adapt(font)
            font.save(FONTS / f"NotoNaskhArabic-{weight}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
