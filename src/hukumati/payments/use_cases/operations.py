"""One call to a payment company: its intent is committed before it, its outcome after; no transaction spans it."""

import hashlib
from collections.abc import Callable
from typing import Final, TypeVar
from uuid import UUID

from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.money import Money
from hukumati.core.rows import add, write
from hukumati.core.transactions import refuse_in_transaction
from hukumati.payments.domain.states import TERMINAL, Cause, Event, State
from hukumati.payments.models import OPEN_OPERATION, Operation, Payment
from hukumati.payments.ports import Charge, ChargeStatus, NotSent, OutcomeUnknown, Refused
from hukumati.payments.row_queries import OPERATION, OPERATION_OF_KIND, PAYMENT_WITH_BILL_LOCKED
from hukumati.payments.use_cases.transitions import Receipt, apply_command, apply_inbound

AUTHORISE, CAPTURE, VOID = "authorise", "capture", "void"
OUTSIDE_A_TRANSACTION: Final = "The acquirer is never called inside a database transaction."

_SENT: Final = {AUTHORISE: Event.AUTHORISE_SENT, CAPTURE: Event.CAPTURE_SENT, VOID: Event.VOID_SENT}
_UNKNOWN: Final = {AUTHORISE: Event.AUTHORISE_UNKNOWN, CAPTURE: Event.CAPTURE_UNKNOWN, VOID: Event.VOID_UNKNOWN}
_NOT_EXECUTED: Final = {
    AUTHORISE: Event.AUTHORISE_NOT_EXECUTED,
    CAPTURE: Event.CAPTURE_NOT_EXECUTED,
    VOID: Event.VOID_NOT_EXECUTED,
}
_REFUSED: Final = {AUTHORISE: Event.AUTHORISE_REFUSED, CAPTURE: Event.CAPTURE_REFUSED}
_SENT_STATE: Final = {AUTHORISE: State.AUTH_SENT, CAPTURE: State.CAPTURE_SENT, VOID: State.VOID_SENT}
_EVENT_OF_STATUS: Final = {
    ChargeStatus.AUTHORISED: Event.AUTHORISED,
    ChargeStatus.OPEN: Event.PAYER_ACTS,
    ChargeStatus.DECLINED: Event.DECLINED,
}
_UNANSWERED: Final = (State.STARTED, State.AUTH_SENT, State.AUTH_UNKNOWN)
_AT_PAYER: Final = (State.AUTH_SENT, State.AUTH_UNKNOWN, State.ACTION_REQUIRED)
UNCERTAIN_STATES: Final = {
    State.AUTH_SENT: AUTHORISE, State.AUTH_UNKNOWN: AUTHORISE,
    State.CAPTURE_SENT: CAPTURE, State.CAPTURE_UNKNOWN: CAPTURE,
    State.VOID_SENT: VOID, State.VOID_UNKNOWN: VOID,
}  # fmt: skip
"""The states in which a call of ours may or may not have been executed, and the kind of that call."""

Answer = TypeVar("Answer")


def lock_payment(payment_id: UUID) -> Payment:
    """Lock a payment's row and return it."""
    return PAYMENT_WITH_BILL_LOCKED.get(payment_id)


