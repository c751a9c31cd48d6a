"""One call to the acquirer: its intent is committed before it, its outcome after it; no transaction spans it."""

import hashlib
from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core import transactions
from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.money import Money
from hukumati.core.rows import add, write
from hukumati.payments.domain.states import TERMINAL, Event, State
from hukumati.payments.models import OPEN_OPERATION, Operation, Payment
from hukumati.payments.ports import Charge, NotSent, OutcomeUnknown, Refused, Standing
from hukumati.payments.row_queries import OPERATION, OPERATION_OF_KIND, PAYMENT_WITH_BILL_LOCKED
from hukumati.payments.use_cases.transitions import Cause, Receipt, command, news

AUTHORISE, CAPTURE, VOID = "authorise", "capture", "void"

_SENT: Final = {AUTHORISE: Event.AUTHORISE_SENT, CAPTURE: Event.CAPTURE_SENT, VOID: Event.VOID_SENT}
_UNKNOWN: Final = {AUTHORISE: Event.AUTHORISE_UNKNOWN, CAPTURE: Event.CAPTURE_UNKNOWN, VOID: Event.VOID_UNKNOWN}
_NOT_EXECUTED: Final = {
    AUTHORISE: Event.AUTHORISE_NOT_EXECUTED,
    CAPTURE: Event.CAPTURE_NOT_EXECUTED,
    VOID: Event.VOID_NOT_EXECUTED,
}
_REFUSED: Final = {AUTHORISE: Event.AUTHORISE_REFUSED, CAPTURE: Event.CAPTURE_REFUSED}
_SENT_STATE: Final = {AUTHORISE: State.AUTH_SENT, CAPTURE: State.CAPTURE_SENT, VOID: State.VOID_SENT}
_NEWS: Final = {
    Standing.HELD: Event.AUTHORISED,
    Standing.OPEN: Event.PAYER_ACTS,
    Standing.DECLINED: Event.DECLINED,
}
_UNANSWERED: Final = (State.STARTED, State.AUTH_SENT, State.AUTH_UNKNOWN)
_AT_PAYER: Final = (State.AUTH_SENT, State.AUTH_UNKNOWN, State.ACTION_REQUIRED)
UNSURE_STATES: Final = {
    State.AUTH_SENT: AUTHORISE, State.AUTH_UNKNOWN: AUTHORISE,
    State.CAPTURE_SENT: CAPTURE, State.CAPTURE_UNKNOWN: CAPTURE,
    State.VOID_SENT: VOID, State.VOID_UNKNOWN: VOID,
}  # fmt: skip


def locked(payment_id: UUID) -> Payment:
    """Lock a payment's row and return it."""
    return PAYMENT_WITH_BILL_LOCKED.get(payment_id)


def write_operation(payment: Payment, kind: str, *, cause: Cause) -> Operation:
    """Write the operation as sent and move the payment with it: the intent, committed before the call.

    An operation that was proven not to be executed is sent again under its own id, so that the acquirer knows it.
    """
    operation = OPERATION_OF_KIND.first(payment.id, kind)
    is_new = operation is None
    if operation is None:
        operation = Operation(
            payment=payment,
            kind=kind,
            amount=payment.amount,
            currency=payment.currency,
            psp=payment.psp,
            request_digest=hashlib.sha256(f"{kind}:{payment.id}:{payment.amount}".encode()).hexdigest(),
            attempt=0,
        )
    operation.attempt += 1
    operation.state, operation.sent_at, operation.answered_at = "sent", now(), None
    if is_new:
        add(operation)
    else:
        write(operation, "attempt", "state", "sent_at", "answered_at")
    command(payment, _SENT[kind], cause=cause)
    return operation


def outside(call: Callable[[], Charge]) -> Charge:
    """Make a call to the acquirer, outside of any transaction."""
    refuse_in_transaction()
    hit("payments.acquirer.before_send")
    charge = call()
    hit("payments.acquirer.after_answer")
    return charge


def in_currency(charge: Charge, currency: str) -> Charge:
    """Return the charge, or raise OutcomeUnknown when it is in another currency than was asked for."""
    if {charge.amount.currency, charge.received.currency} != {currency}:
        raise OutcomeUnknown("another currency")
    return charge


def refuse_in_transaction() -> None:
    """Raise when a transaction is open."""
    transactions.refuse_in_transaction("The acquirer is never called inside a database transaction.")


