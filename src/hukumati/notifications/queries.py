"""What was sent, as people may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from hukumati.core.rows import PreparedQuery
from hukumati.notifications.domain.delivery import State
from hukumati.notifications.models import Notification

_ABOUT = PreparedQuery(Notification, "about = %s ORDER BY created_at, channel DESC")
SentState = Literal["queued", "sent", "refused", "unknown", "expired"]


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as the case page shows it; a secret one has no text."""

    channel: Literal["sms", "email"]
    text: str
    subject: str
    at: datetime
    state: SentState


def list_messages(*, about: str) -> tuple[SentMessage, ...]:
    """List the messages about a thing, oldest first."""
    rows = _ABOUT.all(about) if about else ()
    return tuple(_sent(row) for row in rows)


def _sent(row: Notification) -> SentMessage:
    shown = State.QUEUED if row.state == State.SENDING else row.state
    channel = cast(Literal["sms", "email"], row.channel)
    at = row.closed_at or row.created_at
    return SentMessage(channel=channel, text=row.text, subject=row.subject, at=at, state=cast(SentState, str(shown)))
