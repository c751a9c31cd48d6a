"""Text from people and registers, made printable: every character has a glyph."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from hukumati.core.glyphs import NOT_DRAWN
from hukumati.core.json import JsonObject, JsonValue

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def printable(value: JsonValue, *, covered: frozenset[int]) -> JsonValue:
    """Return JSON data whose strings hold only characters the fonts can draw.

    Lines stay. Invisible characters, among them those that turn the writing direction, are dropped. A letter without a
    glyph is refused where it is typed; one that comes from a register becomes U+FFFD, because PDF/A forbids text
    without glyphs and the document must not fail for it.
    """
    if isinstance(value, str):
        return "".join(_shown(character, covered) for character in unicodedata.normalize("NFC", value))
    if isinstance(value, Mapping):
        return printable_object(value, covered=covered)
    if isinstance(value, Sequence):
        return [printable(item, covered=covered) for item in value]
    return value


def printable_object(data: JsonObject, *, covered: frozenset[int]) -> dict[str, JsonValue]:
    """Return a JSON object whose strings hold only characters the fonts can draw; see `printable`."""
    return {key: printable(item, covered=covered) for key, item in data.items()}


def _shown(character: str, covered: frozenset[int]) -> str:
    if character == "\n":
        return character
    if character == "\t":
        return " "
    if unicodedata.category(character) in NOT_DRAWN:
        return ""
    return character if ord(character) in covered else REPLACEMENT
