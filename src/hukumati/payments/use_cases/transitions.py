"""Moving a payment: the one place that writes its state, its events and what follows from money taken.

The caller holds the payment's row lock; the bill's is taken here, always after it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.jobs import app
from hukumati.core.money import Money
from hukumati.core.outbox import publish
from hukumati.core.references import new_reference
from hukumati.core.rows import add, write
from hukumati.core.transactions import require_transaction
from hukumati.payments import ledger
from hukumati.payments.domain import states
from hukumati.payments.domain.bills import PAYABLE
from hukumati.payments.domain.posting import Leg, Share, post_capture, post_late_applied, post_late_capture, revenue
from hukumati.payments.domain.states import Event, Posting, State, Transition
from hukumati.payments.events import BillPaid, MoneyCameLate, PaymentFailed
from hukumati.payments.models import OPEN_OPERATION, Bill, Operation, Payment, PaymentEvent
from hukumati.payments.queries import status_of_bill
from hukumati.payments.row_queries import BILL_LOCKED, LINES_OF_BILL

IN_FLIGHT_CHECK: Final = timedelta(seconds=20)
"""Longer than a call to the acquirer may last: after it, nobody is still waiting for the answer."""
PAYER_CHECK: Final = timedelta(seconds=300)
CARD_LIFETIME: Final = timedelta(minutes=90)
MOVES: Final = (
    *("state", "state_before_late", "version", "psp_ref", "page_url", "captured_amount", "receipt_number"),
    *("touched_at", "settled_at", "check_at"),
)
"""What changes when a payment moves; what it is for never does."""


class Cause(StrEnum):
    """Why a payment was looked at."""

    START = "start"
    RETURN = "return"
    WEBHOOK = "webhook"
    SWEEP = "sweep"
    NOTICE = "notice"
    BILL = "bill"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that an outside system says it took for a payment, and the operation that proves it."""

    amount: Money
    operation: Operation


def command(payment: Payment, event: Event, *, cause: Cause, evidence: str = "") -> None:
    """Apply one of our own commands or outcomes; an edge that is not in the table is a defect and raises."""
    _move(payment, states.command(State(payment.state), event), event, cause=cause, evidence=evidence)


def news(payment: Payment, event: Event, *, cause: Cause, evidence: str = "", receipt: Receipt | None = None) -> bool:
    """Apply what an outside system tells, or only record it when it is old. Tells whether it was applied."""
    state = State(payment.state)
    transition = states.inbound(state, event)
    if transition is None:
        if _is_contradiction(state, event):
            _record(payment, event, state, state, applied=False, cause=cause, evidence=evidence)
            write(payment, "version", "touched_at")
        return False
    _move(payment, transition, event, cause=cause, evidence=evidence, receipt=receipt)
    return True


def _is_contradiction(state: State, event: Event) -> bool:
    """A payment that has ended is told another story; that a running one was earlier where it was, is no news."""
    told = {edge.to for (_, known), edge in states.TRANSITIONS.items() if known is event}
    return state in states.TERMINAL and state not in told


def _move(
    payment: Payment,
    transition: Transition,
    event: Event,
    *,
    cause: Cause,
    evidence: str = "",
    receipt: Receipt | None = None,
) -> None:
    require_transaction("A payment moves inside a transaction, under its row lock.")
    before = State(payment.state)
    _record(payment, event, before, transition.to, applied=True, cause=cause, evidence=evidence)
    payment.state = transition.to
    if transition.to is State.CAPTURED_LATE:
        payment.state_before_late = before
    payment.check_at = _next_check(payment, transition.to)
    if transition.posting is not Posting.NONE:
        if receipt is None:
            raise RuntimeError("Money is posted only with a receipt.")
        _receive(payment, transition.posting, receipt)
    write(payment, *MOVES)
    if transition.to in (State.DECLINED, State.FAILED, State.CAPTURE_FAILED):
        _tell_failed(payment)


def _record(
    payment: Payment, event: Event, origin: State, to: State, *, applied: bool, cause: Cause, evidence: str
) -> None:
    payment.version += 1
    payment.touched_at = now()
    add(
        PaymentEvent(
            payment=payment,
            seq=payment.version,
            event=event,
            from_state=origin,
            to_state=to,
            applied=applied,
            cause=cause,
            evidence=evidence[:120],
            at=payment.touched_at,
        )
    )


