"""What expressions may speak of: answers, the applicant, the registers' answers, the day and the fee."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hukumati.core.bilingual import Bilingual
from hukumati.core.governorates import GOVERNORATES
from hukumati.core.money import Money
from hukumati.service_language.definition import Definition, NotPossibleHere
from hukumati.service_language.expressions import Facts
from hukumati.service_language.pending_answers import SILENT, is_open
from hukumati.service_language.questions import PERSON_CONTRACT, Question, as_fact
from hukumati.service_language.side_requests import request_facts

ROOTS = ("applicant", "registers", "account", "case", "labels", "today", "fee", "requests")
APPLICANT = ("id_number", "name", "born_on", "age", "kind", "sex", "governorate", "alive")
LABELLED_TYPES = ("choice", "office", "address")


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether the applicant may apply; `reason` is told when not.

    `is_open`: it rests on an answer that a silent register still owes, and is decided when that has come.
    """

    eligible: bool
    reason: Bilingual | None = None
    row: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One line of the price list on the service's page; `amount` is None where it depends on the answers."""

    title: Bilingual
    amount: Money | None


def build_facts(
    *,
    definition: Definition,
    answers: Mapping[str, Any],
    registers: Mapping[str, Mapping[str, Any] | None],
    today: date,
    id_number: str | None = None,
    account: Mapping[str, Any] | None = None,
    case: Mapping[str, Any] | None = None,
    requests: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Gather the facts that expressions may name.

    Every question is present, unanswered ones as None. `registers` maps a contract ("interior.person") to its
    answer, None where it knows no such person; one that has not answered is missing. `applicant` is made from the
    person register; `id_number` stands in while it is silent. `account` is {phone, email} of the sign-on; `case` is
    {reference, reason}, for documents. `fee` is what is to be paid in all (delivery included) in minor units, None
    where it cannot be worked out yet. `requests` maps a side request to how it stands, {state, outcome}.
    Under SILENT, which no expression can name, stand the contracts that have not answered.
    """
    questions = definition.form.questions()
    silent = frozenset(definition.uses) - registers.keys()
    facts: dict[str, Any] = {"registers": _registers(definition, registers), SILENT: silent}
    facts |= {question.id: as_fact(question, answers.get(question.id), facts) for question in questions}
    facts["applicant"] = _applicant(registers.get(PERSON_CONTRACT), today, id_number)
    facts["account"] = {"phone": None, "email": None, **(account or {})}
    facts["case"] = {"reference": None, "reason": None, **(case or {})}
    facts["requests"] = request_facts(definition.requests, requests)
    facts["labels"] = _labels(definition, facts)
    facts["today"] = today
    facts["fee"] = None
    facts["fee"] = _fee_minor(definition, facts)
    return facts


def _registers(definition: Definition, registers: Mapping[str, Mapping[str, Any] | None]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for contract in definition.uses:
        owner, _, name = contract.partition(".")
        tree.setdefault(owner, {})[name] = registers.get(contract)
    return tree


def _applicant(person: Mapping[str, Any] | None, today: date, id_number: str | None) -> dict[str, Any]:
    applicant: dict[str, Any] = dict.fromkeys(APPLICANT)
    applicant.update({name: person[name] for name in APPLICANT if person and name in person})
    applicant["id_number"] = applicant["id_number"] or id_number
    if applicant["born_on"] is not None:
        applicant["born_on"] = _as_date(applicant["born_on"])
        applicant["age"] = age_on(born_on=applicant["born_on"], today=today)
    return applicant


def _as_date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def age_on(*, born_on: date, today: date) -> int:
    """Count completed years of life; one born on 29 February completes a year on 1 March of common years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


def _labels(definition: Definition, facts: Facts) -> dict[str, Any]:
    questions = (question for question in definition.form.questions() if question.type in LABELLED_TYPES)
    return {question.id: _label(question, facts[question.id]) for question in questions}


def _label(question: Question, code: Any) -> dict[str, str] | None:
    if question.type == "address":
        return _address_line(code) if code else None
    for option in question.options:
        if option.code == code:
            return {"ar": option.label.ar, "en": option.label.en}
    return None


def _address_line(address: Mapping[str, Any]) -> dict[str, str]:
    """Write an address on one line, in Arabic and in English, the street as it was typed."""
    governorate = GOVERNORATES[address["governorate"]]
    parts = [address["street"], address["locality"]]
    return {
        "ar": "، ".join(filter(None, [*parts, governorate.ar, address["postcode"]])),
        "en": ", ".join(filter(None, [*parts, governorate.en, address["postcode"]])),
    }


def _fee_minor(definition: Definition, facts: Facts) -> int | None:
    try:
        if is_fee_open(definition=definition, facts=facts):
            return None
        amount: int = fee(definition=definition, facts=facts).minor + delivery(definition=definition, facts=facts).minor
    except (ValueError, LookupError):
        return None
    return amount


def is_fee_open(*, definition: Definition, facts: Facts) -> bool:
    """Return whether what is to be paid rests on an answer that a silent register still owes."""
    tables = (definition.tables.get(name) for name in ("fee", "delivery"))
    return any(is_open(definition=definition, table=table, facts=facts) for table in tables if table is not None)


def fee(*, definition: Definition, facts: Facts) -> Money:
    """Work the fee out of the table `fee`; a service without one is free.

    Raises NoRowApplies, SeveralRowsApply, WrongResult, ExpressionFailed.
    """
    table = definition.tables.get("fee")
    if table is None:
        return Money.zero(definition.fee_currency)
    return Money(table.decide(facts).values["fee"], table.currency)


def delivery(*, definition: Definition, facts: Facts) -> Money:
    """Work out what bringing the result costs, by the table `delivery`; without one nothing.

    Raises like `fee`.
    """
    table = definition.tables.get("delivery")
    if table is None:
        return Money.zero(definition.fee_currency)
    return Money(table.decide(facts).values["fee"], table.currency)


def eligibility(*, definition: Definition, facts: Facts) -> Eligibility:
    """Decide by the table `eligibility`; a service without one is open to all. Raises like `fee`."""
    table = definition.tables.get("eligibility")
    if table is None:
        return Eligibility(eligible=True)
    if is_open(definition=definition, table=table, facts=facts):
        return Eligibility(eligible=True, is_open=True)
    decision = table.decide(facts)
    eligible, reason = decision.values["eligible"], decision.values.get("reason")
    return Eligibility(
        eligible=eligible, reason=None if eligible or not reason else definition.text(reason), row=decision.row
    )


def fee_items(*, definition: Definition) -> tuple[FeeItem, ...]:
    """List the titled rows of the fee table: what a citizen is told before applying."""
    table = definition.tables.get("fee")
    if table is None:
        return ()
    rows = (row for row in table.rows if row.title)
    return tuple(FeeItem(title=row.title, amount=_fixed(definition, row.id)) for row in rows if row.title)


def lowest_fee(*, definition: Definition) -> Money | None:
    """Return the smallest amount that anybody pays; None where nobody does, or where it cannot be told."""
    amounts = [item.amount for item in fee_items(definition=definition) if item.amount]
    return min(amounts, key=lambda amount: amount.minor, default=None)


def _fixed(definition: Definition, row_id: str) -> Money | None:
    table = definition.tables["fee"]
    row = next(row for row in table.rows if row.id == row_id)
    return None if row.then["fee"].names else Money(table.cell(row, "fee", {}), table.currency)


def pays_on_submission(*, definition: Definition, facts: Mapping[str, Any]) -> bool:
    """Return whether submitting leads straight to payment; otherwise the fee is due later, if at all."""
    try:
        target = definition.flow.step(definition.flow.start, "submit").choose(facts)
    except NotPossibleHere:
        return False
    return "paid" in definition.flow.states[target].actions
