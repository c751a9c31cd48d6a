"""The facts this part announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hukumati.core.money import Money


@dataclass(frozen=True, slots=True)
class BillPaid:
    """A bill's total has been received; announced once for each bill."""

    bill_id: UUID
    key: str
    creditor: str
    total: Money
    channel: str
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentFailed:
    """A payment ended without money, and the bill is as it was; `state` is declined, failed or capture_failed.

    No part hears it yet; it is announced for the statistics of `insight`.
    """

    payment_id: UUID
    bill_id: UUID
    key: str
    channel: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BillPaidInPart:
    """Some of a bill's total has been received, and the rest is still due; announced once for each such payment."""

    payment_id: UUID
    bill_id: UUID
    key: str
    amount: Money
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MoneyCameLate:
    """Money was captured after its payment had ended, and the bill does not owe it: it waits to be refunded."""

    payment_id: UUID
    bill_id: UUID
    key: str
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class MoneyOrderedBack:
    """Money of a bill became payable to whoever paid it, without anybody's asking.

    The bill did not owe it, or ended before all of it was paid.
    """

    bill_id: UUID
    key: str
    amount: Money
    at: datetime
