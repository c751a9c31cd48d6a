"""Codes sent by SMS: six digits, ten minutes, five tries, once (NIST SP 800-63B-4 §3.1.3)."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from enum import Enum

from hukumati.core.typed import bare_code

DIGITS = 6
TRIES = 5
SENDS_PER_ATTEMPT = 4
LIFETIME = timedelta(minutes=10)
PAUSE_BETWEEN_SENDS = timedelta(seconds=30)


class Sending(Enum):
    """SENT, or why not: TOO_SOON after the last one, TOO_MANY for this purpose, UNAVAILABLE as SMS cost too much."""

    SENT = "sent"
    TOO_SOON = "too_soon"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


def pause_after(sent: int) -> timedelta:
    """Return how long a code is waited for before another is sent: longer each time, for each costs money."""
    return PAUSE_BETWEEN_SENDS * (1 << max(0, sent - 1))


class CodeCheck(Enum):
    """RIGHT; WRONG; EXPIRED when no valid code is left; TOO_MANY_TRIES when many were wrong."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    TOO_MANY_TRIES = "too_many_tries"


def new_code() -> str:
    """Return six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def clean_code(text: str) -> str:
    """Return a typed code in ASCII digits, without spaces and hyphens."""
    return bare_code(text)


def code_digest(*, key: bytes, attempt: str, account: str, code: str) -> bytes:
    """Return what is stored of a code, bound to the attempt and account it was sent for.

    Keyed, because a reader of the table could try all million codes in a second.
    """
    return hmac.new(key, f"{attempt}:{account}:{code}".encode(), hashlib.sha256).digest()


def phone_ending(phone: str) -> str:
    """Return the last two digits of a phone number, the only part that a page may show."""
    return phone[-2:]
