"""How often a client may ask for tokens that wait for a person elsewhere, and what it is answered.

The same for devices (RFC 8628 §3.5) and for backchannel authentication (CIBA Core §11).
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

INTERVAL: Final = 5
"""Seconds between two requests; each that comes too early adds as many."""
LONGEST_INTERVAL: Final = 60


class Standing(StrEnum):
    """What a client is answered; the values are the errors of both specifications."""

    PENDING = "authorization_pending"
    SLOW_DOWN = "slow_down"
    DENIED = "access_denied"
    EXPIRED = "expired_token"
    UNKNOWN = "invalid_grant"


def interval_after(interval: int, *, polled_at: datetime | None, now: datetime) -> int:
    """Return the interval from now on: longer if the client came too early."""
    is_early = polled_at is not None and now - polled_at < timedelta(seconds=interval)
    return min(interval + INTERVAL, LONGEST_INTERVAL) if is_early else interval
