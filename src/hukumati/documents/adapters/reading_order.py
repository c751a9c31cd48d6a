"""The text of a typst PDF put into the order in which it is read, so that every reader extracts and speaks it right.

typst draws each line from left to right. In a line of Arabic the words, and the numbers among them, then come last
first, in the file and in its structure; and a letter with a mark is stored twice. This moves the pieces of a line,
and leaves every glyph where it is on the page. See docs/decisions/0014-text-of-papers.md.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby, repeat
from typing import Final

from hukumati.documents.adapters.raw_pdf import RawPdf
from hukumati.documents.adapters.text_pieces import Fonts, PieceDirection, merge_words, read_fonts

_PAGE: Final = re.compile(rb"<</Type/Page/Resources (\d+) 0 R.*?/StructParents (\d+).*?/Contents (\d+) 0 R")
_PARENTS: Final = re.compile(rb"/ParentTree<</Nums\[(.*?)\]>>")
_LANGUAGE: Final = re.compile(rb"/Lang\((\w+)")
_PARENT: Final = re.compile(rb"/P (\d+) 0 R")
_BLOCK: Final = re.compile(
    rb"/(\w+)<</MCID (\d+)(/Lang\([^)]*\))?>>BDC\nq 1 0 0 -1 (\S+) (\S+) cm[^\n]*\nBT"
)  # a run of text: its number in the structure, and where its baseline begins
_BLOCK_END: Final = b"\nET\nQ\n"
_SAME_LINE: Final = 9
"""Points between the baselines of a letter and of a mark on it, at most."""
_SAME_ROW: Final = 20
_MARGIN: Final = 20
_PLACES: Final = 500
_NUDGE: Final = 0.002
"""Points by which a mark is moved to the left of its letter: readers sort by place, and both begin at one."""


def in_reading_order(pdf: bytes) -> bytes:
    """Return the PDF with the pieces of each line in the order in which they are read; it looks the same."""
    file = RawPdf(pdf)
    structure = _Structure(file)
    for page in structure.pages:
        content = merge_words(file.read_stream(page.content), page.fonts)
        file.replace_stream(page.content, _arrange(content, page, structure))
    _forget_direction(file)
    return file.write()


def _forget_direction(file: RawPdf) -> None:
    """A document read from right to left: PDFium would read its Latin and its serial numbers so as well."""
    catalogue = file.numbers()[-1]
    file.replace(catalogue, file.read(catalogue).replace(b"/Direction/R2L", b""))


@dataclass(frozen=True, slots=True)
class _Page:
    content: int
    parents: Sequence[int]
    fonts: Fonts


class _Structure:
    """Which element of the structure each run of a page belongs to, and the language of that element."""

    def __init__(self, file: RawPdf) -> None:
        self._file = file
        self.pages: list[_Page] = []
        tree: dict[int, list[int]] = {}
        for number in file.numbers():
            head = file.read(number)[:400]
            found = _PARENTS.search(head) if b"/StructTreeRoot" in head else None
            if found:
                pairs = re.findall(rb"(\d+) (\d+) 0 R", found[1])
                tree = {int(page): [int(each) for each in re.findall(rb"(\d+) 0 R", file.read(int(array)))]
                        for page, array in pairs}  # fmt: skip
        for number in file.numbers():
            page = _PAGE.search(file.read(number)[:400])
            if page:
                parents = tree.get(int(page[2]), [])
                self.pages.append(_Page(int(page[3]), parents, read_fonts(file, int(page[1]))))
        self._is_english: dict[int, bool] = {}

    def is_english(self, element: int) -> bool:
        """Return whether an element, or else the next one around it that names a language, is English."""
        if element not in self._is_english:
            whole = self._file.read(element)
            language, parent = _LANGUAGE.search(whole), _PARENT.search(whole)
            around = parent is not None and b"/Type/StructElem" in whole and self.is_english(int(parent[1]))
            self._is_english[element] = language[1] == b"en" if language else around
        return self._is_english[element]


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of text as the page draws it: content[start:end], without the EMC after it."""

    start: int
    end: int
    number: int
    x: float
    y: float
    element: int
    direction: PieceDirection
    is_fragile: bool


