"""Hand a message over: a row for each channel and a job for all, in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.rows import add_once
from hukumati.notifications.domain.delivery import Channel, State
from hukumati.notifications.domain.sms import sms_parts
from hukumati.notifications.encryption import seal
from hukumati.notifications.jobs import deliver
from hukumati.notifications.models import Notification

SECRET_LIVES = timedelta(minutes=10)
MOST_SMS_PARTS = 3
SECRET_PRIORITY = 10
LANGUAGES = ("ar", "en")

log = structlog.get_logger("hukumati.notifications")


@dataclass(frozen=True, slots=True)
class Part:
    """What goes by one channel; `text` is plain."""

    channel: Channel
    address: str
    text: str
    subject: str = ""


def enqueue(
    *,
    key: str,
    parts: Sequence[Part],
    language: str,
    about: str,
    secret: bool,
    expires_at: datetime | None,
) -> None:
    """Write the messages and their job, without those of this key and channel that are there already."""
    at = now()
    expires_at = expires_at or (at + SECRET_LIVES if secret else None)
    with transaction.atomic():
        rows = [_row(key, part, language, about, secret, at, expires_at) for part in parts]
        new = [str(row.id) for row in rows if add_once(row, "key", "channel")]
        if not new:
            return
        deliver.configure(priority=SECRET_PRIORITY if secret else 0).defer(notifications=[*new])
        hit("notifications.send.before_commit")
    for row, part in zip(rows, parts, strict=True):
        _warn_if_long(row, part.text)


def _row(
    key: str, part: Part, language: str, about: str, secret: bool, at: datetime, expires_at: datetime | None
) -> Notification:
    own_id, subject = uuid4(), " ".join(part.subject.split())
    content = {"to": part.address, "text": part.text, "subject": subject}
    return Notification(
        id=own_id,
        key=key,
        channel=part.channel,
        about=about,
        secret=secret,
        text="" if secret else part.text,
        subject="" if secret else subject,
        language=language if language in LANGUAGES else LANGUAGES[0],
        sealed=seal(content, bound_to=str(own_id)),
        state=State.QUEUED,
        created_at=at,
        expires_at=expires_at,
    )


def _warn_if_long(row: Notification, text: str) -> None:
    parts = sms_parts(text) if row.channel == Channel.SMS else 0
    if parts > MOST_SMS_PARTS:
        log.warning("notifications.sms_too_long", notification=str(row.id), parts=parts)
