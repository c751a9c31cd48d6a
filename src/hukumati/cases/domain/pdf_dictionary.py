"""The dictionary of a PDF stream, read token by token as readers do (ISO 32000-2, 7.2 and 7.3)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

Value: TypeAlias = tuple[bytes, ...]
"""The tokens of one value; names are without #xx."""

MOST_TOKENS: Final = 20_000
"""Of one dictionary; a stream's own has a dozen."""
MOST_ANSWERED: Final = 400
"""Bytes of an object that a dictionary refers to: a length, or the names of filters."""

_BLANK: Final = re.compile(rb"(?:[\0\t\n\f\r ]++|%[^\r\n]*+[\r\n])*+")
_TOKEN: Final = re.compile(
    rb"<<|>>|[\[\]]|/[^\0\t\n\f\r ()<>\[\]{}/%]*+|<[0-9A-Fa-f\0\t\n\f\r ]*+>|[^\0\t\n\f\r ()<>\[\]{}/%]++"
)
_IN_TEXT: Final = re.compile(rb"\\.|[()]", re.S)
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT: Final = re.compile(rb"(?<![0-9])([0-9]{1,10})[\0\s]++[0-9]{1,5}[\0\s]++obj(?![A-Za-z0-9])")


class NoDictionary(ValueError):
    """What stands there is no dictionary that every reader reads alike."""


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dictionary and where the next token after it begins."""

    values: Mapping[bytes, Value]
    end: int


def names(text: bytes) -> bytes:
    """Return a text with its names spelt plainly: #xx is for overlooking them (7.3.5)."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), text)


def after_blanks(content: bytes, at: int) -> int:
    """Return where white space and comments end."""
    found = _BLANK.match(content, at)
    return found.end() if found else at


def read_dictionary(content: bytes, at: int) -> Dictionary:
    """Read the dictionary that begins here. Raises NoDictionary."""
    depth = 0
    tokens: list[bytes] = []
    for token, end in islice(_tokens(content, at), MOST_TOKENS):
        tokens.append(token)
        depth += (token == b"<<") - (token == b">>")
        if depth <= 0:
            if tokens[0] != b"<<":
                break
            return Dictionary(_pairs(tokens[1:-1]), after_blanks(content, end))
    raise NoDictionary


def read_value(content: bytes, at: int) -> Value:
    """Return the tokens of the object that begins here, up to its end. Raises NoDictionary."""
    tokens: list[bytes] = []
    for token, _end in _tokens(content, at, at + MOST_ANSWERED):
        if token == b"endobj":
            return tuple(tokens)
        tokens.append(token)
    raise NoDictionary


def is_token(content: bytes, begin: int, at: int, word: bytes) -> bool:
    """Return whether a word is a token to whoever reads from `begin`, and no part of a text or remark."""
    try:
        return (word, at + len(word)) in _tokens(content, begin, at + len(word))
    except NoDictionary:
        return False


def _tokens(content: bytes, at: int, stop: int | None = None) -> Iterator[tuple[bytes, int]]:
    """Yield the tokens with their ends; a text is one token."""
    limit = len(content) if stop is None else min(stop, len(content))
    at = after_blanks(content, at)
    while at < limit:
        if content[at : at + 1] == b"(":
            end, token = _end_of_text(content, at), b"()"
        else:
            found = _TOKEN.match(content, at)
            if found is None:
                raise NoDictionary
            end, token = found.end(), names(found[0]) if found[0].startswith(b"/") else found[0]
        yield token, end
        at = after_blanks(content, end)


def _end_of_text(content: bytes, at: int) -> int:
    depth = 0
    for found in _IN_TEXT.finditer(content, at):
        depth += (found[0] == b"(") - (found[0] == b")")
        if not depth:
            return found.end()
    raise NoDictionary


def _pairs(tokens: list[bytes]) -> dict[bytes, Value]:
    """Return the values by their names; a name that stands twice is read differently by different readers."""
    values: dict[bytes, Value] = {}
    at = 0
    while at < len(tokens):
        name, end = tokens[at], _end_of_value(tokens, at + 1)
        if not name.startswith(b"/") or name[1:] in values or end > len(tokens):
            raise NoDictionary
        values[name[1:]] = tuple(tokens[at + 1 : end])
        at = end
    return values


def _end_of_value(tokens: list[bytes], at: int) -> int:
    if tokens[at + 2 : at + 3] == [b"R"]:
        return at + 3
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place] in (b"<<", b"[")) - (tokens[place] in (b">>", b"]"))
        if depth <= 0:
            return place + 1
    raise NoDictionary


class Objects:
    """The objects of a file by number, found in one reading of it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._begins: dict[int, int] | None = None

    def value(self, number: int) -> Value:
        """Return the tokens of a small object; none where there is no such object, or several."""
        if self._begins is None:
            self._begins = self._indexed()
        begin = self._begins.get(number, -1)
        try:
            return read_value(self.content, begin) if begin >= 0 else ()
        except NoDictionary:
            return ()

    def _indexed(self) -> dict[int, int]:
        begins: dict[int, int] = {}
        for found in _OBJECT.finditer(self.content):
            number = int(found[1])
            begins[number] = -1 if number in begins else found.end()
        return begins

    def resolved(self, value: Value) -> Value:
        """Return a value, or that of the object which it refers to."""
        if len(value) == 3 and value[2] == b"R" and value[0].isdigit():
            return self.value(int(value[0]))
        return value
