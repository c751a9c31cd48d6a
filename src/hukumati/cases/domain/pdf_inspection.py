"""Whether an uploaded PDF can be read whole, and does nothing of its own (ISO 32000-2, 7.5).

Readers disagree about files that break the rules. What one of them might read otherwise than we do is refused.
"""

import re
from base64 import a85decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from hukumati.cases.domain.paper_faults import PaperRefused, unfolded_size
from hukumati.cases.domain.pdf_dictionary import (
    Dictionary,
    NoDictionary,
    Objects,
    Value,
    after_blanks,
    is_token,
    names,
    read_dictionary,
)
from hukumati.cases.domain.pdf_opening import MOST_OPENINGS, all_stay, openings_in
from hukumati.cases.domain.pdf_streams import Swollen, Unreadable, end_of_data, filters_of, holds_objects, read_objects

MOST_INFLATED: Final = 120 * 1024 * 1024
"""Bytes that all streams of one PDF may unfold to."""
TAIL: Final = 2000
"""Within so many bytes of its end a PDF tells where it begins."""

_BLANKS: Final = b"\0\t\n\f\r "
_STREAM: Final = re.compile(rb"(?<![^\0\t\n\f\r >\])}])stream(\r?\n)?")
_LINE_ENDS: Final = re.compile(rb"[\0\t\f ]*+[\r\n]")
_WINDOW: Final = 64
_BETWEEN: Final = rb"(?:[\0\t\n\f\r ]++|%[^\r\n]*+[\r\n])*+"
_HIDDEN: Final = re.compile(
    rb"/ObjStm(?![A-Za-z0-9])|/First(?![A-Za-z0-9])" + _BETWEEN + rb"[+-]?[0-9]++"
    rb"(?!" + _BETWEEN + rb"[0-9]++" + _BETWEEN + rb"R(?![A-Za-z0-9]))"
)  # fmt: skip
_ENCRYPTED: Final = re.compile(rb"/Encrypt(?![A-Za-z0-9])" + _BETWEEN + rb"[<0-9]")
_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|GoToE|EmbeddedFiles?|EF|FileAttachment|RichMedia\w*+"
    rb"|Renditions?|Movie|Sound|XFA|Collection|AlternatePresentations|PresSteps|GoTo3DView|U3D|3D[A-Z]?"
    rb"|FS" + _BETWEEN + rb"/URL|S" + _BETWEEN + rb"/Thread|Subtype" + _BETWEEN + rb"/PS"
    rb"|(?:AA|Ref)(?=" + _BETWEEN + rb"[<0-9+]))(?![A-Za-z0-9])"
)
"""What acts by itself, reaches out of the file, or carries another one."""
_STRUCTURE: Final = re.compile(rb"(?:(?<![^\0\t\n\f\r 0-9])obj|trailer)(?![A-Za-z0-9])")
_NUMBERED: Final = re.compile(
    rb"[0-9](?=[^0-9])" + _BETWEEN + rb"[0-9]{1,10}" + _BETWEEN + rb"\Z"
    rb"|\A[^\r\n]++[\r\n](?:[\0\t\n\f\r 0-9])*+\Z"
)  # fmt: skip
"""Two numbers before `obj`, or so long a line that they may stand before a remark."""
_REMARK: Final = 1000
MOST_WORDS: Final = 200
"""In the data of one stream; each is looked at."""
_PACKED: Final = rb"/(?:Flate|LZW|RunLength|Fl\b|RL\b)"
_TWICE_PACKED: Final = re.compile(rb"/(?:Filter|F)\s*\[[^\]]{0,100}" + _PACKED + rb"[^\]]{0,100}" + _PACKED)
_START: Final = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF")
_OBJECT: Final = re.compile(rb"\s*([0-9]{1,10})\s+([0-9]{1,5})\s+obj\b")
_SECTION: Final = re.compile(rb"\s*([0-9]{1,10})\s+([0-9]{1,10})\s*\r?\n")


@dataclass(frozen=True, slots=True)
class _Stream:
    """One stream: its own dictionary, and where its data begin and end."""

    values: Mapping[bytes, Value]
    begin: int
    end: int


def check_pdf(content: bytes) -> None:
    """Prove a PDF sound. Raises PaperRefused."""
    end = [*_START.finditer(content[-TAIL:])][-1:]
    if not end or not _points_well(content, int(end[0][1])):
        raise PaperRefused("broken")
    objects = Objects(content)
    streams = list(_streams(objects))
    outside = names(_without(content, streams))
    if any(_holds_file_structure(content[each.begin : each.end]) for each in streams):
        raise PaperRefused("broken")
    if _ENCRYPTED.search(outside):
        raise PaperRefused("encrypted")
    if _TWICE_PACKED.search(outside):
        raise PaperRefused("too_large")
    if _ACTIVE.search(outside) or any(_ACTIVE.search(names(part)) for part in _inflated(objects, streams)):
        raise PaperRefused("active")
    if any(_lies_elsewhere(each) for each in streams) or _acts_when_opened(objects, streams):
        raise PaperRefused("active")


def _lies_elsewhere(stream: _Stream) -> bool:
    """Return whether a stream's data are in another file; alone, /F is read as the short name of its filters."""
    return b"F" in stream.values and (b"Filter" in stream.values or b"FFilter" in stream.values)


