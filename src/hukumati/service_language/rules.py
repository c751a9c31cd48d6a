"""What the tables of a service decide: who may apply, and what it costs."""

from dataclasses import dataclass

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Facts
from hukumati.service_language.pending_answers import is_undecided


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether the applicant may apply; `reason` is given when not.

    `is_pending`: it rests on an answer that a silent register still owes, and is decided when that has come.
    """

    eligible: bool
    reason: Bilingual | None = None
    row: str = ""
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One line of the price list on the service's page; `amount` is None where it depends on the answers."""

    title: Bilingual
    amount: Money | None


def eligibility(*, definition: Definition, facts: Facts) -> Eligibility:
    """Decide by the table `eligibility`; a service without one is open to all. Raises like `fee`."""
    table = definition.tables.get("eligibility")
    if table is None:
        return Eligibility(eligible=True)
    if is_undecided(definition=definition, table=table, facts=facts):
        return Eligibility(eligible=True, is_pending=True)
    decision = table.decide(facts)
    eligible, reason = decision.values["eligible"], decision.values.get("reason")
    return Eligibility(
        eligible=eligible, reason=None if eligible or not reason else definition.text(reason), row=decision.row
    )


def fee(*, definition: Definition, facts: Facts) -> Money:
    """Work the fee out of the table `fee`; a service without one is free.

    Raises NoRowApplies, SeveralRowsApply, WrongResult, ExpressionFailed.
    """
    return _amount(definition, "fee", facts)


def delivery(*, definition: Definition, facts: Facts) -> Money:
    """Work out what bringing the result costs, by the table `delivery`; without one nothing. Raises like `fee`."""
    return _amount(definition, "delivery", facts)


def _amount(definition: Definition, table_name: str, facts: Facts) -> Money:
    table = definition.tables.get(table_name)
    if table is None:
        return Money.zero(definition.fee_currency)
    return Money(table.decide(facts).values["fee"], table.currency)


def is_fee_pending(*, definition: Definition, facts: Facts) -> bool:
    """Return whether what is to be paid rests on an answer that a silent register still owes."""
    tables = (definition.tables.get(name) for name in ("fee", "delivery"))
    return any(is_undecided(definition=definition, table=table, facts=facts) for table in tables if table is not None)


def total_minor(*, definition: Definition, facts: Facts) -> int | None:
    """Return fee and delivery together in minor units, None where they cannot be worked out (yet)."""
    try:
        if is_fee_pending(definition=definition, facts=facts):
            return None
        return fee(definition=definition, facts=facts).minor + delivery(definition=definition, facts=facts).minor
    except (ValueError, LookupError):
        return None


def fee_items(*, definition: Definition) -> tuple[FeeItem, ...]:
    """List the titled rows of the fee table: the prices that a citizen reads before applying."""
    table = definition.tables.get("fee")
    if table is None:
        return ()
    return tuple(
        FeeItem(
            title=row.title,
            # an amount that names no fact is the same for everybody
            amount=None if row.then["fee"].names else Money(table.cell(row, "fee", {}), table.currency),
        )
        for row in table.rows
        if row.title
    )


def lowest_fee(*, definition: Definition) -> Money | None:
    """Return the smallest amount that anybody pays; None where nobody does, or where it depends on the answers."""
    amounts = [item.amount for item in fee_items(definition=definition) if item.amount]
    return min(amounts, key=lambda amount: amount.minor, default=None)
