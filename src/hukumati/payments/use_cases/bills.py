"""Issuing and cancelling bills."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.money import Money
from hukumati.core.outbox import publish
from hukumati.core.rows import add_all, add_once
from hukumati.core.transactions import joined_transaction
from hukumati.payments import ledger
from hukumati.payments.domain.states import MAY_MOVE_MONEY, TERMINAL, Cause, Event
from hukumati.payments.errors import BillAlreadyPaid, InvalidBill, NoSuchBill, PaymentInFlight
from hukumati.payments.events import MoneyOrderedBack
from hukumati.payments.models import Bill as BillRow
from hukumati.payments.models import BillLine as BillLineRow
from hukumati.payments.models import Payment as PaymentRow
from hukumati.payments.queries import Bill, BillLine, bill_view, get_bill
from hukumati.payments.use_cases.refund import order_refund
from hukumati.payments.use_cases.transitions import apply_command

MOST_LINES = 50


def issue_bill(
    *,
    key: str,
    creditor: str,
    title: Bilingual,
    lines: Sequence[BillLine],
    payer_initials: str,
    due_at: datetime | None,
) -> Bill:
    """Issue a bill in the caller's transaction; the same key again returns the same bill.

    Raises InvalidBill when there are no lines or too many, they mix currencies, an amount is not positive, a budget
    code is empty, or the key is used for another total or creditor.
    """
    total = _total(lines)
    with joined_transaction():
        row = BillRow(
            key=key,
            creditor=creditor,
            title_ar=title.ar,
            title_en=title.en,
            currency=total.currency,
            total=total.minor,
            payer_initials=payer_initials[:20],
            due_at=due_at,
            created_at=now(),
        )
        is_new = add_once(row, "key")
        if is_new:
            add_all(*_line_rows(row, lines))
        hit("payments.bill_issued.before_commit")
    if is_new:
        return bill_view(row, lines=tuple(lines), posted=ledger.Sums(received=0, refunded=0))
    bill = get_bill(bill_id=BillRow.objects.only("id").get(key=key).id)
    if (bill.creditor, bill.total) != (creditor, total):
        raise InvalidBill(f"The key {key!r} is used for another bill.")
    return bill


def _total(lines: Sequence[BillLine]) -> Money:
    currencies = {line.amount.currency for line in lines}
    if not 1 <= len(lines) <= MOST_LINES or len(currencies) != 1:
        raise InvalidBill("A bill needs one to fifty lines, all in one currency.")
    if any(line.amount.minor <= 0 or not line.budget_code for line in lines):
        raise InvalidBill("Each line of a bill needs an amount above zero and a budget code.")
    return sum((line.amount for line in lines), start=Money.zero(currencies.pop()))


def _line_rows(row: BillRow, lines: Sequence[BillLine]) -> list[BillLineRow]:
    return [
        BillLineRow(
            bill=row,
            n=n,
            kind=line.kind,
            title_ar=line.title.ar,
            title_en=line.title.en,
            amount=line.amount.minor,
            budget_code=line.budget_code,
        )
        for n, line in enumerate(lines, 1)
    ]


def cancel_bill(*, bill_id: UUID, reason: str) -> Bill:
    """Cancel a bill that is not paid and that nobody is paying; cancelling again changes nothing.

    What was received of it (a part) is ordered back. Raises BillAlreadyPaid, PaymentInFlight, NoSuchBill.
    """
    with transaction.atomic():
        payments = list(PaymentRow.objects.select_for_update(of=("self",)).filter(bill_id=bill_id).order_by("id"))
        row = BillRow.objects.select_for_update().filter(id=bill_id).first()
        if row is None:
            raise NoSuchBill
        unfinished = [payment for payment in payments if payment.state not in TERMINAL]
        _refuse_if_money(row, unfinished)
        for payment in unfinished:
            apply_command(payment, Event.CANCELLED, cause=Cause.BILL)
        if row.cancelled_at is None:
            row.cancelled_at, row.cancellation_reason = now(), reason[:300]
            row.save(update_fields=["cancelled_at", "cancellation_reason"])
            _order_part_back(row)
    return get_bill(bill_id=bill_id)


def _refuse_if_money(row: BillRow, unfinished: Sequence[PaymentRow]) -> None:
    if row.paid_at is not None:
        raise BillAlreadyPaid("The bill is paid.")
    started = PaymentRow.objects.filter(bill=row, state__in=sorted(MAY_MOVE_MONEY))
    if any(payment.state in MAY_MOVE_MONEY for payment in unfinished) or started.exists():
        raise PaymentInFlight("A payment of this bill may be under way.")


def _order_part_back(row: BillRow) -> None:
    """Make the received part of a bill that ends unpaid payable to whoever paid it."""
    before = ledger.sums_of(row.id).refunded
    owed = order_refund(bill_id=row.id, reason="bill cancelled") - Money(before, row.currency)
    if owed:
        publish(MoneyOrderedBack(bill_id=row.id, key=row.key, amount=owed, at=now()))
