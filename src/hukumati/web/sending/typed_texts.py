"""Which of a form's values are words that a person wrote, and would have to write again."""

import re
from collections.abc import Mapping
from typing import Final

_MADE: Final = re.compile(r"[a-z0-9_.:+-]*|[0-9T:.+Z-]*", re.ASCII)
"""What choices, hidden fields and buttons hold: codes, numbers, times."""


def texts_of(fields: Mapping[str, list[str]]) -> list[str]:
    """List the texts among a form's values, each once."""
    found = (value.strip() for values in fields.values() for value in values)
    return list(dict.fromkeys(value for value in found if not _MADE.fullmatch(value)))
