"""What was sent, as people may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hukumati.core.bilingual import Bilingual
from hukumati.core.rows import PreparedQuery
from hukumati.notifications.channels.registry import CHANNELS
from hukumati.notifications.domain.delivery import State
from hukumati.notifications.models import Notification

# what was sent at the same moment is listed with the short text first
_ABOUT: Final = PreparedQuery(Notification, "about = %s ORDER BY created_at, channel DESC")


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as the case page shows it; a secret one has no text. `state` is never `sending`.

    `key` is the one it was sent with.
    """

    key: str
    channel: str
    channel_label: Bilingual
    text: str
    subject: str
    at: datetime
    state: State


def list_messages(*, about: str) -> tuple[SentMessage, ...]:
    """List the messages about a thing, oldest first. Raises UnknownChannel."""
    rows = _ABOUT.all(about) if about else ()
    return tuple(_sent(row) for row in rows)


def _sent(row: Notification) -> SentMessage:
    state = State(row.state)
    return SentMessage(
        key=row.key,
        channel=row.channel,
        channel_label=CHANNELS.get(row.channel).label,
        text=row.text,
        subject=row.subject,
        at=row.closed_at or row.created_at,
        state=State.QUEUED if state is State.SENDING else state,
    )
