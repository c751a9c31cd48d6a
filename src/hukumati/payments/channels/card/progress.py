"""The progress of a card payment: ask the acquirer, capture or release, expire."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core.bilingual import Bilingual, active_language
from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.rows import write
from hukumati.payments.domain.states import Cause, Event, State
from hukumati.payments.models import Operation, Payment
from hukumati.payments.ports import CardAcquirer, Charge, ChargeStatus, NotSent, OutcomeUnknown, PageRequest, Refused
from hukumati.payments.row_queries import BILL_LOCKED, OPERATION_OF_KIND, PAYMENT_WITH_BILL
from hukumati.payments.use_cases import operations
from hukumati.payments.use_cases.operations import AUTHORISE, CAPTURE, UNCERTAIN_STATES, VOID, lock_payment
from hukumati.payments.use_cases.transitions import (
    IN_FLIGHT_CHECK,
    PAGE_LIFETIME,
    PAYER_CHECK,
    apply_command,
    outstanding_amount,
)

MOST_STEPS: Final = 8
MOST_CALLS: Final = 2
PAGE_MARGIN_SECONDS: Final = 600
"""The acquirer's page outlives ours, so that it is we who close it, after asking."""
_OPERATION_TO_SEND: Final = {State.STARTED: AUTHORISE, State.CAPTURE_QUEUED: CAPTURE, State.VOID_QUEUED: VOID}


def advance(acquirer: CardAcquirer, *, payment_id: UUID, cause: Cause, evidence: str = "") -> bool:
    """Ask the acquirer for the status of a payment and take the steps that are ours, until none is left.

    An acquirer that does not answer is no error: the payment stays where it is, and the sweep comes back. Returns
    whether the acquirer, if it was asked, answered.
    """
    steps = _Steps(acquirer=acquirer, payment=PAYMENT_WITH_BILL.get(payment_id), cause=cause, evidence=evidence)
    for _ in range(MOST_STEPS):
        if not steps.take_one():
            break
    return steps.is_answered


@dataclass(slots=True)
class _Steps:
    """One run over one payment: asks at most once after each call, and makes at most MOST_CALLS calls.

    `payment` is as it was last read; whatever is written is decided anew under the row's lock.
    """

    acquirer: CardAcquirer
    payment: Payment
    cause: Cause
    evidence: str
    has_asked: bool = False
    is_answered: bool = True
    calls: int = 0

    def take_one(self) -> bool:
        """Take the next step; returns whether another may follow."""
        payment = self.payment
        state = State(payment.state)
        if state in (State.CAPTURED, State.CAPTURED_LATE):
            return False
        if state is State.AUTHORISED:
            return self._decide()
        if state is State.STARTED and payment.created_at + PAGE_LIFETIME <= now():
            self._expire_unopened()
            return False
        if state in _OPERATION_TO_SEND:
            return self._send(_OPERATION_TO_SEND[state], state)
        return not self.has_asked and self._ask(payment)

    def _decide(self) -> bool:
        with self._locked() as payment:
            if State(payment.state) is State.AUTHORISED:
                _capture_or_void(payment, self.cause)
        return True

    @contextmanager
    def _locked(self) -> Iterator[Payment]:
        """Lock the payment's row for a transaction; the next step starts from the row as it is afterwards."""
        with transaction.atomic():
            self.payment = lock_payment(self.payment.id)
            yield self.payment

    def _expire_unopened(self) -> None:
        """Expire a payment that is too old and whose page was never opened; the acquirer is asked first."""
        operation = OPERATION_OF_KIND.first(self.payment.id, AUTHORISE)
        try:
            charge = self._find(operation) if operation else None
        except (NotSent, Refused, OutcomeUnknown):
            self.is_answered = False
            return
        with self._locked() as payment:
            if State(payment.state) is State.STARTED and charge is None:
                apply_command(payment, Event.EXPIRED, cause=self.cause)

    def _send(self, kind: str, state: State) -> bool:
        # only the payer opens a page: nobody would see one that the sweep opened
        if self.calls >= MOST_CALLS or (state is State.STARTED and self.cause is not Cause.START):
            return False
        self.calls += 1
        self.has_asked = False
        with self._locked() as payment:
            if State(payment.state) is not state:
                return True
            operation = operations.record_intent(payment, kind, cause=self.cause)
        call = _call(self.acquirer, payment, operation)
        self.payment = operations.execute(operation, call, cause=self.cause)
        self.has_asked = State(self.payment.state) not in UNCERTAIN_STATES  # the answer is only just in
        return True

    def _ask(self, payment: Payment) -> bool:
        self.has_asked = True
        operation = OPERATION_OF_KIND.first(payment.id, AUTHORISE)
        if operation is None:
            return False
        try:
            charge = self._find(operation)
        except (NotSent, Refused, OutcomeUnknown):
            self.is_answered = False
            return False
        if charge is not None and charge.status is ChargeStatus.OPEN and _is_obsolete(payment):
            charge = self._close_page(operation, charge)
        with self._locked() as locked_payment:
            self._apply(locked_payment, charge)
            hit("payments.outcome.before_commit")
        hit("payments.outcome.after_commit")
        return True

    def _find(self, operation: Operation) -> Charge | None:
        charge = operations.call_outside(lambda: self.acquirer.find(reference=str(operation.op_id)))
        return charge and operations.require_currency(charge, operation.currency)

    def _close_page(self, operation: Operation, charge: Charge) -> Charge:
        try:
            return operations.call_outside(
                lambda: self.acquirer.cancel(psp_ref=charge.psp_ref, key=f"{operation.op_id}:close")
            )
        except (NotSent, Refused, OutcomeUnknown):
            return charge

    def _apply(self, payment: Payment, charge: Charge | None) -> None:
        state = State(payment.state)
        if charge is None:
            if state in (State.AUTH_SENT, State.AUTH_UNKNOWN):
                operations.mark_not_executed(payment, cause=self.cause)
            return
        operations.apply_charge(payment, charge, cause=self.cause, evidence=self.evidence)
        if State(payment.state) is State.AUTHORISED:
            _capture_or_void(payment, self.cause)
        if State(payment.state) is state:
            _keep_waiting(payment, charge, self.cause)


