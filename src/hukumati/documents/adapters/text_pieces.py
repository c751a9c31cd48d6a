"""The fonts of a typst PDF, what their glyphs say, and the pieces in which a run of text is drawn."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from hukumati.documents.adapters.raw_pdf import RawPdf

PieceDirection = Literal["left", "right", "none"]

_FONT: Final = re.compile(rb"/(f\d+) (\d+) 0 R")
_UNICODE: Final = re.compile(rb"/DescendantFonts\[(\d+) 0 R\]/ToUnicode (\d+) 0 R")
_MAPPED: Final = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_WIDTHS: Final = re.compile(rb"/W\[([^\]]*)\]")
_OPERATION: Final = re.compile(
    rb"(/Span<</ActualText<([0-9A-F]*)>>>BDC)?(/ReversedChars BMC)? ?0 Tr/(f\d+) (\S+) Tf 1 0 0 -1 (\S+) (\S+) Tm"
    rb"(?:\[([^\n]*)\]TJ|(\([^\n]*\))Tj)\n(?:EMC\n?)*"
)
_STRING: Final = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.S)
MARK_WIDTH: Final = 1001
"""Of every mark in the fonts of papers, in thousandths of their size."""
_ARABIC: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_STRONG: Final = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Fonts:
    """What each code of a page's fonts says; names are those by which the page calls them."""

    texts: Mapping[bytes, Mapping[int, str]]

    def decode(self, font: bytes, drawn: bytes) -> str:
        """Return what the strings of a drawing operation say, glyph by glyph from left to right."""
        texts = self.texts[font]
        codes = b"".join(map(_unescaped, _STRING.findall(drawn)))
        return "".join(texts.get(codes[at] * 256 + codes[at + 1], "") for at in range(0, len(codes) - 1, 2))

    def direction(self, block: bytes) -> tuple[PieceDirection, bool]:
        """Return which way a run is read, and whether a reader that turns it by its signs would break it."""
        if b"/ReversedChars" in block:
            return "right", False
        text = ""
        for operation in _OPERATION.finditer(block):
            text += self.decode(operation[4], operation[8] or operation[9])
            if _ARABIC.search(text):
                return "right", False
        said = text.strip()
        return ("left", not said.isdigit()) if _STRONG.search(said) else ("none", False)

    def space(self) -> tuple[bytes, int] | None:
        """Return a font and its code for a space, if the page draws one."""
        for font, texts in self.texts.items():
            for code, text in texts.items():
                if text == " ":
                    return font, code
        return None


def read_fonts(file: RawPdf, resources: int) -> Fonts:
    """Read what a page's fonts say, each glyph for itself: of a letter with marks, typst gives every part the whole."""
    texts: dict[bytes, dict[int, str]] = {}
    listed = file.read(resources)
    for name, number in _FONT.findall(listed[listed.find(b"/Font<<") :]):
        found = _UNICODE.search(file.read(int(number)))
        if found:
            texts[name] = _read_texts(file, descendant=int(found[1]), mapping=int(found[2]))
    return Fonts(texts)


def _read_texts(file: RawPdf, *, descendant: int, mapping: int) -> dict[int, str]:
    stored = file.read_stream(mapping)
    texts = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in _MAPPED.findall(stored)}
    several = {code for code, text in texts.items() if len(text) > 1}
    if several:
        marks = _mark_codes(file.read(descendant))
        changed = {code: _own_part(texts[code], is_mark=code in marks) for code in several}
        texts |= changed
        file.replace_stream(mapping, _MAPPED.sub(lambda found: _mapped(found, changed), stored))
    return texts


def _mapped(found: re.Match[bytes], changed: Mapping[int, str]) -> bytes:
    text = changed.get(int(found[1], 16))
    return found[0] if text is None else b"<%s> <%s>" % (found[1], text.encode("utf-16-be").hex().upper().encode())


def _mark_codes(font: bytes) -> set[int]:
    """Return the codes of marks: no letter has their width (see the fonts' README)."""
    found = _WIDTHS.search(font)
    fields = found[1].split() if found else []
    marks: set[int] = set()
    for at in range(0, len(fields) - 2, 3):
        if round(float(fields[at + 2])) == MARK_WIDTH:
            marks.update(range(int(fields[at]), int(fields[at + 1]) + 1))
    return marks


def _own_part(text: str, *, is_mark: bool) -> str:
    """Return the marks of a text for the glyph of a mark, its letters for another."""
    part = "".join(character for character in text if (unicodedata.category(character) == "Mn") == is_mark)
    return part or text


def _unescaped(string: bytes) -> bytes:
    """Return what a string of a page stands for: PDF's escapes are Python's, but for those of brackets."""
    return string.replace(b"\\(", b"\\050").replace(b"\\)", b"\\051").decode("unicode_escape").encode("latin-1")


def merge_words(content: bytes, fonts: Fonts) -> bytes:
    """Draw each run by one operation: typst draws its words, and letters with marks, one by one."""
    pieces = content.split(b"\nBT")
    merged = [pieces[0]]
    for piece in pieces[1:]:
        end = piece.find(b"\nET\n")
        merged.append(_merged(piece[:end], fonts) + piece[end:] if end >= 0 else piece)
    return b"\nBT".join(merged)


def _merged(block: bytes, fonts: Fonts) -> bytes:
    operations = list(_OPERATION.finditer(block + b"\n"))
    whole = b"".join(each[0] for each in operations)
    is_reversed = any(each[3] for each in operations)
    is_told = any(each[2] and not _says(each, fonts) for each in operations)
    is_known = whole.rstrip(b"\n") == block.rstrip(b"\n") and len({each[7] for each in operations}) == 1
    if is_told or not is_known:
        return block
    return b"".join(_drawn(group, is_reversed=is_reversed) for group in _by_font(operations)).rstrip(b"\n")


def _says(operation: re.Match[bytes], fonts: Fonts) -> bool:
    """Return whether the glyphs say what the operation's ActualText says, marks aside."""
    told = bytes.fromhex(operation[2].decode()).decode("utf-16")
    glyphs = fonts.decode(operation[4], operation[8] or operation[9])
    return _letters(glyphs) in {"", _letters(told)}


def _letters(text: str) -> str:
    return "".join(sorted(character for character in text if unicodedata.category(character) != "Mn"))


def _by_font(operations: Sequence[re.Match[bytes]]) -> list[list[re.Match[bytes]]]:
    groups: list[list[re.Match[bytes]]] = []
    for each in operations:
        if groups and groups[-1][0].group(4, 5) == each.group(4, 5):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _drawn(group: Sequence[re.Match[bytes]], *, is_reversed: bool) -> bytes:
    first = group[0]
    shown = b"".join(each[8] or each[9] for each in group)
    operation = b" 0 Tr/%s %s Tf 1 0 0 -1 %s %s Tm[%s]TJ\n" % (*first.group(4, 5, 6, 7), shown)
    return b"/ReversedChars BMC%sEMC\n" % operation if is_reversed else operation
