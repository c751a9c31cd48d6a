"""The posting rules: which accounts a payment touches. Debits are positive, credits negative; an entry sums to zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hukumati.core.money import Money
from hukumati.payments.domain.allocation import allocate

SUSPENSE_UNMATCHED: Final = "suspense:unmatched"
SUSPENSE_LATE: Final = "suspense:late"
REFUND_PAYABLE: Final = "refund:payable"


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of an entry; `of_bill` says whether it counts towards the bill."""

    account: str
    amount: int
    currency: str
    of_bill: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """One budget code of a bill: the amount due to it, and what earlier entries have credited to it."""

    budget_code: str
    due: int
    credited: int = 0

    @property
    def outstanding(self) -> int:
        """What is still to be credited."""
        return self.due - self.credited


def receivable(psp: str) -> str:
    """Return the account of what a payment company owes us.

    A company that names its kind ("agent:PALM") keeps it; any other is of the kind "psp".
    """
    return f"{psp}:receivable" if ":" in psp else f"psp:{psp}:receivable"


def revenue(creditor: str, budget_code: str) -> str:
    """Return the account of a creditor's revenue under a budget code."""
    return f"revenue:{creditor}:{budget_code}"


def _revenue_legs(creditor: str, shares: Sequence[Share], amount: int, currency: str) -> list[Leg]:
    parts = allocate(amount, [share.outstanding for share in shares]) if amount else [0] * len(shares)
    credited: dict[str, int] = {}
    for share, part in zip(shares, parts, strict=True):
        account = revenue(creditor, share.budget_code)
        credited[account] = credited.get(account, 0) + part
    return [Leg(account, -minor, currency, of_bill=True) for account, minor in credited.items() if minor]


def post_capture(*, psp: str, creditor: str, shares: Sequence[Share], received: Money) -> list[Leg]:
    """Return the legs that credit received money to the bill's open lines; the excess goes to suspense."""
    outstanding = sum(share.outstanding for share in shares)
    applied = max(0, min(received.minor, outstanding))
    excess = received.minor - applied
    legs = [Leg(receivable(psp), received.minor, received.currency)]
    legs += _revenue_legs(creditor, shares, applied, received.currency)
    if excess:
        legs.append(Leg(SUSPENSE_UNMATCHED, -excess, received.currency, of_bill=True))
    return legs


def excess_of(legs: Sequence[Leg]) -> int:
    """Return what a capture brought beyond what the bill owed, in minor units."""
    return -sum(leg.amount for leg in legs if leg.account == SUSPENSE_UNMATCHED)


def post_ordered_back(*, amount: Money) -> list[Leg]:
    """Return the legs that make an excess payable to whoever paid it; they do not count towards the bill."""
    return [
        Leg(SUSPENSE_UNMATCHED, amount.minor, amount.currency),
        Leg(REFUND_PAYABLE, -amount.minor, amount.currency),
    ]


def post_late_capture(*, psp: str, received: Money) -> list[Leg]:
    """Return the legs that put money of an ended payment into suspense, apart from the bill."""
    return [
        Leg(receivable(psp), received.minor, received.currency),
        Leg(SUSPENSE_LATE, -received.minor, received.currency),
    ]


def post_late_applied(*, creditor: str, shares: Sequence[Share], amount: Money) -> list[Leg]:
    """Return the legs that credit late money to the bill, which must owe at least as much."""
    if amount.minor > sum(share.outstanding for share in shares):
        raise ValueError("Late money is applied only to a bill that owes at least as much.")
    return [
        Leg(SUSPENSE_LATE, amount.minor, amount.currency),
        *_revenue_legs(creditor, shares, amount.minor, amount.currency),
    ]