def _keep_waiting(payment: Payment, charge: Charge, cause: Cause) -> None:
    """Handle a status that we knew: a call of ours that the acquirer has not executed may be sent again."""
    state = State(payment.state)
    is_over = payment.touched_at + IN_FLIGHT_CHECK <= now()
    is_uncertain = state in (State.CAPTURE_UNKNOWN, State.VOID_UNKNOWN) or (
        state in (State.CAPTURE_SENT, State.VOID_SENT) and is_over
    )
    if is_uncertain and charge.status is ChargeStatus.AUTHORISED:
        operations.mark_not_executed(payment, cause=cause)
        return
    if state is State.ACTION_REQUIRED:
        payment.check_at = now() + PAYER_CHECK
    write(payment, "check_at", "psp_ref", "page_url")


def _is_obsolete(payment: Payment) -> bool:
    """An open page that is too old, or that asks for another amount than the bill now owes."""
    return payment.created_at + PAGE_LIFETIME <= now() or outstanding_amount(payment.bill) != payment.amount


def _capture_or_void(payment: Payment, cause: Cause) -> None:
    """Capture the authorised amount when the bill still owes all of it; otherwise it was paid another way: release."""
    bill = BILL_LOCKED.get(payment.bill_id)
    event = Event.CAPTURE_QUEUED if outstanding_amount(bill) >= payment.amount else Event.VOID_QUEUED
    apply_command(payment, event, cause=cause)


def _call(acquirer: CardAcquirer, payment: Payment, operation: Operation) -> Callable[[], Charge]:
    key, amount = str(operation.op_id), operations.amount_of(payment)
    if operation.kind == CAPTURE:
        return lambda: acquirer.capture(psp_ref=payment.psp_ref, key=key, amount=amount)
    if operation.kind == VOID:
        return lambda: acquirer.cancel(psp_ref=payment.psp_ref, key=key)
    request = PageRequest(
        reference=key,
        amount=amount,
        description=Bilingual(ar=payment.bill.title_ar, en=payment.bill.title_en),
        return_url=payment.return_url,
        language=active_language(),
        expires_in_seconds=int(PAGE_LIFETIME.total_seconds()) + PAGE_MARGIN_SECONDS,
    )
    return lambda: acquirer.open_page(request=request)
