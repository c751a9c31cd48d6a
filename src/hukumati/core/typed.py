"""What people type or paste, brought to the one form that is compared and stored.

Copies from chats, scans, spreadsheets and keyboards of other alphabets carry digits of other scripts, wide letters,
dashes of every length and characters that nobody sees. Three forms are made here, and each function is idempotent:

- `plain` changes how characters are spelt and never which word is meant: for numbers, log-ins and searches;
- `compact` leaves nothing but the letters, digits and signs of a code: no spaces, no outer punctuation, capitals;
- `prose` keeps a free text as it is written, and spells letters that were copied in the shapes of a font as letters.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST_CODE: Final = 120
"""Of what is left of a code; no code is nearly as long."""

_DASHES: Final = "\u2043\u207b\u2212\u2796"
"""Drawn as dashes, though Unicode counts them among other punctuation and signs."""
_SLASHES: Final = "\u2044\u2215\u29f8"
_SIGNS: Final = str.maketrans({**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_SLASHES, "/")})
_WIDE: Final = range(0xFF01, 0xFF5F)
"""Full-width forms stand in the order of ASCII."""
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Drawn as nothing, though Unicode counts them among the marks and letters."""
_VARIANTS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_OUTER_KINDS: Final = frozenset({"Pe", "Pf", "Pi", "Po", "Ps", "Sk", "So"})
_OUTER_SIGNS: Final = "|~<>="
_TATWEEL: Final = "\u0640"
_DASH_OF_DIGITS: Final = re.compile(f"(?<=[0-9]){_TATWEEL}+|{_TATWEEL}+(?=[0-9])")
"""Arabic keyboards have tatweel where others have the dash; between letters it only stretches them."""
_FONT_SHAPES: Final = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\uff01-\uff5e]+")
"""Arabic letters as fonts draw them, which copying from PDFs gives, and full-width letters, digits and signs."""
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_OTHER_SPACES: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def plain(text: str) -> str:
    """Spell digits, dashes, slashes, spaces and wide letters as ASCII does, and drop what nobody sees."""
    return text if text.isascii() else "".join(_plain_character(each) for each in _VARIANTS.sub("", text))


def compact(text: str) -> str:
    """Return a code as it is compared: plain, in capitals, without white space and without punctuation around it."""
    seen = "".join(plain(text[: 10 * LONGEST_CODE]).split()).upper()
    code = _DASH_OF_DIGITS.sub("-", seen).replace(_TATWEEL, "")[:LONGEST_CODE]
    first = next((place for place, each in enumerate(code) if not _is_outer(each)), len(code))
    behind = next((place for place, each in enumerate(reversed(code)) if not _is_outer(each)), 0)
    return code[first : len(code) - behind]


def bare_code(text: str) -> str:
    """Return a code's letters and digits alone: hyphens, slashes and dots only group them."""
    return compact(re.sub(r"[-/._]", "", compact(text)))


def prose(text: str) -> str:
    """Return a free text with one kind of line end and of space, and with letters instead of their shapes in a font.

    Compatibility forms (NFKC) are resolved in those ranges alone: everywhere else they are the meaning ("m²", "½").
    """
    lines = _OTHER_SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _FONT_SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), lines))


def _is_outer(character: str) -> bool:
    return character in _OUTER_SIGNS or unicodedata.category(character) in _OUTER_KINDS


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
    if kind == "Pd":
        return "-"
    if ord(character) in _WIDE:
        return chr(ord(character) - 0xFEE0)
    return character.translate(_SIGNS)
