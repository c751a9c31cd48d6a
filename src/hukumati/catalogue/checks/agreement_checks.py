"""Checks of what the owners of the registers agreed to: who may use a contract, for which service, about whom."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.diagnostics import NOTHING, At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.interoperability.api import Agreement
from hukumati.service_language.api import Definition, Expression, sources_of

APPLICANTS: Final = frozenset({"applicant.id_number", "registers.interior.person.id_number"})
SUBJECT: Final = "id_number"


def check_agreements(
    parsed: ParsedFolder, contracts: dict[str, RegisterContract], agreements: Iterable[Agreement], on: date
) -> None:
    """Record contracts that their owners have not agreed to be used so, and people they may not be used about."""
    known = [each for each in agreements if _covers(each, parsed.definition, on)]
    for contract, place, about in _uses(parsed):
        own = [each for each in known if each.contract == contract]
        needs_typed = contract in contracts and bool(contracts[contract].parameters)
        if not [each for each in own if each.typed or not needs_typed]:
            _note_none(parsed, contract, place)
        elif about is not None and about is not NOTHING:
            _check_about(parsed, contract, about, place, {word for each in own for word in each.about})


def unagreed_contracts(definition: Definition, agreements: Iterable[Agreement], on: date) -> tuple[str, ...]:
    """Return the contracts of a service that their owners do not agree to on a day."""
    agreed = {each.contract for each in agreements if _covers(each, definition, on)}
    return tuple(each for each in (*definition.uses, *definition.tells) if each not in agreed)


def _covers(agreement: Agreement, definition: Definition, on: date) -> bool:
    return agreement.covers(contract=agreement.contract, provider=definition.provider, purpose=definition.code, on=on)


def _uses(parsed: ParsedFolder) -> Iterable[tuple[str, At, Expression | None]]:
    definition, service = parsed.definition, parsed.sources.service
    for index, contract in enumerate(definition.uses):
        about = definition.ask_about.get(contract)
        yield contract, at(service, "uses", index) if about is None else at(service, "ask_about", contract), about
    for contract, spec in definition.tells.items():
        yield contract, at(service, "tells", contract), spec.data.get(SUBJECT)


def _note_none(parsed: ParsedFolder, contract: str, place: At) -> None:
    definition = parsed.definition
    problem = f"the owner of {contract} has not agreed that {definition.provider} uses it for {definition.code}"
    remedy = "Ask the owner of the register for an agreement, or do without it."
    parsed.diagnostics.add(place, "agreement.none", problem, remedy)


def _check_about(parsed: ParsedFolder, contract: str, about: Expression, place: At, agreed: set[str]) -> None:
    """The person must be the applicant, or one that a register named: never whoever is typed or worked out."""
    for source in sorted(sources_of(about)):
        if _named(parsed.definition, source) not in agreed:
            named = repr(source or about.text)
            problem = f"{contract} is used about whomever {named} names, to which its owner has not agreed"
            remedy = f"Its owner agreed to: {', '.join(sorted(agreed))}. Take the ID number from there."
            parsed.diagnostics.add(place, "agreement.about", problem, remedy)


def _named(definition: Definition, source: str) -> str:
    """Return a source in an agreement's words: `applicant`, or the path at which a register named the person."""
    if source in APPLICANTS:
        return "applicant"
    name, _, rest = source.partition(".")
    question = next((each for each in definition.form.questions() if each.id == name), None)
    if question is not None and question.of and rest:
        return f"{question.of}.{rest}"
    return source.removeprefix("registers.") if source.startswith("registers.") else f"?{source}"