def perform(operation: Operation, call: Callable[[], Charge], *, cause: Cause) -> Payment:
    """Make the call of a written operation and write its outcome: done, refused, not sent, or unknown.

    Returns the payment as the outcome left it.
    """
    hit("payments.operation.written")
    outcome: Charge | Exception
    try:
        outcome = in_currency(outside(call), operation.currency)
    except (NotSent, Refused, OutcomeUnknown) as error:
        outcome = error
    with transaction.atomic():
        payment = locked(operation.payment_id)
        if isinstance(outcome, Charge):
            apply_charge(payment, outcome, cause=cause)
        else:
            current = OPERATION.get(operation.op_id)
            _write_failure(payment, current, outcome, cause=cause)
        hit("payments.outcome.before_commit")
    hit("payments.outcome.after_commit")
    return payment


def _write_failure(payment: Payment, operation: Operation, error: Exception, *, cause: Cause) -> None:
    if operation.state != "sent" or State(payment.state) is not _SENT_STATE[operation.kind]:
        return  # somebody has asked meanwhile and knows better
    if isinstance(error, Refused) and operation.kind in _REFUSED:
        state, event = "refused", _REFUSED[operation.kind]
    elif isinstance(error, NotSent):
        state, event = "not_executed", _NOT_EXECUTED[operation.kind]
    else:
        state, event = "unknown", _UNKNOWN[operation.kind]
    operation.state = state
    operation.answered_at = None if state == "unknown" else now()
    write(operation, "state", "answered_at")
    command(payment, event, cause=cause, evidence=str(error))


def not_executed(payment: Payment, *, cause: Cause) -> None:
    """Note that the acquirer, when asked, knew nothing of the payment's open operation."""
    kind = UNSURE_STATES[State(payment.state)]
    Operation.objects.filter(payment=payment, kind=kind, state__in=OPEN_OPERATION).update(state="not_executed")
    command(payment, _NOT_EXECUTED[kind], cause=cause)


def apply_charge(payment: Payment, charge: Charge, *, cause: Cause, evidence: str = "") -> None:
    """Bring a locked payment to where the acquirer says it stands, if that is further than we knew."""
    _remember(payment, charge)
    evidence = evidence or charge.psp_ref
    if charge.standing is Standing.TAKEN:
        receipt = Receipt(amount=charge.received, operation=_capture_operation(payment, charge))
        news(payment, Event.CAPTURED, cause=cause, evidence=evidence, receipt=receipt)
    elif charge.standing in _NEWS:
        news(payment, _NEWS[charge.standing], cause=cause, evidence=evidence)
    elif State(payment.state) in _AT_PAYER:
        _closed_at_payer(payment, charge, cause=cause, evidence=evidence)
    else:
        news(payment, Event.VOIDED, cause=cause, evidence=evidence)
    if State(payment.state) in TERMINAL:
        _close_operations(payment)


def _close_operations(payment: Payment) -> None:
    """A void that came too late, or a capture of money that was let go, is refused; what did its work is done."""
    left = Operation.objects.filter(payment=payment, kind__in=(VOID, CAPTURE), state__in=OPEN_OPERATION)
    if State(payment.state) is State.VOIDED:
        left.filter(kind=VOID).update(state="done", answered_at=now())
    left.update(state="refused", answered_at=now())


def _closed_at_payer(payment: Payment, charge: Charge, *, cause: Cause, evidence: str) -> None:
    if State(payment.state) is not State.ACTION_REQUIRED:
        news(payment, Event.PAYER_ACTS, cause=cause, evidence=evidence)
    event = Event.EXPIRED if charge.standing is Standing.LAPSED else Event.CANCELLED
    news(payment, event, cause=cause, evidence=evidence)


def _remember(payment: Payment, charge: Charge) -> None:
    if payment.psp_ref == charge.psp_ref and State(payment.state) not in _UNANSWERED:
        payment.page_url = charge.page_url
        return
    payment.psp_ref, payment.page_url = charge.psp_ref, charge.page_url
    Operation.objects.filter(payment=payment, kind=AUTHORISE).exclude(state="done").update(
        state="done", psp_ref=charge.psp_ref, answered_at=now()
    )


def _capture_operation(payment: Payment, charge: Charge) -> Operation:
    operation = OPERATION_OF_KIND.first(payment.id, CAPTURE)
    if operation is not None and operation.psp_ref == charge.psp_ref:
        return operation
    operation = operation or Operation(
        payment=payment,
        kind=CAPTURE,
        amount=charge.received.minor,
        currency=charge.received.currency,
        psp=payment.psp,
        state="not_executed",  # not by a call of ours
        request_digest="",
        sent_at=now(),
    )
    operation.psp_ref = charge.psp_ref
    operation.save()
    return operation


def money_of(payment: Payment) -> Money:
    """Return the amount the payment is for."""
    return Money(payment.amount, payment.currency)
