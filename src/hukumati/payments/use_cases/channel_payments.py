"""Payments on whatever channel: offer, start, ask for the status, close. The channel of a payment does the work."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core.bilingual import Bilingual
from hukumati.payments.channels.base import Checkout, Instructions
from hukumati.payments.channels.registry import CHANNELS
from hukumati.payments.domain.states import TERMINAL, Cause, Event, State
from hukumati.payments.errors import NoSuchPayment
from hukumati.payments.models import Payment
from hukumati.payments.row_queries import PAYMENT
from hukumati.payments.use_cases.operations import lock_payment
from hukumati.payments.use_cases.transitions import apply_command

WAIT_FOR_OTHER_SECONDS: Final = 2.0
POLL_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class OfferedChannel:
    """A way to pay, as payers are offered it.

    `redirect_origins` are the outside origins that starting a payment may lead to; `can_refund` says whether money can
    go back the way it came.
    """

    key: str
    label: Bilingual
    hint: Bilingual
    unavailable: Bilingual
    redirect_origins: Sequence[str]
    can_refund: bool


def list_channels() -> tuple[OfferedChannel, ...]:
    """List the ways to pay, in the order in which they are offered."""
    return tuple(
        OfferedChannel(
            key=channel.key,
            label=channel.label,
            hint=channel.hint,
            unavailable=channel.unavailable,
            redirect_origins=channel.redirect_origins(),
            can_refund=channel.can_refund,
        )
        for channel in CHANNELS.all()
    )


def pays_away(*, channel: str) -> bool:
    """Return whether payers on a channel pay far from the site. Raises UnknownChannel."""
    return CHANNELS.get(channel).pays_away


def start_payment(*, bill_id: UUID, channel: str, return_url: str, idempotency_key: str) -> Checkout:
    """Start a payment of what the bill still owes on a channel, or return the one that is under way.

    `idempotency_key` is one per form shown to the payer: the same key again is the same payment, ended or not. Never
    inside a transaction. Raises UnknownChannel, AcquirerUnavailable, BillAlreadyPaid, BillNotPayable, PaymentInFlight,
    IdempotencyConflict, NoSuchBill.
    """
    return CHANNELS.get(channel).start(bill_id=bill_id, return_url=return_url, idempotency_key=idempotency_key)


def get_instructions(*, bill_id: UUID, channel: str) -> Instructions:
    """Return what the payer has to do to pay on a channel that leads nowhere else.

    Raises UnknownChannel, NoInstructions, BillAlreadyPaid, BillNotPayable, NoSuchBill.
    """
    return CHANNELS.get(channel).instructions(bill_id=bill_id)


def advance(*, payment_id: UUID, cause: Cause, evidence: str = "") -> bool:
    """Ask for a payment's status and take the steps that are ours; returns whether the outside system answered."""
    channel = CHANNELS.get(PAYMENT.get(payment_id).channel)
    return channel.advance(payment_id=payment_id, cause=cause, evidence=evidence)


def refresh_payment(*, payment_id: UUID) -> Payment:
    """Ask for a payment's status, and wait a moment for another process that is capturing it right now.

    Returns the payment's row as it is then. Raises NoSuchPayment.
    """
    payment = PAYMENT.first(payment_id)
    if payment is None:
        raise NoSuchPayment
    CHANNELS.get(payment.channel).advance(payment_id=payment_id, cause=Cause.RETURN)
    deadline = time.monotonic() + WAIT_FOR_OTHER_SECONDS
    payment = PAYMENT.get(payment_id)
    while State(payment.state) is State.CAPTURE_SENT and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        payment = PAYMENT.get(payment_id)
    return payment


def close_remaining(*, bill_id: UUID) -> None:
    """End the unfinished payments of a paid bill: hosted pages are closed, awaited money is awaited no more."""
    for payment in Payment.objects.filter(bill_id=bill_id).exclude(state__in=sorted(TERMINAL)):
        CHANNELS.get(payment.channel).advance(payment_id=payment.id, cause=Cause.BILL)
        with transaction.atomic():
            row = lock_payment(payment.id)
            if State(row.state) in (State.STARTED, State.AWAITING_FUNDS) and row.bill.paid_at is not None:
                apply_command(row, Event.CANCELLED, cause=Cause.BILL)
