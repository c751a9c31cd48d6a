"""What may be requested of a person who is elsewhere: CIBA Core 1.0 §7.1 and the FAPI-CIBA profile §5.2.2."""

import re
from datetime import timedelta
from typing import Final

GRANT_TYPE: Final = "urn:openid:params:grant-type:ciba"
PING: Final = "ping"
DELIVERY_MODES: Final = ("poll", PING)
"""Tokens are never pushed: FAPI-CIBA §5.2.2 forbids it."""
LIFETIME: Final = timedelta(minutes=5)
SHORTEST: Final = timedelta(seconds=10)
LONGEST: Final = timedelta(minutes=10)
LONGEST_MESSAGE: Final = 80
MOST_OPEN: Final = 3
"""Open requests of one site for one person; a further one ends the oldest."""
LONGEST_NOTIFICATION_TOKEN: Final = 1024
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_LINK: Final = re.compile(r"://|www\.|\w\.\w{2,}/", re.IGNORECASE)
_SECONDS: Final = re.compile(r"[1-9][0-9]{0,5}")


class InvalidExpiry(ValueError):
    """`requested_expiry` is no positive number of seconds."""


def lifetime_of(requested: str) -> timedelta:
    """Return how long a request may be answered: as long as its site wishes, within limits. Raises InvalidExpiry."""
    if not requested:
        return LIFETIME
    if not _SECONDS.fullmatch(requested):
        raise InvalidExpiry
    return max(SHORTEST, min(timedelta(seconds=int(requested)), LONGEST))


def is_message(text: str) -> bool:
    """Return whether a binding message can be shown: short, printable, and without a link that leads elsewhere."""
    return len(text) <= LONGEST_MESSAGE and text.isprintable() and bool(text.strip()) and not _LINK.search(text)


def is_notification_token(text: str) -> bool:
    """Return whether a text is a bearer token (RFC 6750 §2.1) of the length that CIBA §7.1 allows."""
    return len(text) <= LONGEST_NOTIFICATION_TOKEN and bool(_TOKEN.fullmatch(text))
