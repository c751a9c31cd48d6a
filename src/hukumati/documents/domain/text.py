"""Text from people and registers: what of it is printed, and what no paper can print."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from hukumati.core.glyphs import NOT_DRAWN, without_glyph
from hukumati.core.json import JsonObject, JsonValue


def undrawable_fields(data: JsonObject) -> tuple[str, ...]:
    """Return the fields with letters that the fonts lack, each once: "name_ar U+6F22", "owners.name U+1F600 U+6F22".

    Such a letter is refused where it is typed; from a register it may still come, and a paper must not be sealed with
    another sign in its place.
    """
    return tuple(dict.fromkeys(found for name, value in data.items() for found in _undrawable(value, name)))


def _undrawable(value: JsonValue, path: str) -> Iterator[str]:
    if isinstance(value, str):
        points = [f"U+{ord(character):04X}" for character in without_glyph(_without_layout(value))]
        yield from [" ".join([path, *points])] if points else []
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _undrawable(part, f"{path}.{name}")
    elif isinstance(value, Sequence):
        for item in value:
            yield from _undrawable(item, path)


def printable(value: JsonValue) -> JsonValue:
    """Return JSON data without the characters that are not drawn.

    Lines stay. Invisible characters, among them those that turn the writing direction, are dropped.
    """
    if isinstance(value, str):
        return _without_layout(value)
    if isinstance(value, Mapping):
        return printable_object(value)
    if isinstance(value, Sequence):
        return [printable(item) for item in value]
    return value


def printable_object(data: JsonObject) -> dict[str, JsonValue]:
    """Return a JSON object without the characters that are not drawn; see `printable`."""
    return {key: printable(item) for key, item in data.items()}


def _without_layout(text: str) -> str:
    return "".join(_shown(character) for character in unicodedata.normalize("NFC", text))


def _shown(character: str) -> str:
    if character == "\n":
        return character
    if character == "\t":
        return " "
    return "" if unicodedata.category(character) in NOT_DRAWN else character
