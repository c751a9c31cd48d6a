"""How long a change that a thief would make waits before it is worth anything (requirement 31)."""

from datetime import datetime, timedelta
from typing import Final

COOLING_OFF: Final = timedelta(hours=24)
DISAVOWABLE_FOR: Final = timedelta(days=7)
"""How long a notice's link "this was not me" works."""


def is_cooling_off(*, since: datetime, now: datetime) -> bool:
    """Return whether a change is too young to be used for recovering the account."""
    return now - since < COOLING_OFF
