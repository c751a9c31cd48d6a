"""Text that people type, made fit to store."""

import re
import unicodedata
from typing import Final

from hukumati.core.typed import prose

_UNSEEN: Final = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
"""Direction marks, soft hyphens and spaces without width; joiners stay, which shape letters."""


def strip_nul(text: str) -> str:
    """Remove NUL characters, which PostgreSQL cannot store in text."""
    return text.replace("\x00", "")


def readable(text: str) -> str:
    """Return a free text as everybody's is kept: `prose`, composed (NFC), without marks that nobody sees."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", prose(text)))


def clean_text(text: str, *, longest: int) -> str:
    """Return a typed text, readable, without NUL and outer white space, cut to `longest` characters."""
    return readable(strip_nul(text)).strip()[:longest]
