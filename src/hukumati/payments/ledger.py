"""The double-entry ledger: an entry is written once for its posting key and never changed; balances are sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from hukumati.core.clock import now
from hukumati.core.money import Money
from hukumati.core.rows import PreparedQuery, add, add_all
from hukumati.payments.domain.posting import REFUND_PAYABLE, SUSPENSE_UNMATCHED, Leg
from hukumati.payments.models import Account
from hukumati.payments.models import Entry as EntryRow
from hukumati.payments.models import Leg as LegRow

_ACCOUNTS: Final = PreparedQuery(Account, "code = ANY(%s)")
SUMS: Final = """
SELECT (SELECT coalesce(-sum(amount), 0) FROM led_leg WHERE bill_id = bill.id) AS received,
  (SELECT coalesce(-sum(leg.amount), 0) FROM pay_payment AS payment
   JOIN led_entry AS entry ON entry.payment_id = payment.id JOIN led_leg AS leg ON leg.entry_id = entry.id
   JOIN led_account AS account ON account.id = leg.account_id
   WHERE payment.bill_id = bill.id AND account.code = %s AND leg.amount < 0) AS refunded
"""
"""What was posted for the row that the surrounding query calls `bill`; the parameter is REFUND_PAYABLE."""
_SUMS_OF_ONE: Final = f"SELECT sums.* FROM (SELECT %s::uuid AS id) AS bill, LATERAL ({SUMS}) AS sums"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry to be written; `key` is derived from the operation and the posting rule, so that it is written once."""

    key: str
    kind: str
    legs: Sequence[Leg]
    bill_id: UUID
    payment_id: UUID
    operation_id: UUID
    event_at: datetime


def post(posting: Posting) -> None:
    """Write an entry in the caller's transaction; PostgreSQL checks at commit that it sums to zero."""
    entry = EntryRow(
        posting_key=posting.key,
        kind=posting.kind,
        event_at=posting.event_at,
        recorded_at=now(),
        payment_id=posting.payment_id,
        operation_id=posting.operation_id,
    )
    add(entry)
    accounts = _accounts(posting.legs)
    legs = (
        LegRow(
            entry=entry,
            n=n,
            account=accounts[leg.account, leg.currency],
            amount=leg.amount,
            currency=leg.currency,
            bill_id=posting.bill_id if leg.of_bill else None,
        )
        for n, leg in enumerate(posting.legs, 1)
    )
    add_all(*legs)


def _accounts(legs: Sequence[Leg]) -> dict[tuple[str, str], Account]:
    needed = {(leg.account, leg.currency) for leg in legs}
    found = _find(needed)
    if missing := needed - found.keys():
        Account.objects.bulk_create(
            [Account(code=code, currency=currency, normal_side=_side(code)) for code, currency in sorted(missing)],
            ignore_conflicts=True,
        )
        found = _find(needed)
    return found


def _find(needed: set[tuple[str, str]]) -> dict[tuple[str, str], Account]:
    rows = _ACCOUNTS.all([code for code, _ in needed])
    return {(row.code, row.currency): row for row in rows if (row.code, row.currency) in needed}


def _side(code: str) -> str:
    return "debit" if code.endswith(":receivable") else "credit"


@dataclass(frozen=True, slots=True)
class Sums:
    """What was posted for a bill, in minor units.

    `received` is its revenue, and its excess in suspense; `refunded` is what became payable to payers, paid out or not.
    """

    received: int
    refunded: int


def sums_of(bill_id: UUID) -> Sums:
    """Sum what was posted for a bill."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS_OF_ONE, [bill_id, REFUND_PAYABLE])
        received, refunded = cursor.fetchone()
    return Sums(int(received), int(refunded))


def received_for(bill_id: UUID) -> int:
    """Sum, in minor units, what was received for a bill."""
    return sums_of(bill_id).received


def revenue_of(bill_id: UUID) -> dict[str, int]:
    """Sum what was credited to each revenue account for a bill, in minor units."""
    rows = LegRow.objects.filter(bill_id=bill_id).exclude(account__code=SUSPENSE_UNMATCHED)
    return {row["account__code"]: -row["total"] for row in rows.values("account__code").annotate(total=Sum("amount"))}


def balance(account: str, currency: str) -> Money:
    """Return the balance of an account (debit positive)."""
    rows = LegRow.objects.filter(account__code=account, currency=currency)
    return Money(int(rows.aggregate(total=Sum("amount"))["total"] or 0), currency)
