"""What the tables of a service decide: who may apply, and what it costs."""

from collections.abc import Iterator
from dataclasses import dataclass

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Expression, Facts
from hukumati.service_language.pending_answers import is_undecided
from hukumati.service_language.tables import Row, Table


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
    """One line of the price list on the service's page; `amount` is None where it depends on the answers.

    `is_set_by_officials` says that it depends on what officials fill in, which nobody knows when applying.
    """

    title: Bilingual
    amount: Money | None
    is_set_by_officials: bool = False


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


def charge(*, definition: Definition, facts: Facts, table: str) -> Money:
    """Work out a fee that is due later in a case, by its own table. Raises like `fee`."""
    return _amount(definition, table, facts)


def _amount(definition: Definition, table_name: str, facts: Facts) -> Money:
    table = definition.tables.get(table_name)
    if table is None:
        return Money.zero(definition.fee_currency)
    return Money(table.decide(facts).values["fee"], table.currency)


def is_fee_pending(*, definition: Definition, facts: Facts) -> bool:
    """Return whether what is to be paid rests on an answer that a silent register, or an official, still owes."""
    return _rests_on_registers(definition, facts) or is_set_by_officials(definition=definition, facts=facts)


def is_set_by_officials(*, definition: Definition, facts: Facts) -> bool:
    """Return whether the fee rests on what officials fill in, and have not filled in yet."""
    owed = {each.id for each in definition.form.official_questions() if facts.get(each.id) in (None, [])}
    cells = (cell for table in _of_application(definition) for row in table.rows for cell in _cells(row))
    return any(owed & set(cell.names) for cell in cells)


def _cells(row: Row) -> Iterator[Expression]:
    return iter((*row.when, *row.then.values()))


def _rests_on_registers(definition: Definition, facts: Facts) -> bool:
    return any(is_undecided(definition=definition, table=each, facts=facts) for each in _of_application(definition))


def _of_application(definition: Definition) -> list[Table]:
    return [definition.tables[name] for name in ("fee", "delivery") if name in definition.tables]


def total_minor(*, definition: Definition, facts: Facts) -> int | None:
    """Return fee and delivery together in minor units, None where they cannot be worked out (yet)."""
    try:
        if _rests_on_registers(definition, facts):
            return None
        return fee(definition=definition, facts=facts).minor + delivery(definition=definition, facts=facts).minor
    except (ValueError, LookupError):
        return None


def fee_items(*, definition: Definition) -> tuple[FeeItem, ...]:
    """List the titled rows of the tables of fees: the prices that a citizen reads before applying."""
    later = [state.charge for state in definition.flow.states.values() if state.charge in definition.tables]
    names = dict.fromkeys((*(["fee"] if "fee" in definition.tables else []), *later))
    filled_in = {each.id for each in definition.form.official_questions()}
    return tuple(item for name in names for item in _titled_rows(definition.tables[name], filled_in))


def _titled_rows(table: Table, filled_in: set[str]) -> Iterator[FeeItem]:
    return (
        FeeItem(
            title=row.title,
            # an amount that names no fact is the same for everybody
            amount=None if row.then["fee"].names else Money(table.cell(row, "fee", {}), table.currency),
            is_set_by_officials=not filled_in.isdisjoint(row.then["fee"].names),
        )
        for row in table.rows
        if row.title
    )


def lowest_fee(*, definition: Definition) -> Money | None:
    """Return the smallest amount that anybody pays; None where nobody does, or where it depends on the answers."""
    amounts = [item.amount for item in fee_items(definition=definition) if item.amount]
    return min(amounts, key=lambda amount: amount.minor, default=None)
