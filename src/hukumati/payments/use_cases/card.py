"""Paying by card on the acquirer's page: start, ask, capture or release, expire."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.rows import add, write
from hukumati.payments.adapters.card_redirect.acquirer import card_acquirer
from hukumati.payments.domain import states
from hukumati.payments.domain.states import Event, State
from hukumati.payments.errors import (
    AcquirerUnavailable,
    BillAlreadyPaid,
    BillNotPayable,
    IdempotencyConflict,
    NoSuchBill,
    NoSuchPayment,
    PaymentInFlight,
)
from hukumati.payments.models import Bill, IdempotencyKey, Operation, Payment
from hukumati.payments.ports import Charge, NotSent, OutcomeUnknown, PageRequest, Refused, Standing
from hukumati.payments.row_queries import BILL_LOCKED, OPERATION_OF_KIND, PAYMENT, PAYMENT_WITH_BILL
from hukumati.payments.use_cases import operations
from hukumati.payments.use_cases.operations import AUTHORISE, CAPTURE, UNSURE_STATES, VOID, locked
from hukumati.payments.use_cases.transitions import (
    CARD_LIFETIME,
    IN_FLIGHT_CHECK,
    PAYER_CHECK,
    Cause,
    command,
    owed_of,
    remaining_of,
)

MOST_STEPS: Final = 8
WAIT_FOR_OTHER_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class CardCheckout:
    """Where to send the payer: the acquirer's page, or the return address when there is nothing left to do."""

    payment_id: UUID
    redirect_url: str
    state: State


def start_card_payment(*, bill_id: UUID, return_url: str, idempotency_key: str) -> CardCheckout:
    """Open a hosted page for what the bill still owes, or return to the page that is open already.

    `idempotency_key` is one per form shown to the payer: the same key again is the same payment, ended or not.
    Raises AcquirerUnavailable, BillAlreadyPaid, BillNotPayable, PaymentInFlight, IdempotencyConflict, NoSuchBill.
    """
    operations.refuse_in_transaction()
    unfinished = (
        Payment.objects.filter(bill_id=bill_id, channel="card").exclude(state__in=sorted(states.TERMINAL)).first()
    )
    if unfinished is not None:
        advance(payment_id=unfinished.id, cause=Cause.START)  # it may have ended without our hearing of it
    payment_id = _claim(bill_id, return_url, idempotency_key)
    advance(payment_id=payment_id, cause=Cause.START)
    payment = PAYMENT.get(payment_id)
    state = State(payment.state)
    if state in (State.STARTED, State.AUTH_SENT, State.AUTH_UNKNOWN):
        raise AcquirerUnavailable("The acquirer does not answer; nothing was taken. Try again in a while.")
    return CardCheckout(
        payment_id=payment.id,
        redirect_url=payment.page_url if state is State.ACTION_REQUIRED else payment.return_url,
        state=state,
    )


def _claim(bill_id: UUID, return_url: str, key: str) -> UUID:
    """Find the payment of this key, or the bill's unfinished one, or make one; one at a time for each bill."""
    digest = hashlib.sha256(f"card:{bill_id}".encode()).hexdigest()
    with transaction.atomic():
        bill = BILL_LOCKED.first(bill_id)
        if bill is None:
            raise NoSuchBill
        claimed = IdempotencyKey.objects.filter(client="card", key=key).first()
        if claimed is not None and claimed.request_sha256 != digest:
            raise IdempotencyConflict("This key was used for another bill.")
        if claimed is not None:
            return claimed.payment_id
        payment = _unfinished(bill) or _new_payment(bill, return_url)
        add(IdempotencyKey(client="card", key=key, request_sha256=digest, payment=payment, created_at=now()))
        hit("payments.idempotency.claimed")
    return payment.id


def _unfinished(bill: Bill) -> Payment | None:
    payment = bill.payments.filter(channel="card").exclude(state__in=sorted(states.TERMINAL)).first()
    if payment is not None and State(payment.state) not in states.IN_PROCESS and remaining_of(bill) != payment.amount:
        raise PaymentInFlight("A payment of another amount is open; it is being closed. Try again in a while.")
    return payment


