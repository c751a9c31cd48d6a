"""What anybody who holds a paper may compare without its printed code: too little to learn whose it is."""

import re
from collections.abc import Callable, Mapping
from typing import Final

_YEAR: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")


def initials(name: str) -> str:
    """Return the first letter of each word of a name: "ليلى محمود" gives "ل. م."."""
    return " ".join(f"{word[0]}." for word in name.split())


def year(day: str) -> str:
    """Return the year of a date: "19 تموز 1985" and "1985-07-19" give "1985"; "" where there is none."""
    found = _YEAR.search(day)
    return found[0] if found else ""


WAYS: Final[Mapping[str, Callable[[str], str]]] = {"initials": initials, "year": year}
"""How a template may say, under `compare`, that a registered fact is shown to whoever scans the QR code."""
