"""Ordering refunds of what was paid for a case: all of it, or one payment that came too late."""

from datetime import datetime
from uuid import UUID

from hukumati.cases.actors import PAYMENTS
from hukumati.cases.engine.act import record_note
from hukumati.cases.models import Case, Event, EventPayload, LockedCase
from hukumati.core.money import Money
from hukumati.payments import api as payments


def order_refunds(case: LockedCase, *, payment: str, now: datetime) -> None:
    """Order the refund in the caller's transaction and record it; once, however often it is called."""
    orders = [_order(case, bill_id, payment) for bill_id in bills_of(case)]
    owed = [f"{order.format()} {order.currency}" for order in orders if order]
    if owed:
        record_note(case, action="refunded", actor=PAYMENTS, data={"refund": owed}, now=now)


def _order(case: Case, bill_id: UUID, payment: str) -> Money:
    reason = f"case {case.reference}"
    return payments.order_refund(bill_id=bill_id, reason=reason, payment_id=UUID(payment) if payment else None)


def bills_of(case: Case) -> list[UUID]:
    """List the bills of a case that were paid, and the last one."""
    paid = Event.objects.filter(case=case, action__in=["paid", "paid_late"]).values_list("seq", flat=True)
    payloads = (
        EventPayload.objects.filter(case=case, seq__in=list(paid)).order_by("seq").values_list("payload", flat=True)
    )
    bills = [UUID(payload["bill"]) for payload in payloads if payload.get("bill")]
    return list(dict.fromkeys([*bills, *([case.bill_id] if case.bill_id else [])]))