def _next_check(payment: Payment, state: State) -> datetime | None:
    if state in states.TERMINAL:
        return None
    if state is State.AWAITING_FUNDS:
        return payment.bill.due_at
    if state in (State.CREATED, State.STARTED):
        return payment.created_at + CARD_LIFETIME
    return payment.touched_at + (PAYER_CHECK if state is State.ACTION_REQUIRED else IN_FLIGHT_CHECK)


def _tell_failed(payment: Payment) -> None:
    publish(
        PaymentFailed(
            payment_id=payment.id,
            bill_id=payment.bill_id,
            key=payment.bill.key,
            channel=payment.channel,
            state=payment.state,
            at=payment.touched_at,
        )
    )


def shares_of(bill: Bill) -> list[Share]:
    """Return the bill's lines by budget code, with what each was given already."""
    due: dict[str, int] = {}
    for line in LINES_OF_BILL.all(bill.id):
        due[line.budget_code] = due.get(line.budget_code, 0) + line.amount
    given = ledger.revenue_of(bill.id)
    return [Share(code, amount, given.get(revenue(bill.creditor, code), 0)) for code, amount in due.items()]


def owed_of(bill: Bill) -> int:
    """Return what a bill still owes, due date or not, in minor units; zero for a cancelled one."""
    return 0 if bill.cancelled_at else max(0, bill.total - ledger.received_for(bill.id))


def remaining_of(bill: Bill) -> int:
    """Return what a payable bill still owes, in minor units; zero for one that is not to be paid."""
    paid = ledger.received_for(bill.id)
    return bill.total - paid if status_of_bill(bill, paid=paid) in PAYABLE else 0


def _receive(payment: Payment, rule: Posting, receipt: Receipt) -> None:
    """Post money taken, close the operation that took it, and tell of the bill when it is paid."""
    bill = BILL_LOCKED.get(payment.bill_id)
    payment.captured_amount = receipt.amount.minor
    payment.settled_at = now()
    payment.receipt_number = payment.receipt_number or new_reference("RCP")
    _close(receipt.operation)
    if rule is Posting.CAPTURE:
        legs = post_capture(psp=payment.psp, creditor=bill.creditor, shares=shares_of(bill), received=receipt.amount)
        _post(payment, rule, legs, receipt)
    else:
        _post(payment, rule, post_late_capture(psp=payment.psp, received=receipt.amount), receipt)
        _apply_late(payment, bill, receipt)
    _announce_if_paid(payment, bill)
    hit("payments.posting.before_commit")


def _close(operation: Operation) -> None:
    if operation.state in (*OPEN_OPERATION, "not_executed"):
        operation.state, operation.answered_at = "done", now()
        write(operation, "state", "answered_at")


def _post(payment: Payment, rule: Posting | str, legs: list[Leg], receipt: Receipt) -> None:
    ledger.post(
        ledger.Posting(
            key=f"{receipt.operation.op_id}:{rule}",
            kind=str(rule),
            legs=legs,
            bill_id=payment.bill_id,
            payment_id=payment.id,
            operation_id=receipt.operation.op_id,
            event_at=now(),
        )
    )


def _apply_late(payment: Payment, bill: Bill, receipt: Receipt) -> None:
    """Give late money to a bill that still owes as much; otherwise it waits in suspense for a person to decide."""
    if receipt.amount.minor > remaining_of(bill):
        _tell_late(payment, bill, receipt)
        return
    legs = post_late_applied(creditor=bill.creditor, shares=shares_of(bill), amount=receipt.amount)
    _post(payment, "late_applied", legs, receipt)


def _tell_late(payment: Payment, bill: Bill, receipt: Receipt) -> None:
    at = payment.settled_at or now()
    publish(MoneyCameLate(payment_id=payment.id, bill_id=bill.id, key=bill.key, amount=receipt.amount, at=at))


def _announce_if_paid(payment: Payment, bill: Bill) -> None:
    if bill.paid_at is not None or bill.cancelled_at is not None or ledger.received_for(bill.id) < bill.total:
        return
    bill.paid_at = now()
    write(bill, "paid_at")
    publish(
        BillPaid(
            bill_id=bill.id,
            key=bill.key,
            creditor=bill.creditor,
            total=Money(bill.total, bill.currency),
            channel=payment.channel,
            paid_at=bill.paid_at,
        )
    )
    if bill.payments.exclude(id=payment.id).exclude(state__in=sorted(states.TERMINAL)).exists():
        app.configure_task("payments.close_rest").defer(bill_id=str(bill.id))