def _new_payment(bill: Bill, return_url: str) -> Payment:
    remaining = remaining_of(bill)
    if remaining <= 0:
        raise BillAlreadyPaid if bill.paid_at is not None else BillNotPayable("The bill is cancelled or expired.")
    payment = Payment(
        bill=bill,
        channel="card",
        psp=card_acquirer().name,
        amount=remaining,
        currency=bill.currency,
        return_url=return_url[:2000],
        created_at=now(),
        touched_at=now(),
    )
    add(payment)
    command(payment, Event.STARTED, cause=Cause.START)
    return payment


def advance(*, payment_id: UUID, cause: Cause, evidence: str = "") -> bool:
    """Ask the acquirer where a card payment stands and take the steps that are ours, until none is left.

    It never raises for an acquirer that does not answer: the payment stays where it is, and the sweep comes back.
    Tells whether the acquirer, if it was asked, answered.
    """
    steps = _Steps(payment=PAYMENT_WITH_BILL.get(payment_id), cause=cause, evidence=evidence)
    for _ in range(MOST_STEPS):
        if not steps.take_one():
            break
    return steps.is_answered


@dataclass(slots=True)
class _Steps:
    """One walk of one payment: asks at most once after what it sent, and sends each operation at most twice.

    `payment` is as it was last seen; what is written is decided anew under the row's lock.
    """

    payment: Payment
    cause: Cause
    evidence: str
    has_asked: bool = False
    is_answered: bool = True
    sent: int = 0

    def take_one(self) -> bool:
        """Take the next step; tells whether another may follow."""
        payment = self.payment
        state = State(payment.state)
        if payment.channel != "card" or state in (State.CAPTURED, State.CAPTURED_LATE):
            return False
        if state is State.AUTHORISED:
            return self._decide()
        sending = {State.STARTED: AUTHORISE, State.CAPTURE_QUEUED: CAPTURE, State.VOID_QUEUED: VOID}.get(state)
        if state is State.STARTED and payment.created_at + CARD_LIFETIME <= now():
            self._expire_unstarted(payment)
            return False
        if sending is not None:
            return self._send(sending, state)
        return not self.has_asked and self._ask(payment)

    def _decide(self) -> bool:
        with self._locked() as payment:
            if State(payment.state) is State.AUTHORISED:
                _decide_capture(payment, self.cause)
        return True

    @contextmanager
    def _locked(self) -> Iterator[Payment]:
        """Lock the payment's row for a transaction; what it is after it is what the next step sees."""
        with transaction.atomic():
            self.payment = locked(self.payment.id)
            yield self.payment

    def _expire_unstarted(self, payment: Payment) -> None:
        """End a payment whose page was never opened and is too old to be; the acquirer is asked first."""
        operation = OPERATION_OF_KIND.first(payment.id, AUTHORISE)
        try:
            charge = self._found(operation) if operation else None
        except (NotSent, Refused, OutcomeUnknown):
            self.is_answered = False
            return
        with self._locked() as payment:
            if State(payment.state) is State.STARTED and charge is None:
                command(payment, Event.EXPIRED, cause=self.cause)

    def _send(self, kind: str, state: State) -> bool:
        if self.sent >= 2 or (state is State.STARTED and self.cause is not Cause.START):
            return False
        self.sent += 1
        self.has_asked = False
        with self._locked() as payment:
            if State(payment.state) is not state:
                return True
            operation = operations.write_operation(payment, kind, cause=self.cause)
        self.payment = operations.perform(operation, _call(payment, operation), cause=self.cause)
        self.has_asked = State(self.payment.state) not in UNSURE_STATES  # the answer was just heard
        return True

    def _ask(self, payment: Payment) -> bool:
        self.has_asked = True
        operation = OPERATION_OF_KIND.first(payment.id, AUTHORISE)
        if operation is None:
            return False
        try:
            charge = self._found(operation)
        except (NotSent, Refused, OutcomeUnknown):
            self.is_answered = False
            return False
        if charge is not None and charge.standing is Standing.OPEN and _is_obsolete(payment):
            charge = self._close_page(operation, charge)
        with self._locked() as locked_payment:
            self._apply(locked_payment, charge)
            hit("payments.outcome.before_commit")
        hit("payments.outcome.after_commit")
        return True

    @staticmethod
    def _found(operation: Operation) -> Charge | None:
        operations.refuse_in_transaction()
        hit("payments.acquirer.before_send")
        charge = card_acquirer().find(reference=str(operation.op_id))
        hit("payments.acquirer.after_answer")
        return charge and operations.in_currency(charge, operation.currency)

    def _close_page(self, operation: Operation, charge: Charge) -> Charge:
        try:
            return operations.outside(
                lambda: card_acquirer().cancel(psp_ref=charge.psp_ref, key=f"{operation.op_id}:close")
            )
        except (NotSent, Refused, OutcomeUnknown):
            return charge

    def _apply(self, payment: Payment, charge: Charge | None) -> None:
        state = State(payment.state)
        if charge is None:
            if state in (State.AUTH_SENT, State.AUTH_UNKNOWN):
                operations.not_executed(payment, cause=self.cause)
            return
        operations.apply_charge(payment, charge, cause=self.cause, evidence=self.evidence)
        if State(payment.state) is State.AUTHORISED:
            _decide_capture(payment, self.cause)
        if State(payment.state) is state:
            _nothing_new(payment, charge, self.cause)


