"""Moving a payment: the one place that writes its state, its events and what follows from captured money.

The caller holds the payment's row lock; the bill's is taken here, always after it, so that two payments of a bill
cannot deadlock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hukumati.core import audit
from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.jobs import app
from hukumati.core.money import Money
from hukumati.core.outbox import publish
from hukumati.core.references import new_reference
from hukumati.core.rows import write, write_with
from hukumati.core.transactions import require_transaction
from hukumati.payments import ledger
from hukumati.payments.domain import states
from hukumati.payments.domain.bills import PAYABLE
from hukumati.payments.domain.posting import (
    Leg,
    Share,
    excess_of,
    post_capture,
    post_late_applied,
    post_late_capture,
    post_ordered_back,
    revenue,
)
from hukumati.payments.domain.states import Cause, Event, Posting, State, Transition
from hukumati.payments.errors import BillAlreadyPaid, BillNotPayable
from hukumati.payments.events import BillPaid, BillPaidInPart, MoneyCameLate, MoneyOrderedBack, PaymentFailed
from hukumati.payments.models import OPEN_OPERATION, Bill, Operation, Payment, PaymentEvent
from hukumati.payments.queries import status_of_bill
from hukumati.payments.row_queries import BILL_LOCKED, LINES_OF_BILL

IN_FLIGHT_CHECK: Final = timedelta(seconds=20)
"""Longer than a call to the acquirer may last: after it, nobody is still waiting for the answer."""
PAYER_CHECK: Final = timedelta(seconds=300)
PAGE_LIFETIME: Final = timedelta(minutes=90)
"""How long a payer may take on a hosted page."""
MOVED_COLUMNS: Final = (
    *("state", "state_before_late", "version", "psp_ref", "page_url", "captured_amount", "receipt_number"),
    *("touched_at", "settled_at", "check_at"),
)
"""The columns that change when a payment moves; its bill, channel and amount never do."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that an outside system reports as taken for a payment, and the operation that proves it."""

    amount: Money
    operation: Operation


def apply_command(payment: Payment, event: Event, *, cause: Cause, evidence: str = "") -> None:
    """Apply one of our own commands or outcomes. Raises IllegalTransition, which is a defect."""
    _move(payment, states.command_transition(State(payment.state), event), event, cause=cause, evidence=evidence)


def apply_inbound(
    payment: Payment, event: Event, *, cause: Cause, evidence: str = "", receipt: Receipt | None = None
) -> bool:
    """Apply a report of an outside system unless it is stale; returns whether it was applied.

    A stale report that contradicts the end of a payment is recorded without moving it.
    """
    state = State(payment.state)
    transition = states.inbound_transition(state, event)
    if transition is None:
        if _is_contradiction(state, event):
            stale = _next_event(payment, event, state, state, applied=False, cause=cause, evidence=evidence)
            write_with(payment, "version", "touched_at", new=stale)
        return False
    _move(payment, transition, event, cause=cause, evidence=evidence, receipt=receipt)
    return True


def _is_contradiction(state: State, event: Event) -> bool:
    """Return whether a payment has ended otherwise than reported; that a running one is further on, is expected."""
    reported = {edge.to for (_, known), edge in states.TRANSITIONS.items() if known is event}
    return state in states.TERMINAL and state not in reported


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
    step = _next_event(payment, event, before, transition.to, applied=True, cause=cause, evidence=evidence)
    payment.state = transition.to
    if transition.to is State.CAPTURED_LATE:
        payment.state_before_late = before
    payment.check_at = _next_check(payment, transition.to)
    if transition.posting is not Posting.NONE:
        if receipt is None:
            raise RuntimeError("Money is posted only with a receipt.")
        _receive(payment, transition.posting, receipt)
    write_with(payment, *MOVED_COLUMNS, new=step)
    if transition.to in (State.DECLINED, State.FAILED, State.CAPTURE_FAILED):
        _announce_failure(payment)


