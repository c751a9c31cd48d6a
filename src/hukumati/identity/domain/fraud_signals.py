"""What points to fraud with an account, and how much of it is a sign."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

ACCOUNTS_OF_A_PHONE: Final = 4
"""Families share a telephone: from the fourth account on, an official looks."""
RECOVERIES: Final = 3
WITHIN: Final = timedelta(days=7)
"""Three recoveries of one account in a week, none of which came to an end."""


class Kind(StrEnum):
    """What was seen."""

    SHARED_PHONE = "shared_phone"
    RECOVERIES = "recoveries"
    REFRESH_REUSE = "refresh_reuse"
    COPIED_PASSKEY = "copied_passkey"
    DISAVOWED = "disavowed"
    """The holder opened the link "this was not me"."""
    LOCKED_BY_SMS = "locked_by_sms"
    RECLAIMED = "reclaimed"
    """The number of the account was somebody else's, who was seen in person."""
    RECOVERY_REFUSED = "recovery_refused"


def is_shared(accounts: int) -> bool:
    """Return whether so many accounts of one telephone are a sign."""
    return accounts >= ACCOUNTS_OF_A_PHONE


def are_many(recoveries: int) -> bool:
    """Return whether so many recoveries in vain are a sign."""
    return recoveries >= RECOVERIES
