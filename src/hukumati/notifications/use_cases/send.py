"""Enqueue a message: a row for each channel and a job for all, in the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.rows import add_once
from hukumati.core.transactions import joined_transaction
from hukumati.notifications.channels.base import Channel
from hukumati.notifications.channels.registry import CHANNELS
from hukumati.notifications.domain.delivery import State
from hukumati.notifications.domain.message import Contact, Content, Message
from hukumati.notifications.encryption import encrypt
from hukumati.notifications.jobs import deliver
from hukumati.notifications.models import Notification

SECRET_LIFETIME: Final = timedelta(minutes=10)
SECRET_PRIORITY: Final = 10
LANGUAGES: Final = ("ar", "en")


@dataclass(frozen=True, slots=True)
class _Sending:
    """What the rows of one message have in common."""

    key: str
    about: str
    secret: bool
    language: str
    at: datetime
    expires_at: datetime | None


def enqueue(
    *,
    key: str,
    contact: Contact,
    message: Message,
    about: str,
    secret: bool,
    expires_at: datetime | None,
) -> None:
    """Write a row for each channel that can carry the message, and their job, unless the key has them already."""
    at = now()
    sending = _Sending(
        key=key,
        about=about,
        secret=secret,
        language=contact.language if contact.language in LANGUAGES else LANGUAGES[0],
        at=at,
        expires_at=expires_at or (at + SECRET_LIFETIME if secret else None),
    )
    composed = [(channel, channel.compose(contact=contact, message=message)) for channel in CHANNELS.all()]
    contents = [(channel, content) for channel, content in composed if content is not None]
    with joined_transaction():
        rows = [_row(sending, channel, content) for channel, content in contents]
        new = [str(row.id) for row in rows if add_once(row, "key", "channel")]
        if not new:
            return
        deliver.configure(priority=SECRET_PRIORITY if secret else 0).defer(notifications=[*new])
        hit("notifications.send.before_commit")
    for row, (channel, content) in zip(rows, contents, strict=True):
        channel.inspect(notification=row.id, text=content.text)


def _row(sending: _Sending, channel: Channel, content: Content) -> Notification:
    own_id, subject = uuid4(), " ".join(content.subject.split())  # a line break would begin a header of its own
    texts = {"address": content.address, "text": content.text, "subject": subject}
    return Notification(
        id=own_id,
        key=sending.key,
        channel=channel.key,
        about=sending.about,
        secret=sending.secret,
        text="" if sending.secret else content.text,
        subject="" if sending.secret else subject,
        language=sending.language,
        encrypted=encrypt(texts, bound_to=str(own_id)),
        state=State.QUEUED,
        created_at=sending.at,
        expires_at=sending.expires_at,
    )
