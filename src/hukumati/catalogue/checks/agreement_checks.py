"""Checks of what the owners of the registers agreed to: who may use a contract, for which service, about whom."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from hukumati.catalogue.checks.consent_checks import APPLICANTS
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.flow_checks import reachable
from hukumati.catalogue.folder.diagnostics import NOTHING, At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.interoperability.api import Agreement
from hukumati.service_language.api import Definition, Expression, Flow, party_sources, sources_of

CONSENTING: Final = "consenting"
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
            _check_consented_before(parsed, contract, about, place)


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
        if not _names(parsed.definition, source) & agreed:
            named = repr(source or about.text)
            problem = f"{contract} is used about whomever {named} names, to which its owner has not agreed"
            remedy = f"Its owner agreed to: {', '.join(sorted(agreed))}. Take the ID number from there."
            parsed.diagnostics.add(place, "agreement.about", problem, remedy)


def _check_consented_before(parsed: ParsedFolder, contract: str, about: Expression, place: At) -> None:
    """Whoever is asked about because they consented has been asked for it on every way that leads there."""
    definition, asked_of = parsed.definition, sources_of(about)
    consents = {name for name, source in party_sources(definition) if source in asked_of}
    if not consents:
        return
    states = definition.flow.states.values()
    asking = {each.name for each in states if consents & {effect.argument for effect in each.effects}}
    before = reachable(_without(definition.flow, asking), [definition.flow.start], definition.promise)
    using = {each.name for each in states if contract in {effect.argument for effect in each.effects}}
    is_early = contract in definition.form.contracts() or contract in definition.ask_first
    if is_early or using & before:
        names = ", ".join(sorted(consents))
        problem = f"{contract} may be used about a person who has not been asked for the consent {names}"
        remedy = f"Use it in a state that follows do: [request {sorted(consents)[0]}] on every way."
        parsed.diagnostics.add(place, "agreement.consent", problem, remedy)


def _without(flow: Flow, states: set[str]) -> Flow:
    return replace(flow, states={name: state for name, state in flow.states.items() if name not in states})


def _names(definition: Definition, source: str) -> set[str]:
    """Return a source in the words of agreements: `applicant`, `consenting`, the path where a register named them."""
    consenting = {CONSENTING} if source in {each for _name, each in party_sources(definition)} else set[str]()
    return consenting | {_named(definition, source)}


def _named(definition: Definition, source: str) -> str:
    """Return a source in an agreement's words: `applicant`, or the path at which a register named the person."""
    if source in APPLICANTS:
        return "applicant"
    name, _, rest = source.partition(".")
    question = next((each for each in definition.form.questions() if each.id == name), None)
    if question is not None and question.of and rest:
        return f"{question.of}.{rest}"
    return source.removeprefix("registers.") if source.startswith("registers.") else f"?{source}"
