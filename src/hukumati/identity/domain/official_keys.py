"""Officials sign in with security keys that cannot be copied, from a day that each installation sets."""

from datetime import date, timedelta
from typing import Final

INVITATION_LIFETIME: Final = timedelta(days=7)
KEYS_OF_AN_OFFICIAL: Final = 2
"""One to use, and one in the safe for the day on which the first is lost."""


def must_use_key(*, is_staff: bool, obligatory_from: date | None, today: date) -> bool:
    """Return whether an account may be signed in to by a security key alone; no day is set: nobody's."""
    return is_staff and obligatory_from is not None and today >= obligatory_from


def is_good_enough(*, is_backup_eligible: bool, is_attested: bool, are_makers_known: bool) -> bool:
    """Return whether a passkey is bound to its hardware: it cannot be copied, and a maker we know vouches for it.

    Where the installation knows no makers, what the authenticator says of itself has to do.
    """
    return not is_backup_eligible and (is_attested or not are_makers_known)
