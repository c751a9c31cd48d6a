"""The codes and the rhythm of the device authorization grant, RFC 8628."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

GRANT_TYPE: Final = "urn:ietf:params:oauth:grant-type:device_code"
LIFETIME: Final = timedelta(minutes=10)
INTERVAL: Final = 5
"""Seconds between two requests of a device; each that comes too early adds as many (§3.5)."""
LONGEST_INTERVAL: Final = 60
_LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""Consonants alone (§6.1): no words come about, and none is read for another."""
_LENGTH: Final = 8


class Standing(StrEnum):
    """What a device is answered; the values are the errors of §3.5."""

    PENDING = "authorization_pending"
    SLOW_DOWN = "slow_down"
    DENIED = "access_denied"
    EXPIRED = "expired_token"
    UNKNOWN = "invalid_grant"


def new_user_code() -> str:
    """Return eight random letters, 34 bits: enough for ten minutes with limited tries."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def clean_user_code(text: str) -> str:
    """Return a typed code as it was shown, whatever stands between its letters; empty if it is none."""
    letters = [letter for letter in text.upper() if letter in _LETTERS]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}" if len(letters) == _LENGTH else ""


def interval_after(interval: int, *, polled_at: datetime | None, now: datetime) -> int:
    """Return the interval from now on: longer if the device came too early."""
    is_early = polled_at is not None and now - polled_at < timedelta(seconds=interval)
    return min(interval + INTERVAL, LONGEST_INTERVAL) if is_early else interval
