"""Mandates that officers enter from papers: guardians by order of a court, powers of attorney certified elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.accounts import Staff
from hukumati.identity.domain.mandates import Kind, MandateRefused, Scope, Source, Term
from hukumati.identity.models import Mandate, Person
from hukumati.identity.use_cases.mandates import Proposal, certify_power_of_attorney, propose
from hukumati.identity.use_cases.persons import ensure_person


@dataclass(frozen=True, slots=True)
class PersonOnPaper:
    """Somebody whom a paper names."""

    id_number: str
    name: Bilingual
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says: who acts for whom, how far, from when until when, and which paper it is."""

    represented: PersonOnPaper
    representative: PersonOnPaper
    scope: Scope
    term: Term
    reference: str


@transaction.atomic
def enter_guardian(*, paper: Paper, officer: Staff, officer_id_number: str | None, now: datetime) -> Mandate:
    """Enter a guardian from a court's document; another officer confirms it. Raises MandateRefused."""
    _refuse_own(paper, officer_id_number)
    return propose(_proposal(paper, Kind.WARD, Source.COURT, officer, now), now=now)


def certify(*, paper: Paper, officer: Staff, officer_id_number: str | None, now: datetime) -> Mandate:
    """Enter a power of attorney that a notary or a mission certified. Raises MandateRefused."""
    _refuse_own(paper, officer_id_number)
    proposal = _proposal(paper, Kind.POWER_OF_ATTORNEY, Source.OFFICER, officer, now)
    return certify_power_of_attorney(proposal=proposal, now=now)


def _refuse_own(paper: Paper, officer_id_number: str | None) -> None:
    """Raise MandateRefused where the officer is a party, or the paper has no number."""
    if officer_id_number in {paper.represented.id_number, paper.representative.id_number}:
        raise MandateRefused("same_officer")
    if not paper.reference.strip():
        raise MandateRefused("not_yours")


def _proposal(paper: Paper, kind: Kind, source: Source, officer: Staff, now: datetime) -> Proposal:
    return Proposal(
        kind=kind,
        source=source,
        represented=_person(paper.represented, now),
        representative=_person(paper.representative, now),
        scope=paper.scope,
        term=paper.term,
        actor=f"staff:{officer.number}",
        evidence=paper.reference.strip(),
    )


def _person(named: PersonOnPaper, now: datetime) -> Person:
    return ensure_person(named.id_number, name=named.name, born_on=named.born_on, now=now)
