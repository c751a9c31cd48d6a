"""Acts on an account that take two officials: what they are, how long they wait, and how they end (requirement 42)."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

LIFETIME: Final = timedelta(days=7)
"""How long a proposal waits for the second official."""
LONGEST_REASON: Final = 500


class Deed(StrEnum):
    """What is proposed."""

    UNBIND = "unbind"
    """A factor that was lost signs nobody in any more."""
    MERGE = "merge"
    """Two accounts are one person's: one of them ends."""
    DECEASED = "deceased"
    REOPEN = "reopen"
    """The account was closed by mistake."""


class Decision(StrEnum):
    """How a proposal ended."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"
    EXPIRED = "expired"


def is_reason(text: str) -> bool:
    """Return whether a text is a reason: there, and no longer than 500 characters."""
    return bool(text.strip()) and len(text) <= LONGEST_REASON
