"""What a PDF does as soon as it is opened (ISO 32000-2, 7.7.2): it may go to one of its own pages, and nothing else.

A link that a person clicks is theirs to follow; an address that opens with the file tells its owner who reads it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hukumati.cases.domain.pdf_dictionary import NoDictionary, Value, after_blanks, names, read_dictionary

MOST_OPENINGS: Final = 20
"""A file that was changed often names one each time."""
MOST_DEFINED: Final = 20
"""Objects of one number."""

_BETWEEN: Final = rb"(?:[\0\t\n\f\r ]++|%[^\r\n]*+[\r\n])*+"
_NAME: Final = re.compile(rb"/[^\0\t\n\f\r ()<>\[\]{}/%]++")
_KEY: Final = b"/OpenAction"
_REFERENCE: Final = re.compile(
    rb"\+?0*+([1-9][0-9]{0,9})(?![0-9])" + _BETWEEN + rb"[0-9]++" + _BETWEEN + rb"R(?![A-Za-z0-9])"
)
_PAGES: Final = frozenset({b"/FirstPage", b"/LastPage", b"/NextPage", b"/PrevPage"})
"""Of the named actions those that stay in the file; others print it, save it or close the reader."""


@dataclass(frozen=True, slots=True)
class Openings:
    """What one part of a file says of its opening: whether it acts, or which objects tell."""

    acts: bool
    objects: frozenset[int]


def openings_in(text: bytes) -> Openings:
    """Return what a part says of the opening of its file."""
    asked: set[int] = set()
    for count, found in enumerate(_named(text, _KEY)):
        at = after_blanks(text, found.end())
        reference = _REFERENCE.match(text, at)
        if reference:
            asked.add(int(reference[1]))
        if count >= MOST_OPENINGS or not (reference or _stays(text, at)):
            return Openings(acts=True, objects=frozenset())
    return Openings(acts=False, objects=frozenset(asked))


def _named(text: bytes, name: bytes) -> Iterator[re.Match[bytes]]:
    if name in names(text):
        yield from (each for each in _NAME.finditer(text) if names(each[0]) == name)


def all_stay(number: int, text: bytes, packed: Iterable[tuple[Mapping[bytes, Value], bytes]]) -> bool:
    """Return whether each object of a number is a place in the file; False where there is none.

    `text` is what lies outside of streams, `packed` the object streams: their dictionaries and what they hold.
    """
    places = [(text, at) for at in _defined(number, text)]
    for values, held in packed:
        places += [(held, at) for at in _defined_in_stream(number, values, held)]
    return 0 < len(places) <= MOST_DEFINED and all(_stays(held, at) for held, at in places)


def _stays(text: bytes, at: int) -> bool:
    """Return whether a place of the file, or an action that only goes to one, begins here."""
    at = after_blanks(text, at)
    if text.startswith((b"[", b"null"), at):
        return True
    try:
        action = read_dictionary(text, at).values
    except NoDictionary:
        return False
    kind, name = action.get(b"S", ()), action.get(b"N", ())
    goes = kind == (b"/GoTo",) or (kind == (b"/Named",) and len(name) == 1 and name[0] in _PAGES)
    return goes and b"Next" not in action


def _defined(number: int, text: bytes) -> Iterator[int]:
    pattern = rb"(?<![0-9])0*+%d(?![0-9])" % number + _BETWEEN + rb"[0-9]++" + _BETWEEN + rb"obj(?![A-Za-z0-9])"
    yield from (found.end() for found in re.finditer(pattern, text))


def _defined_in_stream(number: int, values: Mapping[bytes, Value], held: bytes) -> Iterator[int]:
    """Yield where an object stream holds an object: numbers and offsets in turn stand before its `/First` byte."""
    first = values.get(b"First", ())
    if len(first) != 1 or not first[0].isdigit():
        return
    begin = int(first[0][:10])
    head = held[:begin].replace(b"\0", b" ").split()
    for told, offset in zip(head[::2], head[1::2], strict=False):
        if told.lstrip(b"0") == b"%d" % number:
            yield begin + int(offset) if offset.isdigit() and len(offset) <= 10 else len(held)
