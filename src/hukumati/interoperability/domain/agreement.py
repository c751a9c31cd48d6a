"""What the owner of a register has agreed to: which provider may use a contract, for which purpose, about whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hukumati.core.bilingual import Bilingual

ANY: Final = "any"
APPLICANT: Final = "applicant"
CONSENTING: Final = "consenting"

Evidence = Mapping[str, object]
"""Registers' answers that a case has kept, by contract; None where a register knew no such person."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The owner's approval that a provider uses a contract for a purpose (a service's code; `any` for every one).

    `about` names whose data: `applicant`; `consenting` for a person who has consented in the case; or the path of the
    ID numbers that a register named for the applicant (`interior.family.members.id_number`). `typed`: the parameters of
    the contract may be what the applicant typed.
    """

    contract: str
    provider: str
    purpose: str
    about: tuple[str, ...]
    approved_by: Bilingual
    approved_on: date
    typed: bool = False
    until: date | None = None

    def covers(self, *, contract: str, provider: str, purpose: str, on: date) -> bool:
        """Return whether it is in force on a day for this use."""
        is_running = self.approved_on <= on and (self.until is None or on <= self.until)
        same = self.contract == contract and self.provider in {ANY, provider} and self.purpose in {ANY, purpose}
        return is_running and same


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the use of a contract rests on: a provider's service (`purpose`), and who applied for it.

    `evidence` are the answers that registers gave in the case, `consented` maps the ID number of each person who has
    consented in it to the reference of their consent, which travels with the purpose.
    """

    provider: str
    purpose: str
    applicant_id: str
    evidence: Evidence = field(default_factory=dict)
    consented: Mapping[str, str] = field(default_factory=dict)

    def consent_of(self, person: str) -> str:
        """Return the reference of a person's consent; "" for the applicant, and for whoever has not consented."""
        return "" if person == self.applicant_id else self.consented.get(person, "")


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a contract: about whom, on which grounds, and whether with parameters."""

    contract: str
    subject_id: str
    grounds: Grounds
    has_parameters: bool = False


def is_agreed(agreements: Iterable[Agreement], use: Use, *, on: date) -> bool:
    """Return whether the owner has agreed to a use on a day: the provider, the purpose, and the person it is about."""
    covering = (each for each in agreements if _covers(each, use, on))
    return any(_is_about(each, use) for each in covering)


def _covers(agreement: Agreement, use: Use, on: date) -> bool:
    covered = agreement.covers(contract=use.contract, provider=use.grounds.provider, purpose=use.grounds.purpose, on=on)
    return covered and (agreement.typed or not use.has_parameters)


def _is_about(agreement: Agreement, use: Use) -> bool:
    return any(use.subject_id in _people(word, use.grounds) for word in agreement.about)


def _people(word: str, grounds: Grounds) -> frozenset[str]:
    if word == APPLICANT:
        return frozenset([grounds.applicant_id])
    if word == CONSENTING:
        return frozenset(grounds.consented)
    return frozenset(_named(word, grounds))


def _named(path: str, grounds: Grounds) -> Iterator[str]:
    """Yield the ID numbers at a path of a register's answer, if that answer was about the applicant."""
    owner, name, *steps = path.split(".")
    answer = grounds.evidence.get(f"{owner}.{name}")
    if isinstance(answer, Mapping) and answer.get("id_number") == grounds.applicant_id:
        yield from _walk(answer, steps)


def _walk(value: object, steps: list[str]) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for each in value:
            yield from _walk(each, steps)
    elif steps and isinstance(value, Mapping):
        yield from _walk(value.get(steps[0]), steps[1:])
    elif not steps and isinstance(value, str):
        yield value
