"""What people type or paste, brought to the one form that is compared and stored.

Copies from chats, scans, spreadsheets and keyboards of other alphabets carry digits of other scripts, wide letters,
dashes of every length and characters that nobody sees. Two forms are made here, and each function is idempotent:

- `plain` changes how characters are spelt and never which word is meant: for numbers, log-ins and searches;
- `compact` leaves nothing but the letters, digits and signs of a code: no spaces, no outer punctuation, capitals.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST_CODE: Final = 120
"""Of what is left of a code; no code is nearly as long."""

_DASHES: Final = (
    "\u058a\u05be\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u2212\u2e3a\u2e3b\u301c\ufe31\ufe58\ufe63"
)
_SLASHES: Final = "\u2044\u2215\u29f8"
_SIGNS: Final = str.maketrans({**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_SLASHES, "/")})
_WIDE: Final = range(0xFF01, 0xFF5F)
"""Full-width forms stand in the order of ASCII."""
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Drawn as nothing, though Unicode counts them among the marks and letters."""
_VARIANTS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_OUTER: Final = " .,;:\u060c\u061b\u06d4\u3002\uff0e'\"\u00ab\u00bb\u2018\u2019\u201c\u201d()[]<>"


def plain(text: str) -> str:
    """Spell digits, dashes, slashes, spaces and wide letters as ASCII does, and drop what nobody sees."""
    return text if text.isascii() else "".join(_plain_character(each) for each in _VARIANTS.sub("", text))


def compact(text: str) -> str:
    """Return a code as it is compared: plain, in capitals, without white space and without punctuation around it."""
    seen = "".join(plain(text[: 10 * LONGEST_CODE]).split()).upper()
    return seen[:LONGEST_CODE].strip(_OUTER)


def bare_code(text: str) -> str:
    """Return a code's letters and digits alone: hyphens, slashes and dots only group them."""
    return re.sub(r"[-/._]", "", compact(text))


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    """Return the ASCII spelling of one character, "" for one that is not seen, or the character itself."""
    kind = unicodedata.category(character)
    if kind == "Cf" or character in _UNSEEN:
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(character))
    if kind == "Zs":
        return " "
    if ord(character) in _WIDE:
        return chr(ord(character) - 0xFEE0)
    return character.translate(_SIGNS)
