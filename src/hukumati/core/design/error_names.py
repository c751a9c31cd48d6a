"""Messages of errors that stand far from their field: each names the field, and the entry of a list it belongs to."""

import re
from typing import Final

from hukumati.core.arabic import fold

_UNIT: Final = re.compile(r"\s*\([^()]*\)\s*$")
_ARTICLE: Final = re.compile(r"\bال(?=\w{2})")


def naming_field(message: str, *, field: str, entry: str = "") -> str:
    """Return a message as it reads without its field beside it: "Heirs 2: Share: The largest value allowed is 100"."""
    subjects = [entry, "" if _names(message, field) else field.strip().rstrip(":")]
    return ": ".join([*filter(None, subjects), message])


def _names(message: str, field: str) -> bool:
    """Return whether a message speaks of the field by its label, in whatever spelling, with or without an article."""
    return _plain(_UNIT.sub("", field)) in _plain(message)


def _plain(text: str) -> str:
    return _ARTICLE.sub("", fold(text))