def _acts_when_opened(objects: Objects, streams: list[_Stream]) -> bool:
    outside = _without(objects.content, streams)
    asked: set[int] = set()
    behind = (objects.content[each.begin : each.end].partition(b"endstream")[2] for each in streams)
    for part in chain([outside], behind, (text for _values, text in _object_streams(objects, streams))):
        found = openings_in(part)
        asked |= found.objects
        if found.acts or len(asked) > MOST_OPENINGS:
            return True
    return not all(all_stay(number, outside, _object_streams(objects, streams)) for number in asked)


def _object_streams(objects: Objects, streams: list[_Stream]) -> Iterator[tuple[Mapping[bytes, Value], bytes]]:
    """Yield the object streams again; they were read whole before."""
    for each in streams:
        if holds_objects(each.values):
            yield each.values, read_objects(objects, each.values, objects.content[each.begin : each.end], MOST_INFLATED)


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


def _streams(objects: Objects) -> Iterator[_Stream]:
    """Yield the streams in order. Raises PaperRefused where a word might begin one that cannot be read."""
    content, at, search = objects.content, 0, 0
    while word := _STREAM.search(content, search):
        origin = max(at, content.rfind(b"obj", at, word.start()))
        own = _own_dictionary(content, origin, word.start())
        if own is None and not _may_begin_data(content, word):
            search = word.end()
            continue
        # a text or a remark that looks like an object hides the real one
        if own is None or not word[1] or _is_remark(content, at, origin) or _hides(content[at:origin]):
            raise PaperRefused("broken")
        end = end_of_data(objects, own.values, word.end())
        if end < 0:
            raise PaperRefused("broken")
        yield _Stream(own.values, word.end(), end)
        at = search = content.index(b"endstream", end) + len(b"endstream")
    if _hides(content[at:]):
        raise PaperRefused("broken")


def _holds_file_structure(data: bytes) -> bool:
    """Return whether an object or a trailer stands in the clear in a stream's data.

    A cross-reference may point at any place of a file, and readers that rebuild it look everywhere.
    """
    words = list(islice(_STRUCTURE.finditer(data), MOST_WORDS + 1))
    return len(words) > MOST_WORDS or any(_is_structure(data, word) for word in words)


def _is_structure(data: bytes, word: re.Match[bytes]) -> bool:
    if word[0] == b"obj":
        return _NUMBERED.search(data[max(0, word.start() - _REMARK) : word.start()]) is not None
    return data.startswith(b"<<", after_blanks(data, word.end()))


def _own_dictionary(content: bytes, origin: int, word: int) -> Dictionary | None:
    """Return the dictionary between the beginning of an object and the word that begins its data."""
    try:
        found = read_dictionary(content, origin + len(b"obj"))
    except NoDictionary:
        return None
    return found if found.end == word else None


def _may_begin_data(content: bytes, word: re.Match[bytes]) -> bool:
    """Return whether a forgiving reader might take the word for the beginning of a stream's data."""
    before = content[max(0, word.start() - _WINDOW) : word.start()]
    line = re.split(rb"[\r\n]", before)[-1].strip(_BLANKS)
    return (
        word[1] is not None
        or _LINE_ENDS.match(content, word.end()) is not None
        or not line
        or before.rstrip(_BLANKS).endswith(b">>")
    )


def _is_remark(content: bytes, at: int, origin: int) -> bool:
    """Return whether a `%` on its line turns the beginning of an object into a remark; in a text it does not."""
    line = max(at, content.rfind(b"\n", at, origin), content.rfind(b"\r", at, origin))
    return b"%" in content[line:origin] and not is_token(content, at, origin, b"obj")


def _hides(text: bytes) -> bool:
    return _HIDDEN.search(names(text)) is not None


def _without(content: bytes, streams: list[_Stream]) -> bytes:
    parts, at = [], 0
    for each in streams:
        parts.append(content[at : each.begin])
        at = each.end
    return b"".join([*parts, content[at:]])


def _inflated(objects: Objects, streams: list[_Stream]) -> Iterator[bytes]:
    """Return what the object streams hold and what may be read as lying outside, and count all against the limit."""
    left = MOST_INFLATED
    for each in streams:
        data = objects.content[each.begin : each.end]
        yield data.partition(b"endstream")[2]
        try:
            if holds_objects(each.values):
                text = read_objects(objects, each.values, data, left)
                left -= len(text)
                yield text
                continue
            filters = filters_of(objects, each.values)
        except Swollen:
            raise PaperRefused("too_large") from None
        except Unreadable:
            raise PaperRefused("broken") from None
        if not {b"FlateDecode", b"Fl"}.isdisjoint(filters):
            left -= unfolded_size(_bare(filters, data), left)


def _bare(filters: list[bytes], data: bytes) -> bytes:
    """Packed data may be written in letters besides (7.4.2, 7.4.3)."""
    try:
        if filters[0] in (b"ASCII85Decode", b"A85"):
            return a85decode(data.strip().removesuffix(b"~>"))
        if filters[0] in (b"ASCIIHexDecode", b"AHx"):
            return bytes.fromhex(data.strip().removesuffix(b">").decode("ascii"))
    except ValueError:
        raise PaperRefused("broken") from None
    return data
