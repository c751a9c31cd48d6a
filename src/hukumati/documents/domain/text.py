"""Text from people and registers, made safe to print: it is only ever data, but it must be displayable as it is."""

import unicodedata
from typing import Any, Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def printable(value: Any, *, covered: frozenset[int]) -> Any:
    """Return JSON data whose strings hold only characters the fonts can draw.

    Invisible characters, among them those that turn the writing direction, are dropped; a letter of another script
    becomes U+FFFD, because PDF/A forbids text without glyphs and the document must not fail for an emoji.
    """
    if isinstance(value, str):
        return "".join(_shown(character, covered) for character in unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {key: printable(item, covered=covered) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(item, covered=covered) for item in value]
    return value


def _shown(character: str, covered: frozenset[int]) -> str:
    if character in "\n\t\r":
        return " "
    if unicodedata.category(character) in {"Cc", "Cf", "Cs"}:
        return ""
    return character if ord(character) in covered else REPLACEMENT