def _arrange(content: bytes, page: _Page, structure: _Structure) -> bytes:
    runs = list(_runs(content, page))
    apart = _separators(page.fonts)
    parts, at, before = [], 0, None
    for line in _lines(runs):
        parts.append(content[at : line[0].start])
        if before and _must_stand_apart(before, line[0]):
            parts.append(next(apart))
        ordered = _ordered(line, is_english=structure.is_english(line[0].element))
        numbers = sorted(run.number for run in line)
        parts += _written(content, ordered, numbers, apart)
        at, before = line[-1].end, ordered[-1]
    return b"".join([*parts, content[at:]])


def _must_stand_apart(before: _Run, after: _Run) -> bool:
    """Return whether PDFium would turn one of two neighbours in a row with the other."""
    if abs(before.y - after.y) >= _SAME_ROW:
        return False
    turned = before.direction != after.direction and (before.is_fragile or after.is_fragile)
    return before.element != after.element or turned


def _runs(content: bytes, page: _Page) -> Iterator[_Run]:
    for found in _BLOCK.finditer(content):
        end = content.index(_BLOCK_END, found.end()) + len(_BLOCK_END)
        number = int(found[2])
        direction, is_fragile = page.fonts.direction(content[found.end() : end])
        yield _Run(found.start(), end, number, float(found[4]), float(found[5]),
                   page.parents[number], direction, is_fragile)  # fmt: skip


def _lines(runs: Sequence[_Run]) -> Iterator[list[_Run]]:
    """Yield the runs that one line of one element is drawn with, from left to right."""
    line: list[_Run] = []
    for run in runs:
        last = line[-1] if line else None
        if last and not (
            run.start - last.end == len(b"EMC")
            and run.element == last.element
            and run.x >= last.x
            and abs(run.y - line[0].y) < _SAME_LINE
        ):
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def _ordered(line: Sequence[_Run], *, is_english: bool) -> list[_Run]:
    """Return a line's runs as they are read: what is against the line's direction stays together."""
    base: PieceDirection = "left" if is_english else "right"
    if all(run.direction != "right" for run in line):
        return list(line)
    directions = _resolved([run.direction for run in line], base)
    spans = [list(span) for _, span in groupby(zip(line, directions, strict=True), key=lambda pair: pair[1])]
    inside = [[run for run, _ in (span if span[0][1] == "left" else reversed(span))] for span in spans]
    return [run for span in (inside if base == "left" else reversed(inside)) for run in span]


def _resolved(directions: Sequence[PieceDirection], base: PieceDirection) -> list[PieceDirection]:
    """Give what has no direction that of its neighbours where they agree, else the line's."""
    resolved = list(directions)
    for place, direction in enumerate(directions):
        if direction == "none":
            before = next((each for each in reversed(directions[:place]) if each != "none"), base)
            after = next((each for each in directions[place + 1 :] if each != "none"), base)
            resolved[place] = before if before == after else base
    return resolved


def _written(
    content: bytes, ordered: Sequence[_Run], numbers: Sequence[int], apart: Iterator[bytes]
) -> Iterator[bytes]:
    for place, (run, number) in enumerate(zip(ordered, numbers, strict=True)):
        if place:
            yield b"EMC"
            if _must_stand_apart(ordered[place - 1], run):
                yield next(apart)
        block = content[run.start : run.end].replace(b"/MCID %d" % run.number, b"/MCID %d" % number, 1)
        moved = [each for each in ordered[:place] if each.x == run.x]
        yield _moved(block, run.x - _NUDGE * len(moved)) if moved else block


def _moved(block: bytes, x: float) -> bytes:
    return re.sub(rb"q 1 0 0 -1 \S+", b"q 1 0 0 -1 %.4f" % x, block, count=1)


def _separators(fonts: Fonts) -> Iterator[bytes]:
    """Yield spaces at the foot of the page, outside the structure, each at a place of its own.

    PDFium takes all that stands side by side for one line and turns it as a whole; what is drawn elsewhere in between
    ends the line. It overlooks what is drawn twice at one place.
    """
    space = fonts.space()
    if space is None:
        yield from repeat(b"")
        return
    font, code = space
    for place in count():
        at = _MARGIN + place % _PLACES
        yield b"/Artifact BMC\nBT 0 Tr/%s 1 Tf 1 0 0 1 %d 2 Tm<%04x%04x>Tj\nET\nEMC" % (font, at, code, code)
