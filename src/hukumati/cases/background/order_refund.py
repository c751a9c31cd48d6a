"""Ordering refunds of what was paid for a case: all of it, one bill, or one payment that came too late."""

from datetime import datetime
from uuid import UUID

from hukumati.cases.actors import PAYMENTS
from hukumati.cases.engine.act import record_note
from hukumati.cases.engine.bills import OF_ONE_BILL, bills_of
from hukumati.cases.models import Case, LockedCase
from hukumati.core.money import Money
from hukumati.payments import api as payments


def order_refunds(case: LockedCase, *, payment: str, now: datetime) -> None:
    """Order the refund in the caller's transaction and record it; once, however often it is called.

    `payment` is what is paid back: a payment, OF_ONE_BILL and a bill, "" for all that was paid.
    """
    bills = [UUID(payment.removeprefix(OF_ONE_BILL))] if payment.startswith(OF_ONE_BILL) else bills_of(case)
    single = "" if payment.startswith(OF_ONE_BILL) else payment
    orders = [_order(case, bill_id, single) for bill_id in bills]
    owed = [f"{order.format()} {order.currency}" for order in orders if order]
    if owed:
        record_note(case, action="refunded", actor=PAYMENTS, data={"refund": owed}, now=now)


def _order(case: Case, bill_id: UUID, payment: str) -> Money:
    reason = f"case {case.reference}"
    return payments.order_refund(bill_id=bill_id, reason=reason, payment_id=UUID(payment) if payment else None)