def _next_event(
    payment: Payment, event: Event, origin: State, to: State, *, applied: bool, cause: Cause, evidence: str
) -> PaymentEvent:
    """Return the payment's next event, to be inserted with the payment's new version."""
    payment.version += 1
    payment.touched_at = now()
    return PaymentEvent(
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


def _next_check(payment: Payment, state: State) -> datetime | None:
    if state in states.TERMINAL:
        return None
    if state is State.AWAITING_FUNDS:
        return payment.bill.due_at
    if state in (State.CREATED, State.STARTED):
        return payment.created_at + PAGE_LIFETIME
    return payment.touched_at + (PAYER_CHECK if state is State.ACTION_REQUIRED else IN_FLIGHT_CHECK)


def _announce_failure(payment: Payment) -> None:
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
    """Return the bill's lines by budget code, with what was credited to each already."""
    due: dict[str, int] = {}
    for line in LINES_OF_BILL.all(bill.id):
        due[line.budget_code] = due.get(line.budget_code, 0) + line.amount
    credited = ledger.revenue_of(bill.id)
    return [Share(code, amount, credited.get(revenue(bill.creditor, code), 0)) for code, amount in due.items()]


def outstanding_amount(bill: Bill) -> int:
    """Return what a bill still owes, whatever its due date, in minor units; zero for a cancelled one."""
    return 0 if bill.cancelled_at else max(0, bill.total - ledger.received_for(bill.id))


def payable_amount(bill: Bill) -> int:
    """Return what may be paid of a bill now, in minor units; zero for one that is paid, cancelled or expired."""
    paid = ledger.received_for(bill.id)
    return bill.total - paid if status_of_bill(bill, paid=paid) in PAYABLE else 0


def require_payable_amount(bill: Bill) -> int:
    """Return what may be paid of a bill now, in minor units. Raises BillAlreadyPaid or BillNotPayable for nothing."""
    amount = payable_amount(bill)
    if amount <= 0:
        raise BillAlreadyPaid if bill.paid_at is not None else BillNotPayable("The bill is cancelled or expired.")
    return amount


def _receive(payment: Payment, rule: Posting, receipt: Receipt) -> None:
    """Post captured money, close its operation, and announce the bill when it is paid."""
    bill = BILL_LOCKED.get(payment.bill_id)
    payment.captured_amount = receipt.amount.minor
    payment.settled_at = now()
    payment.receipt_number = payment.receipt_number or new_reference("RCP")
    _close(receipt.operation)
    if rule is Posting.CAPTURE:
        shares = [] if bill.cancelled_at else shares_of(bill)
        legs = post_capture(psp=payment.psp, creditor=bill.creditor, shares=shares, received=receipt.amount)
        _post(payment, rule, legs, receipt)
        _order_excess_back(payment, bill, excess_of(legs), receipt)
    else:
        _post(payment, rule, post_late_capture(psp=payment.psp, received=receipt.amount), receipt)
        _apply_late(payment, bill, receipt)
    _announce_if_paid(payment, bill)
    _announce_if_part_of_it(payment, bill, receipt)
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


def _order_excess_back(payment: Payment, bill: Bill, excess: int, receipt: Receipt) -> None:
    """Make payable to the payer what the bill did not owe: a second payment, too much, or money of a cancelled bill."""
    if excess <= 0:
        return
    amount = Money(excess, payment.currency)
    _post(payment, "excess_ordered", post_ordered_back(amount=amount), receipt)
    details = {"bill": str(bill.id), "reason": "excess", "amount": str(amount)}
    audit.record(
        subject=f"payment:{payment.id}", actor="system:payments", action="payment.refund_ordered", details=details
    )
    publish(MoneyOrderedBack(bill_id=bill.id, key=bill.key, amount=amount, at=payment.settled_at or now()))


def _apply_late(payment: Payment, bill: Bill, receipt: Receipt) -> None:
    """Credit late money to a bill that still owes as much; otherwise it waits in suspense for a person to decide."""
    if receipt.amount.minor > payable_amount(bill):
        _announce_late_money(payment, bill, receipt)
        return
    legs = post_late_applied(creditor=bill.creditor, shares=shares_of(bill), amount=receipt.amount)
    _post(payment, "late_applied", legs, receipt)


def _announce_late_money(payment: Payment, bill: Bill, receipt: Receipt) -> None:
    at = payment.settled_at or now()
    publish(MoneyCameLate(payment_id=payment.id, bill_id=bill.id, key=bill.key, amount=receipt.amount, at=at))


def _announce_if_part_of_it(payment: Payment, bill: Bill, receipt: Receipt) -> None:
    """Announce money that a bill still owed and that does not pay it whole."""
    if bill.paid_at is not None or bill.cancelled_at is not None or ledger.received_for(bill.id) <= 0:
        return
    at = payment.settled_at or now()
    publish(BillPaidInPart(payment.id, bill.id, bill.key, receipt.amount, payment.channel, at))


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
