"""The inbox: messages of outside systems are stored as they came, once, before anything is done with them."""

from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.jobs import app
from hukumati.core.rows import add_once, write
from hukumati.payments.channels.registry import CHANNELS
from hukumati.payments.models import InboxMessage
from hukumati.payments.row_queries import MESSAGE


def store(*, channel: str, source: str, message_id: str, raw: bytes, headers: dict[str, str]) -> InboxMessage:
    """Store a genuine message once, and return it; `message_id` is unique for its source."""
    message, _ = _store(channel=channel, source=source, message_id=message_id, raw=raw, headers=headers)
    return message


def _store(
    *, channel: str, source: str, message_id: str, raw: bytes, headers: dict[str, str]
) -> tuple[InboxMessage, bool]:
    message = InboxMessage(
        channel=channel,
        source=source,
        message_id=message_id,
        raw=raw,
        headers=headers,
        is_genuine=True,
        received_at=now(),
    )
    if add_once(message, "source", "message_id"):
        return message, True
    return InboxMessage.objects.get(source=source, message_id=message_id), False


def store_and_defer(*, channel: str, source: str, message_id: str, raw: bytes, headers: dict[str, str]) -> None:
    """Store a genuine message once, with the job that acts on it."""
    with transaction.atomic():
        message, is_new = _store(channel=channel, source=source, message_id=message_id, raw=raw, headers=headers)
        if is_new:
            app.configure_task("payments.process_message").defer(message=message.id)
        hit("payments.inbox.before_commit")
    hit("payments.inbox.stored")


def store_forged(*, channel: str, source: str, digest: str, raw: bytes, verdict: str) -> None:
    """Store a message that is not genuine under a source of its own, so that it cannot displace a genuine one."""
    InboxMessage.objects.get_or_create(
        source=f"{source}:forged",
        message_id=digest,
        defaults={
            "channel": channel,
            "raw": raw,
            "is_genuine": False,
            "received_at": now(),
            "processed_at": now(),
            "outcome": verdict[:60],
        },
    )


def process(*, message: int) -> None:
    """Have the channel of a genuine message act on it, unless that was done.

    Raises UnknownChannel, and AcquirerUnavailable when the channel cannot act on it yet.
    """
    row = MESSAGE.get(message)
    if row.processed_at is not None or not row.is_genuine:
        return
    CHANNELS.get(row.channel).process(message=row)
    hit("payments.inbox.processed")


def mark_processed(message: InboxMessage, outcome: str) -> None:
    """Record that a message was acted on, and what came of it."""
    message.processed_at, message.outcome = now(), outcome
    write(message, "processed_at", "outcome")