def record_intent(payment: Payment, kind: str, *, cause: Cause) -> Operation:
    """Write an operation as sent and move the payment with it, to be committed before the call is made.

    An operation that was proven not to be executed is sent again under its own id, so that the acquirer recognises it.
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
    apply_command(payment, _SENT[kind], cause=cause)
    return operation


def call_outside(call: Callable[[], Answer]) -> Answer:
    """Make a call to the acquirer, outside of any transaction."""
    refuse_in_transaction(OUTSIDE_A_TRANSACTION)
    hit("payments.acquirer.before_send")
    answer = call()
    hit("payments.acquirer.after_answer")
    return answer


def require_currency(charge: Charge, currency: str) -> Charge:
    """Return the charge. Raises OutcomeUnknown when it is not in the currency of our request."""
    if {charge.amount.currency, charge.received.currency} != {currency}:
        raise OutcomeUnknown("another currency")
    return charge


def execute(operation: Operation, call: Callable[[], Charge], *, cause: Cause) -> Payment:
    """Make the call of a recorded operation and write its outcome: done, refused, not sent, or unknown.

    Returns the payment as the outcome left it.
    """
    hit("payments.operation.written")
    outcome: Charge | Exception
    try:
        outcome = require_currency(call_outside(call), operation.currency)
    except (NotSent, Refused, OutcomeUnknown) as error:
        outcome = error
    with transaction.atomic():
        payment = lock_payment(operation.payment_id)
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
        return  # another process has asked meanwhile and knows better
    if isinstance(error, Refused) and operation.kind in _REFUSED:
        state, event = "refused", _REFUSED[operation.kind]
    elif isinstance(error, NotSent):
        state, event = "not_executed", _NOT_EXECUTED[operation.kind]
    else:
        state, event = "unknown", _UNKNOWN[operation.kind]
    operation.state = state
    operation.answered_at = None if state == "unknown" else now()
    write(operation, "state", "answered_at")
    apply_command(payment, event, cause=cause, evidence=str(error))


def mark_not_executed(payment: Payment, *, cause: Cause) -> None:
    """Record that the acquirer, when asked, had not executed the payment's open operation."""
    kind = UNCERTAIN_STATES[State(payment.state)]
    Operation.objects.filter(payment=payment, kind=kind, state__in=OPEN_OPERATION).update(state="not_executed")
    apply_command(payment, _NOT_EXECUTED[kind], cause=cause)


def apply_charge(payment: Payment, charge: Charge, *, cause: Cause, evidence: str = "") -> None:
    """Move a locked payment to the state that the acquirer reports, if that is further than the one we knew."""
    _record_reference(payment, charge)
    evidence = evidence or charge.psp_ref
    if charge.status is ChargeStatus.CAPTURED:
        receipt = Receipt(amount=charge.received, operation=_capture_operation(payment, charge))
        apply_inbound(payment, Event.CAPTURED, cause=cause, evidence=evidence, receipt=receipt)
    elif charge.status in _EVENT_OF_STATUS:
        apply_inbound(payment, _EVENT_OF_STATUS[charge.status], cause=cause, evidence=evidence)
    elif State(payment.state) in _AT_PAYER:
        _end_at_payer(payment, charge, cause=cause, evidence=evidence)
    else:
        apply_inbound(payment, Event.VOIDED, cause=cause, evidence=evidence)
    if State(payment.state) in TERMINAL:
        _close_operations(payment)


def _close_operations(payment: Payment) -> None:
    """Close the open operations of an ended payment: a void that voided it is done, what came too late is refused."""
    left = Operation.objects.filter(payment=payment, kind__in=(VOID, CAPTURE), state__in=OPEN_OPERATION)
    if State(payment.state) is State.VOIDED:
        left.filter(kind=VOID).update(state="done", answered_at=now())
    left.update(state="refused", answered_at=now())


def _end_at_payer(payment: Payment, charge: Charge, *, cause: Cause, evidence: str) -> None:
    """End a payment whose page was closed; the table knows such an end only from `action_required`."""
    if State(payment.state) is not State.ACTION_REQUIRED:
        apply_inbound(payment, Event.PAYER_ACTS, cause=cause, evidence=evidence)
    event = Event.EXPIRED if charge.status is ChargeStatus.EXPIRED else Event.CANCELLED
    apply_inbound(payment, event, cause=cause, evidence=evidence)


def _record_reference(payment: Payment, charge: Charge) -> None:
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
    if operation is not None:
        operation.psp_ref = charge.psp_ref
        write(operation, "psp_ref")
        return operation
    operation = Operation(
        payment=payment,
        kind=CAPTURE,
        amount=charge.received.minor,
        currency=charge.received.currency,
        psp=payment.psp,
        psp_ref=charge.psp_ref,
        state="not_executed",  # the acquirer captured without a call of ours
        request_digest="",
        sent_at=now(),
    )
    add(operation)
    return operation


def amount_of(payment: Payment) -> Money:
    """Return the amount that the payment is for."""
    return Money(payment.amount, payment.currency)
