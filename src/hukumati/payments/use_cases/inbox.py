"""The inbox: what outside systems tell is kept as it came, once, before anything is done with it."""

from typing import Final

from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.jobs import app
from hukumati.core.rows import PreparedQuery, add_once, write
from hukumati.payments.adapters.card_redirect.webhook import read_notice
from hukumati.payments.adapters.ebpp_biller import messages
from hukumati.payments.errors import AcquirerUnavailable
from hukumati.payments.models import InboxMessage
from hukumati.payments.row_queries import OPERATION
from hukumati.payments.use_cases.card import advance
from hukumati.payments.use_cases.cash import take_notice
from hukumati.payments.use_cases.transitions import Cause

CARD: Final = "card"
_MESSAGE: Final = PreparedQuery(InboxMessage, "id = %s")


def keep(*, source: str, message_id: str, raw: bytes, headers: dict[str, str]) -> tuple[InboxMessage, bool]:
    """Keep a genuine message once; tells whether it is new."""
    message = InboxMessage(
        source=source, message_id=message_id, raw=raw, headers=headers, is_genuine=True, received_at=now()
    )
    if add_once(message, "source", "message_id"):
        return message, True
    return InboxMessage.objects.get(source=source, message_id=message_id), False


def keep_forged(*, source: str, digest: str, raw: bytes, verdict: str) -> None:
    """Keep what was not genuine, apart from what is, so that it can take nobody's place."""
    InboxMessage.objects.get_or_create(
        source=f"{source}:forged",
        message_id=digest,
        defaults={
            "raw": raw,
            "is_genuine": False,
            "received_at": now(),
            "processed_at": now(),
            "outcome": verdict[:60],
        },
    )


def keep_card_notice(*, message_id: str, raw: bytes, headers: dict[str, str]) -> None:
    """Keep the acquirer's notification with the job that acts on it."""
    with transaction.atomic():
        message, is_new = keep(source=CARD, message_id=message_id, raw=raw, headers=headers)
        if is_new:
            app.configure_task("payments.process_message").defer(message=message.id)
        hit("payments.inbox.before_commit")
    hit("payments.inbox.stored")


def process(*, message: int) -> None:
    """Act on a kept message that was not acted on yet.

    The acquirer's notification is a hint only, so the acquirer is asked; raises AcquirerUnavailable. An agent company's
    notice is the proof itself.
    """
    row = _MESSAGE.get(message)
    if row.processed_at is not None or not row.is_genuine:
        return
    if row.source == CARD:
        _ask_about(row)
    else:
        take_notice(messages.read_notice(bytes(row.raw)), message=row)
    hit("payments.inbox.processed")


def _ask_about(row: InboxMessage) -> None:
    reference = read_notice(bytes(row.raw)).reference
    operation = OPERATION.first(reference) if _is_uuid(reference) else None
    if operation is not None and not advance(
        payment_id=operation.payment_id, cause=Cause.WEBHOOK, evidence=f"inbox:{row.id}"
    ):
        raise AcquirerUnavailable  # the job is tried again
    row.processed_at = now()
    row.outcome = "asked" if operation else "unmatched"
    write(row, "processed_at", "outcome")


def _is_uuid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and all(letter in "0123456789abcdef-" for letter in text)
