"""Ordering refunds: what was captured for a bill moves from revenue (or suspense) to what is payable to payers.

Paying it out, by the channel or from the treasury, is a step of its own that debits `refund:payable`.
"""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from hukumati.core import audit
from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.money import Money
from hukumati.payments import ledger
from hukumati.payments.domain.posting import REFUND_PAYABLE, Leg
from hukumati.payments.errors import NoSuchBill
from hukumati.payments.models import Bill, Entry, Payment
from hukumati.payments.models import Leg as LegRow

KIND: Final = "refund_ordered"


def order_refund(*, bill_id: UUID, reason: str, payment_id: UUID | None = None) -> Money:
    """Make all that was captured for a bill, or one payment of it, payable to the payer; returns the sum so far.

    In the caller's transaction. Each payment is refunded once, however often this is called; what comes in later is
    refunded when it is called again. `reason` must hold nothing personal. Raises NoSuchBill.
    """
    with transaction.atomic():
        selected = {"bill_id": bill_id} if payment_id is None else {"bill_id": bill_id, "id": payment_id}
        payments = list(Payment.objects.select_for_update(of=("self",)).filter(**selected).order_by("id"))
        bill = Bill.objects.select_for_update().filter(id=bill_id).first()
        if bill is None:
            raise NoSuchBill
        for payment in payments:
            _order(payment, reason)
        hit("payments.refund.before_commit")
    return Money(ledger.sums_of(bill_id).refunded, bill.currency)


def _order(payment: Payment, reason: str) -> None:
    capture = Entry.objects.filter(payment=payment, kind__in=["capture", "late_capture"]).first()
    legs = _reversed(payment)
    if capture is None or not legs:
        return
    ledger.post(
        ledger.Posting(
            key=f"{payment.id}:{KIND}",
            kind=KIND,
            legs=legs,
            bill_id=payment.bill_id,
            payment_id=payment.id,
            operation_id=capture.operation_id,
            event_at=now(),
        )
    )
    audit.record(
        subject=f"payment:{payment.id}", actor="system:payments", action="payment.refund_ordered",
        details={"bill": str(payment.bill_id), "reason": reason[:100]},
    )  # fmt: skip


def _reversed(payment: Payment) -> list[Leg]:
    """Return legs that take from revenue or suspense what of the payment is still there; none where nothing is.

    An excess was ordered back when it came. The legs do not count towards the bill, which stays paid: what was
    billed and paid is history.
    """
    legs = LegRow.objects.filter(entry__payment=payment)
    credited = legs.exclude(account__code__endswith=":receivable").exclude(account__code=REFUND_PAYABLE)
    sums = credited.values("account__code", "currency").annotate(total=Sum("amount")).order_by("account__code")
    taken = [Leg(row["account__code"], -int(row["total"]), payment.currency) for row in sums if row["total"] < 0]
    total = sum(leg.amount for leg in taken)
    return [*taken, Leg(REFUND_PAYABLE, -total, payment.currency)] if total else []
