"""The status of a bill: derived from what was posted, never stored."""

from datetime import datetime
from enum import StrEnum


class BillStatus(StrEnum):
    """The status of a bill at a moment."""

    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


def bill_status(*, total: int, paid: int, is_cancelled: bool, due_at: datetime | None, now: datetime) -> BillStatus:
    """Derive a bill's status from its total and what was posted for it, both in minor units."""
    if is_cancelled:
        return BillStatus.CANCELLED
    if paid >= total:
        return BillStatus.PAID if paid == total else BillStatus.OVERPAID
    if due_at is not None and due_at <= now:
        return BillStatus.EXPIRED
    return BillStatus.PART_PAID if paid else BillStatus.OPEN


PAYABLE = frozenset({BillStatus.OPEN, BillStatus.PART_PAID})
