"""The posting rules: which accounts a payment touches. Debit is positive, credit negative; each entry sums to zero."""

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
    """One line of a bill as the ledger sees it: what it is due, and what earlier entries have given it already."""

    budget_code: str
    due: int
    given: int = 0


def receivable(psp: str) -> str:
    """Return the account of what an acquirer or an agent company owes us ("card:acquirer", "agent:SIM")."""
    return f"{psp}:receivable" if psp.startswith("agent:") else f"psp:{psp}:receivable"


def revenue(creditor: str, budget_code: str) -> str:
    """Return the account of a creditor's revenue under a budget code."""
    return f"revenue:{creditor}:{budget_code}"


def _revenue_legs(creditor: str, shares: Sequence[Share], amount: int, currency: str) -> list[Leg]:
    open_shares = [share.due - share.given for share in shares]
    parts = allocate(amount, open_shares) if amount else [0] * len(shares)
    credited: dict[str, int] = {}
    for share, part in zip(shares, parts, strict=True):
        account = revenue(creditor, share.budget_code)
        credited[account] = credited.get(account, 0) + part
    return [Leg(account, -minor, currency, of_bill=True) for account, minor in credited.items() if minor]


def post_capture(*, psp: str, creditor: str, shares: Sequence[Share], received: Money) -> list[Leg]:
    """Split received money over the bill's open lines; what exceeds them waits in suspense."""
    owed = sum(share.due - share.given for share in shares)
    applied = max(0, min(received.minor, owed))
    excess = received.minor - applied
    legs = [Leg(receivable(psp), received.minor, received.currency)]
    legs += _revenue_legs(creditor, shares, applied, received.currency)
    if excess:
        legs.append(Leg(SUSPENSE_UNMATCHED, -excess, received.currency, of_bill=True))
    return legs


def post_late_capture(*, psp: str, received: Money) -> list[Leg]:
    """Keep money that came after its payment had ended in suspense, apart from the bill."""
    return [
        Leg(receivable(psp), received.minor, received.currency),
        Leg(SUSPENSE_LATE, -received.minor, received.currency),
    ]


def post_late_applied(*, creditor: str, shares: Sequence[Share], amount: Money) -> list[Leg]:
    """Give late money to the bill, which must owe at least as much."""
    if amount.minor > sum(share.due - share.given for share in shares):
        raise ValueError("Late money is applied only to a bill that owes at least as much.")
    return [
        Leg(SUSPENSE_LATE, amount.minor, amount.currency),
        *_revenue_legs(creditor, shares, amount.minor, amount.currency),
    ]
