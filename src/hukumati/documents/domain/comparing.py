"""What anybody who holds a paper may compare without its printed code: too little to learn whose it is."""

from collections.abc import Callable, Mapping
from typing import Final


def initials(name: str) -> str:
    """Return the first letter of each word of a name: "ليلى محمود" gives "ل. م."."""
    return " ".join(f"{word[0]}." for word in name.split())


def year(day: str) -> str:
    """Return the year of a date as ISO 8601 writes it."""
    return day.partition("-")[0]


WAYS: Final[Mapping[str, Callable[[str], str]]] = {"initials": initials, "year": year}
"""How a template may say, under `compare`, that a registered fact is shown to whoever scans the QR code."""
