"""Starting a card payment: one payment for a form, one unfinished payment for a bill."""

import hashlib
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.rows import add
from hukumati.core.transactions import refuse_in_transaction
from hukumati.payments.channels.base import Checkout
from hukumati.payments.channels.card.progress import advance
from hukumati.payments.domain.states import CAPTURING, TERMINAL, Cause, Event, State
from hukumati.payments.errors import (
    AcquirerUnavailable,
    IdempotencyConflict,
    NoSuchBill,
    PaymentInFlight,
)
from hukumati.payments.models import Bill, IdempotencyKey, Payment
from hukumati.payments.ports import CardAcquirer
from hukumati.payments.row_queries import BILL_LOCKED, PAYMENT
from hukumati.payments.use_cases.operations import OUTSIDE_A_TRANSACTION
from hukumati.payments.use_cases.transitions import apply_command, payable_amount, require_payable_amount

CHANNEL: Final = "card"
MOST_URL_LETTERS: Final = 2000


def start_card_payment(acquirer: CardAcquirer, *, bill_id: UUID, return_url: str, idempotency_key: str) -> Checkout:
    """Open a hosted page for what the bill still owes, or return to the page that is open already."""
    refuse_in_transaction(OUTSIDE_A_TRANSACTION)
    unfinished = Payment.objects.filter(bill_id=bill_id, channel=CHANNEL).exclude(state__in=sorted(TERMINAL)).first()
    if unfinished is not None:  # it may have ended without our hearing of it
        advance(acquirer, payment_id=unfinished.id, cause=Cause.START)
    payment_id = _claim(bill_id, return_url, idempotency_key, psp=acquirer.name)
    advance(acquirer, payment_id=payment_id, cause=Cause.START)
    payment = PAYMENT.get(payment_id)
    state = State(payment.state)
    if state in (State.STARTED, State.AUTH_SENT, State.AUTH_UNKNOWN):
        raise AcquirerUnavailable("The acquirer does not answer; nothing was taken. Try again in a while.")
    return Checkout(
        payment_id=payment.id,
        redirect_url=payment.page_url if state is State.ACTION_REQUIRED else payment.return_url,
        state=state,
    )


def _claim(bill_id: UUID, return_url: str, key: str, *, psp: str) -> UUID:
    """Find the payment of this key, or the bill's unfinished one, or create one; one at a time for each bill."""
    digest = hashlib.sha256(f"{CHANNEL}:{bill_id}".encode()).hexdigest()
    with transaction.atomic():
        bill = BILL_LOCKED.first(bill_id)
        if bill is None:
            raise NoSuchBill
        claimed = IdempotencyKey.objects.filter(client=CHANNEL, key=key).first()
        if claimed is not None and claimed.request_sha256 != digest:
            raise IdempotencyConflict("This key was used for another bill.")
        if claimed is not None:
            return claimed.payment_id
        payment = _unfinished(bill) or _create(bill, return_url, psp=psp)
        add(IdempotencyKey(client=CHANNEL, key=key, request_sha256=digest, payment=payment, created_at=now()))
        hit("payments.idempotency.claimed")
    return payment.id


def _unfinished(bill: Bill) -> Payment | None:
    payment = bill.payments.filter(channel=CHANNEL).exclude(state__in=sorted(TERMINAL)).first()
    if payment is not None and State(payment.state) not in CAPTURING and payable_amount(bill) != payment.amount:
        raise PaymentInFlight("A payment of another amount is open; it is being closed. Try again in a while.")
    return payment


def _create(bill: Bill, return_url: str, *, psp: str) -> Payment:
    payment = Payment(
        bill=bill,
        channel=CHANNEL,
        psp=psp,
        amount=require_payable_amount(bill),
        currency=bill.currency,
        return_url=return_url[:MOST_URL_LETTERS],
        created_at=now(),
        touched_at=now(),
    )
    add(payment)
    apply_command(payment, Event.STARTED, cause=Cause.START)
    return payment
