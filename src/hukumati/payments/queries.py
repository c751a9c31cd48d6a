"""Bills and payments as other parts see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import connection

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.money import Money
from hukumati.core.rows import columns, from_row
from hukumati.payments import ledger
from hukumati.payments.channels.registry import CHANNELS
from hukumati.payments.domain.bills import BillStatus, bill_status
from hukumati.payments.domain.posting import REFUND_PAYABLE
from hukumati.payments.domain.states import State, Status, status_of
from hukumati.payments.errors import NoSuchBill, NoSuchPayment
from hukumati.payments.models import Bill as BillRow
from hukumati.payments.models import Payment as PaymentRow
from hukumati.payments.row_queries import PAYMENT, PAYMENTS_OF_BILL


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of a bill: a fee, a stamp or the delivery."""

    kind: str
    title: Bilingual
    amount: Money
    budget_code: str


@dataclass(frozen=True, slots=True)
class Bill:
    """A debt to a creditor; `paid`, `refunded` (payable to the payer) and `status` are derived from the ledger."""

    id: UUID
    key: str
    creditor: str
    title: Bilingual
    lines: tuple[BillLine, ...]
    total: Money
    paid: Money
    status: BillStatus
    cash_reference: str | None
    due_at: datetime | None
    created_at: datetime
    refunded: Money

    @property
    def due(self) -> Money:
        """What is still to be paid."""
        return max(Money.zero(self.total.currency), self.total - self.paid)


@dataclass(frozen=True, slots=True)
class Payment:
    """One attempt to pay a bill; `amount` is what was captured, or what is to be captured while nothing was.

    `has_return` tells that the payer was sent to an outside page and comes back from it.
    """

    id: UUID
    bill_id: UUID
    channel: str
    channel_label: Bilingual
    has_return: bool
    amount: Money
    state: State
    status: Status
    created_at: datetime
    settled_at: datetime | None
    receipt_number: str | None


def bill_view(row: BillRow, *, lines: tuple[BillLine, ...], posted: ledger.Sums) -> Bill:
    """Return the view of a bill's row, from its lines and what was posted for it."""
    return Bill(
        id=row.id,
        key=row.key,
        creditor=row.creditor,
        title=Bilingual(ar=row.title_ar, en=row.title_en),
        lines=lines,
        total=Money(row.total, row.currency),
        paid=Money(posted.received, row.currency),
        status=status_of_bill(row, paid=posted.received),
        cash_reference=row.cash_reference,
        due_at=row.due_at,
        created_at=row.created_at,
        refunded=Money(posted.refunded, row.currency),
    )


def status_of_bill(row: BillRow, *, paid: int) -> BillStatus:
    """Derive a bill's status now from what was posted for it, in minor units."""
    return bill_status(
        total=row.total, paid=paid, is_cancelled=row.cancelled_at is not None, due_at=row.due_at, now=now()
    )


def payment_view(row: PaymentRow) -> Payment:
    """Return the view of a payment's row. Raises UnknownChannel."""
    state = State(row.state)
    amount = row.amount if row.captured_amount is None else row.captured_amount
    return Payment(
        id=row.id,
        bill_id=row.bill_id,
        channel=row.channel,
        channel_label=CHANNELS.get(row.channel).label,
        has_return=bool(row.return_url),
        amount=Money(amount, row.currency),
        state=state,
        status=status_of(state, before_late=State(row.state_before_late) if row.state_before_late else None),
        created_at=row.created_at,
        settled_at=row.settled_at,
        receipt_number=row.receipt_number,
    )


def get_bill(*, bill_id: UUID) -> Bill:
    """Return a bill. Raises NoSuchBill."""
    with connection.cursor() as cursor:
        cursor.execute(_view_sql(), [REFUND_PAYABLE, bill_id])
        found = cursor.fetchone()
    if found is None:
        raise NoSuchBill
    *values, received, refunded, lines = found
    row = from_row(BillRow, values)
    return bill_view(
        row,
        lines=tuple(
            BillLine(kind=kind, title=Bilingual(ar=ar, en=en), amount=Money(amount, row.currency), budget_code=code)
            for kind, ar, en, amount, code in lines
        ),
        posted=ledger.Sums(int(received), int(refunded)),
    )


@cache
def _view_sql() -> str:
    """Return one statement for a bill, what was posted for it and its lines: every page of a bill asks for all."""
    return f"""
        SELECT {columns(BillRow, "bill")}, sums.received, sums.refunded, lines.found
        FROM pay_bill AS bill, LATERAL ({ledger.SUMS}) AS sums, LATERAL (
          SELECT json_agg(json_build_array(kind, title_ar, title_en, amount, budget_code) ORDER BY n) AS found
          FROM pay_bill_line WHERE bill_id = bill.id
        ) AS lines
        WHERE bill.id = %s
    """  # noqa: S608


def get_payment(*, payment_id: UUID) -> Payment:
    """Return a payment as it was last known. Raises NoSuchPayment."""
    row = PAYMENT.first(payment_id)
    if row is None:
        raise NoSuchPayment
    return payment_view(row)


def list_payments(*, bill_id: UUID) -> Sequence[Payment]:
    """Return a bill's payments, oldest first."""
    return tuple(payment_view(row) for row in PAYMENTS_OF_BILL.all(bill_id))
