"""Deliver a message: claim it, try once, record the outcome. A worker that dies in between leaves it `sending`."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from cryptography.exceptions import InvalidTag

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.rows import PreparedQuery, SqlValue, write_unless_changed
from hukumati.notifications.channels.base import Channel
from hukumati.notifications.channels.registry import CHANNELS
from hukumati.notifications.domain.delivery import Outcome, State, Verdict, judge
from hukumati.notifications.encryption import decrypt
from hukumati.notifications.models import Notification
from hukumati.notifications.ports import OutgoingMessage

CHANGED_COLUMNS: Final = ("state", "attempts", "unknowns", "closed_at", "encrypted")
_BY_ID: Final = PreparedQuery(Notification, "id = %s")

log = structlog.get_logger("hukumati.notifications")


class NotDeliveredYetError(Exception):
    """The message waits for another attempt. It says nothing more, for it is logged."""


def deliver_all(*, notifications: Sequence[UUID]) -> None:
    """Make one attempt with each. Raises NotDeliveredYetError when any needs another one, and UnknownChannel."""
    waiting = [each for each in notifications if _deliver(each)]
    if waiting:
        raise NotDeliveredYetError


def _deliver(notification: UUID) -> bool:
    """Make one attempt; returns whether another one is due."""
    claimed = claim(notification=notification, at=now())
    if claimed is None:
        return False
    channel, message = claimed
    hit("notifications.deliver.after_claim")
    outcome = channel.submit(message)
    hit("notifications.deliver.after_sending")
    verdict = record_outcome(notification=notification, outcome=outcome, at=now())
    hit("notifications.deliver.after_settling")
    return verdict.retry


def claim(*, notification: UUID, at: datetime) -> tuple[Channel, OutgoingMessage] | None:
    """Mark the message as being sent, committed; None if there is nothing (more) to do. Raises UnknownChannel."""
    while True:
        row = _BY_ID.get(notification)
        if row.closed_at is not None:
            return None
        seen = _version(row)
        claimed = _start_attempt(row, at=at)
        if write_unless_changed(row, *CHANGED_COLUMNS, seen=seen):
            return claimed


def record_outcome(*, notification: UUID, outcome: Outcome, at: datetime) -> Verdict:
    """Write what an attempt came to."""
    while True:
        row = _BY_ID.get(notification)
        seen = _version(row)
        verdict = _apply(row, outcome, at=at)
        if write_unless_changed(row, *CHANGED_COLUMNS, seen=seen):
            return verdict


def expire_overdue(*, at: datetime) -> int:
    """Close and erase the messages that expired while no worker was there to try; returns how many."""
    overdue = Notification.objects.filter(closed_at=None, expires_at__lte=at).exclude(state=State.SENDING)
    return overdue.update(state=State.EXPIRED, closed_at=at, encrypted=None)


def _version(row: Notification) -> dict[str, SqlValue]:
    """Return the attributes of which every claim and every outcome changes at least one."""
    return {"state": row.state, "attempts": row.attempts, "unknowns": row.unknowns}


def _start_attempt(row: Notification, *, at: datetime) -> tuple[Channel, OutgoingMessage] | None:
    # still `sending`: the worker before died over it, and nobody knows whether the message went out
    if row.state == State.SENDING and not _apply(row, Outcome.UNKNOWN, at=at).retry:
        return None
    if row.expires_at is not None and row.expires_at <= at:
        _close(row, State.EXPIRED, at=at)
        return None
    channel = CHANNELS.get(row.channel)
    message = _decrypted(row)
    if message is None:
        _close(row, State.REFUSED, at=at)
        return None
    row.state = State.SENDING
    row.attempts += 1
    return channel, message


def _decrypted(row: Notification) -> OutgoingMessage | None:
    try:
        texts = decrypt(bytes(row.encrypted or b""), bound_to=str(row.id))
    except InvalidTag:  # the platform's secret key was changed while the message waited
        log.error("notifications.cannot_be_opened", notification=str(row.id))
        return None
    return OutgoingMessage(idempotency_key=_idempotency_key(row), language=row.language, **texts)


def _idempotency_key(row: Notification) -> str:
    return hashlib.sha256(f"{row.channel}:{row.key}".encode()).hexdigest()[:32]


def _apply(row: Notification, outcome: Outcome, *, at: datetime) -> Verdict:
    row.unknowns += outcome is Outcome.UNKNOWN
    verdict = judge(
        outcome=outcome,
        may_repeat=not row.secret or CHANNELS.get(row.channel).repeats_secrets,
        attempts=row.attempts,
        unknowns=row.unknowns,
    )
    log.info(
        "notifications.attempt", notification=str(row.id), channel=row.channel, outcome=outcome, retry=verdict.retry
    )
    if verdict.retry:
        row.state = verdict.state
    else:
        _close(row, verdict.state, at=at)
    return verdict


def _close(row: Notification, state: State, *, at: datetime) -> None:
    row.state, row.closed_at, row.encrypted = state, at, None
