"""Deliver one message: claim it, try once, settle. A worker that dies in between leaves it `sending`: unknown."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from cryptography.exceptions import InvalidTag
from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.rows import PreparedQuery, write
from hukumati.notifications.adapters import carrier_of
from hukumati.notifications.domain.delivery import Channel, Outcome, State, Verdict, judge
from hukumati.notifications.encryption import unseal
from hukumati.notifications.models import Notification
from hukumati.notifications.ports import Letter

CHANGES: Final = ("state", "attempts", "unknowns", "closed_at", "sealed")
_LOCKED: Final = PreparedQuery(Notification, "id = %s FOR UPDATE")

log = structlog.get_logger("hukumati.notifications")


class NotDeliveredYetError(Exception):
    """The message waits for another attempt. It says nothing more, for it is logged."""


def deliver_all(*, notifications: Sequence[UUID]) -> None:
    """Make one attempt with each; raises NotDeliveredYetError when another one is due for any."""
    again = [each for each in notifications if _deliver(each)]
    if again:
        raise NotDeliveredYetError


def _deliver(notification: UUID) -> bool:
    """Make one attempt; tells whether another one is due."""
    claimed = claim(notification=notification, at=now())
    if claimed is None:
        return False
    channel, letter = claimed
    hit("notifications.deliver.after_claim")
    outcome = carrier_of(channel).carry(letter)
    hit("notifications.deliver.after_sending")
    verdict = settle(notification=notification, outcome=outcome, at=now())
    hit("notifications.deliver.after_settling")
    return verdict.again


def claim(*, notification: UUID, at: datetime) -> tuple[Channel, Letter] | None:
    """Take the message in hand, committed; None if there is nothing (more) to do."""
    with transaction.atomic():
        row = _LOCKED.get(notification)
        if row.closed_at is not None:
            return None
        if row.state == State.SENDING and not _judge(row, Outcome.UNKNOWN, at=at).again:
            return None
        if row.expires_at is not None and row.expires_at <= at:
            _close(row, State.EXPIRED, at=at)
            return None
        return _take(row, at=at)


def settle(*, notification: UUID, outcome: Outcome, at: datetime) -> Verdict:
    """Write down what the attempt came to."""
    with transaction.atomic():
        row = _LOCKED.get(notification)
        return _judge(row, outcome, at=at)


def expire_overdue(*, at: datetime) -> int:
    """Close and erase what expired while no worker was there to try; returns how many."""
    overdue = Notification.objects.filter(closed_at=None, expires_at__lte=at).exclude(state=State.SENDING)
    return overdue.update(state=State.EXPIRED, closed_at=at, sealed=None)


def _take(row: Notification, *, at: datetime) -> tuple[Channel, Letter] | None:
    letter = _open(row)
    if letter is None:
        _close(row, State.REFUSED, at=at)
        return None
    row.state = State.SENDING
    row.attempts += 1
    write(row, *CHANGES)
    return Channel(row.channel), letter


def _open(row: Notification) -> Letter | None:
    try:
        content = unseal(bytes(row.sealed or b""), bound_to=str(row.id))
    except InvalidTag:  # the platform's secret key was changed while the message waited
        log.error("notifications.cannot_be_opened", notification=str(row.id))
        return None
    return Letter(mark=_mark(row), language=row.language, **content)


def _mark(row: Notification) -> str:
    return hashlib.sha256(f"{row.channel}:{row.key}".encode()).hexdigest()[:32]


def _judge(row: Notification, outcome: Outcome, *, at: datetime) -> Verdict:
    row.unknowns += outcome is Outcome.UNKNOWN
    verdict = judge(
        outcome=outcome,
        channel=Channel(row.channel),
        secret=row.secret,
        attempts=row.attempts,
        unknowns=row.unknowns,
    )
    log.info(
        "notifications.attempt", notification=str(row.id), channel=row.channel, outcome=outcome, again=verdict.again
    )
    if verdict.again:
        row.state = verdict.state
        write(row, *CHANGES)
    else:
        _close(row, verdict.state, at=at)
    return verdict


def _close(row: Notification, state: State, *, at: datetime) -> None:
    row.state, row.closed_at, row.sealed = state, at, None
    write(row, *CHANGES)
