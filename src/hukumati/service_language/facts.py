"""The facts that expressions may name: answers, the applicant, the registers' answers, the day and the fee."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hukumati.core.ages import age_on
from hukumati.core.countries import COUNTRIES
from hukumati.core.governorates import GOVERNORATES
from hukumati.service_language.calculations import calculated
from hukumati.service_language.consents import as_they_stand
from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Facts
from hukumati.service_language.pending_answers import SILENT_REGISTERS
from hukumati.service_language.questions import PERSON_CONTRACT, Answers, Question, RegisterAnswers, as_fact
from hukumati.service_language.rules import total_minor
from hukumati.service_language.side_requests import RequestStates, request_facts

FACT_NAMES = ("applicant", "registers", "account", "case", "labels", "today", "fee", "requests")
APPLICANT_FIELDS = ("id_number", "name", "born_on", "age", "kind", "sex", "governorate", "alive")
LABELLED_TYPES = ("choice", "office", "address", "foreign_address", "decimal")


def build_facts(
    *,
    definition: Definition,
    answers: Answers,
    registers: RegisterAnswers,
    today: date,
    id_number: str | None,
    account: Mapping[str, str | None],
    case: Mapping[str, str | None],
    requests: RequestStates,
) -> dict[str, Any]:
    """Gather the facts that expressions may name.

    Every question is present, those of officials too, unanswered ones as None.
    `registers` maps a contract ("interior.person") to its answer, None where it knows no such person; one that has not
    answered is missing. `applicant` is made from the
    person register; `id_number` stands in while it is silent. `account` is {phone, email} of the sign-on; `case` is
    {reference, reason}, for documents. `fee` is what is to be paid in all (delivery included) in minor units, None
    where it cannot be worked out yet. `requests` maps a side request to its {state, outcome}, a consent with the digest
    of what was agreed to.
    What the service works out by name stands beside the answers.
    Under SILENT_REGISTERS, which no expression can name, stand the contracts that have not answered.
    """
    questions = definition.form.all_questions()
    silent = frozenset(definition.uses) - registers.keys()
    facts: dict[str, Any] = {"registers": _registers(definition, registers), SILENT_REGISTERS: silent}
    for question in questions:  # in order: a group may be asked of the records that were chosen before
        facts[question.id] = as_fact(question, answers.get(question.id), facts)
    facts["applicant"] = _applicant(registers.get(PERSON_CONTRACT), today, id_number)
    facts["account"] = {"phone": None, "email": None, **account}
    facts["case"] = {"reference": None, "reason": None, **case}
    standing = as_they_stand(definition.requests, requests, answers, facts)
    facts["requests"] = request_facts(definition.requests, standing)
    facts["labels"] = _labels(definition, facts)
    facts["today"] = today
    facts |= calculated(definition.calculations, facts)
    facts["fee"] = None
    facts["fee"] = total_minor(definition=definition, facts=facts)
    return facts


def _registers(definition: Definition, registers: RegisterAnswers) -> dict[str, dict[str, object]]:
    tree: dict[str, dict[str, object]] = {}
    for contract in definition.uses:
        owner, _, name = contract.partition(".")
        tree.setdefault(owner, {})[name] = registers.get(contract)
    return tree


def _applicant(person: Facts | None, today: date, id_number: str | None) -> dict[str, Any]:
    applicant: dict[str, Any] = dict.fromkeys(APPLICANT_FIELDS)
    applicant.update({name: person[name] for name in APPLICANT_FIELDS if person and name in person})
    applicant["id_number"] = applicant["id_number"] or id_number
    if applicant["born_on"] is not None:
        applicant["born_on"] = _as_date(applicant["born_on"])
        applicant["age"] = age_on(born_on=applicant["born_on"], today=today)
    return applicant


def _as_date(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _labels(definition: Definition, facts: Facts) -> dict[str, dict[str, str] | None]:
    questions = (question for question in definition.form.all_questions() if question.type in LABELLED_TYPES)
    return {question.id: label_of(question, facts[question.id]) for question in questions}


def label_of(question: Question, code: object) -> dict[str, str] | None:
    """Return what is read of an answer of LABELLED_TYPES, in both languages; None where there is nothing to read."""
    if question.type == "address":
        return _address_line(code) if isinstance(code, Mapping) and code else None
    if question.type == "foreign_address":
        return _foreign_line(code) if isinstance(code, Mapping) and code else None
    if question.type == "decimal":
        return _measure(question, code) if isinstance(code, float) else None
    for option in question.options:
        if option.code == code:
            return {"ar": option.label.ar, "en": option.label.en}
    return None


def _foreign_line(address: Mapping[str, Any]) -> dict[str, str]:
    country = COUNTRIES[address["country"]]
    return {"ar": "، ".join([*address["lines"], country.ar]), "en": ", ".join([*address["lines"], country.en])}


def _measure(question: Question, value: float) -> dict[str, str]:
    """Write a number with its decimals and unit."""
    number, unit = f"{value:.{question.decimals}f}", question.unit
    return {"ar": f"{number} {unit.ar}" if unit else number, "en": f"{number} {unit.en}" if unit else number}


def _address_line(address: Mapping[str, str]) -> dict[str, str]:
    """Write an address on one line, in Arabic and in English, the street as it was typed."""
    governorate = GOVERNORATES[address["governorate"]]
    parts = [address["street"], address["locality"]]
    return {
        "ar": "، ".join(filter(None, [*parts, governorate.ar, address["postcode"]])),
        "en": ", ".join(filter(None, [*parts, governorate.en, address["postcode"]])),
    }
