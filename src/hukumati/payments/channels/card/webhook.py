"""The acquirer's signed notifications: `Acquirer-Signature: t=<unix time>,v1=<hex HMAC-SHA256 of "t.body">`."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from hukumati.core.json import parse_json

TOLERANCE_SECONDS: Final = 300
SIGNATURE_HEADER: Final = "Acquirer-Signature"


@dataclass(frozen=True, slots=True)
class Notification:
    """A hint that a payment has changed; nothing in it is believed but which payment to ask about."""

    message_id: str
    reference: str


class InvalidNotification(ValueError):
    """The notification is forged, old, or unreadable."""


def _signatures(header: str) -> tuple[int, list[str]]:
    pairs = [part.partition("=")[::2] for part in header[:1000].split(",")]
    times = [value for name, value in pairs if name.strip() == "t"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) < 13):
        raise InvalidNotification("signature without a time")
    return int(times[0]), [value for name, value in pairs if name.strip() == "v1"]


def verify(raw: bytes, *, header: str, secret: str, now: int) -> None:
    """Raise InvalidNotification unless the body was signed within five minutes of `now` (unix time)."""
    at, signatures = _signatures(header)
    expected = hmac.new(secret.encode(), str(at).encode() + b"." + raw, hashlib.sha256).hexdigest()
    is_signed = [hmac.compare_digest(expected.encode(), given.encode()) for given in signatures]
    if not any(is_signed):
        raise InvalidNotification("wrong signature")
    if abs(now - at) > TOLERANCE_SECONDS:
        raise InvalidNotification("signed too long ago")


def parse_notification(raw: bytes) -> Notification:
    """Parse a notification's id and the reference of its payment. Raises InvalidNotification."""
    try:
        event = parse_json(raw)
        message_id, reference = event["id"], event["data"]["object"]["reference"]
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidNotification("not understood") from error
    if not (_is_short_text(message_id) and _is_short_text(reference)):
        raise InvalidNotification("not understood")
    return Notification(message_id=message_id, reference=reference)


def _is_short_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 100