def _nothing_new(payment: Payment, charge: Charge, cause: Cause) -> None:
    """The acquirer says nothing beyond what we know: a call of ours that it has not executed may be sent again."""
    state = State(payment.state)
    is_over = payment.touched_at + IN_FLIGHT_CHECK <= now()
    is_unsure = state in (State.CAPTURE_UNKNOWN, State.VOID_UNKNOWN) or (
        state in (State.CAPTURE_SENT, State.VOID_SENT) and is_over
    )
    if is_unsure and charge.standing is Standing.HELD and UNSURE_STATES[state] != AUTHORISE:
        operations.not_executed(payment, cause=cause)
        return
    if state is State.ACTION_REQUIRED:
        payment.check_at = now() + PAYER_CHECK
    write(payment, "check_at", "psp_ref", "page_url")


def _is_obsolete(payment: Payment) -> bool:
    """An open page that is too old, or that asks for another amount than the bill now owes."""
    return payment.created_at + CARD_LIFETIME <= now() or owed_of(payment.bill) != payment.amount


def _decide_capture(payment: Payment, cause: Cause) -> None:
    """Take the held money when the bill still owes all of it; otherwise let it go: it was paid another way."""
    bill = BILL_LOCKED.get(payment.bill_id)
    event = Event.CAPTURE_QUEUED if owed_of(bill) >= payment.amount else Event.VOID_QUEUED
    command(payment, event, cause=cause)


def _call(payment: Payment, operation: Operation) -> Callable[[], Charge]:
    acquirer, key = card_acquirer(), str(operation.op_id)
    if operation.kind == CAPTURE:
        return lambda: acquirer.capture(psp_ref=payment.psp_ref, key=key, amount=operations.money_of(payment))
    if operation.kind == VOID:
        return lambda: acquirer.cancel(psp_ref=payment.psp_ref, key=key)
    request = PageRequest(
        reference=key,
        amount=operations.money_of(payment),
        description=Bilingual(ar=payment.bill.title_ar, en=payment.bill.title_en),
        return_url=payment.return_url,
        language="en" if (get_language() or "ar").startswith("en") else "ar",
        expires_in_seconds=int(CARD_LIFETIME.total_seconds()) + 600,
    )
    return lambda: acquirer.open_page(request=request)


def refresh_payment(*, payment_id: UUID) -> None:
    """Ask where a payment stands, and wait a moment for another process that is settling it right now."""
    if PAYMENT.first(payment_id) is None:
        raise NoSuchPayment
    advance(payment_id=payment_id, cause=Cause.RETURN)
    deadline = time.monotonic() + WAIT_FOR_OTHER_SECONDS
    while time.monotonic() < deadline:
        if State(PAYMENT.get(payment_id).state) is not State.CAPTURE_SENT:
            return
        time.sleep(0.05)


def close_rest(*, bill_id: UUID) -> None:
    """End what is still open of a paid bill: hosted pages are closed, expected cash is expected no more."""
    for payment in Payment.objects.filter(bill_id=bill_id).exclude(state__in=sorted(states.TERMINAL)):
        if payment.channel == "card":
            advance(payment_id=payment.id, cause=Cause.BILL)
        with transaction.atomic():
            row = locked(payment.id)
            if State(row.state) in (State.STARTED, State.AWAITING_FUNDS) and row.bill.paid_at is not None:
                command(row, Event.CANCELLED, cause=Cause.BILL)
