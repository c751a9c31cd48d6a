"""What becomes of the money that came for an application, if its owner withdraws it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hukumati.cases.engine.bills import bills_of
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of, own_case
from hukumati.core.money import Money
from hukumati.payments import api as payments


@dataclass(frozen=True, slots=True)
class WithdrawalMoney:
    """Amounts, one of each currency: `received` so far and not given back yet, and of it what `returns` or is kept."""

    received: tuple[Money, ...] = ()
    returns: tuple[Money, ...] = ()
    keeps: tuple[Money, ...] = ()


def money_if_withdrawn(*, reference: str, sub: str, now: datetime) -> WithdrawalMoney:
    """Return what would become of what was paid: by the flow's next state, and by a bill that would be cancelled.

    Nothing where it cannot be withdrawn, or no longer: it goes on while its page is made. Raises NoSuchCase.
    """
    case = own_case(reference, sub)
    definition = definition_of(case)
    left = definition.flow.states[case.state]
    if "withdraw" not in left.actions:
        return WithdrawalMoney()
    following = definition.flow.states[left.action("withdraw").choose(session_of(case, definition, now).facts)]
    refunds = any(effect.kind == "refund" for effect in following.effects)
    returns, keeps = list[Money](), list[Money]()
    for bill_id in bills_of(case):
        bill = payments.get_bill(bill_id=bill_id)
        is_cancelled = left.awaits_payment and bill_id == case.bill_id
        (returns if refunds or is_cancelled else keeps).append(bill.paid - bill.refunded)
    return WithdrawalMoney(_summed([*returns, *keeps]), _summed(returns), _summed(keeps))


def _summed(amounts: Iterable[Money]) -> tuple[Money, ...]:
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return tuple(each for each in sums.values() if each)
