"""Hand a message over: a row and a job, in the caller's transaction."""

from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.failpoints import reach
from hukumati.notifications.domain.delivery import Channel, State
from hukumati.notifications.domain.sms import sms_parts
from hukumati.notifications.jobs import deliver
from hukumati.notifications.models import Notification
from hukumati.notifications.sealing import seal

SECRET_LIVES = timedelta(minutes=10)
MOST_SMS_PARTS = 3
SECRET_PRIORITY = 10
LANGUAGES = ("ar", "en")

log = structlog.get_logger("hukumati.notifications")


def enqueue(
    *,
    key: str,
    channel: str,
    address: str,
    language: str,
    text: str,
    about: str,
    secret: bool,
    expires_at: datetime | None,
    subject: str = "",
) -> None:
    """This will write the message and its job, unless a message of this key and channel is already there."""
    notification_id, at = uuid4(), now()
    subject = " ".join(subject.split())
    content = {"to": address, "text": text, "subject": subject}
    with transaction.atomic():
        row, is_new = Notification.objects.get_or_create(
            key=key,
            channel=Channel(channel),
            defaults={
                "id": notification_id,
                "about": about,
                "secret": secret,
                "text": "" if secret else text,
                "subject": "" if secret else subject,
                "language": language if language in LANGUAGES else LANGUAGES[0],
                "sealed": seal(content, bound_to=str(notification_id)),
                "state": State.QUEUED,
                "created_at": at,
                "expires_at": expires_at or (at + SECRET_LIVES if secret else None),
            },
        )
        if not is_new:
            return
        deliver.configure(priority=SECRET_PRIORITY if secret else 0).defer(notification=str(row.id))
        reach("notifications.send.before_commit")
    _warn_if_long(row, text)


def _warn_if_long(row: Notification, text: str) -> None:
    parts = sms_parts(text) if row.channel == Channel.SMS else 0
    if parts > MOST_SMS_PARTS:
        log.warning("notifications.sms_too_long", notification=str(row.id), parts=parts)
