"""Rules for new passwords (NIST SP 800-63B-4 §3.1.1): length and a blocklist, no composition rules."""

import unicodedata
from collections.abc import Container

SHORTEST_ALONE = 15
SHORTEST_WITH_SECOND_FACTOR = 8
LONGEST = 256


class WeakPassword(ValueError):
    """A password that may not be chosen; the argument says why: "short", "long" or "known"."""


def normalise_password(text: str) -> str:
    """Return the form that is hashed: Unicode NFKC, nothing trimmed."""
    return unicodedata.normalize("NFKC", text)


def check_new_password(text: str, *, sole_factor: bool, blocklist: Container[str]) -> None:
    """Raise WeakPassword if the password is too short, too long, or on the blocklist of common ones."""
    password = normalise_password(text)
    if len(password) < (SHORTEST_ALONE if sole_factor else SHORTEST_WITH_SECOND_FACTOR):
        raise WeakPassword("short")
    if len(password) > LONGEST:
        raise WeakPassword("long")
    if password.casefold() in blocklist:
        raise WeakPassword("known")
