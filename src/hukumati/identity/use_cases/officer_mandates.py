"""Mandates that officers enter from papers: guardians by order of a court, powers of attorney certified elsewhere."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.accounts import Staff
from hukumati.identity.domain.mandates import Kind, MandateRefused, Scope, Source, State, Term, check_paper
from hukumati.identity.models import Mandate, Person
from hukumati.identity.use_cases.accounts import find_by_login
from hukumati.identity.use_cases.mandates import (
    OPEN,
    Proposal,
    certify_power_of_attorney,
    propose,
    represented_by_proposal,
)
from hukumati.identity.use_cases.persons import ensure_person, person_of


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
    _check(paper, officer_id_number, now)
    proposal = _proposal(paper, Kind.WARD, Source.COURT, officer, now)
    return _entered_before(proposal) or propose(proposal, now=now)


@transaction.atomic
def certify(*, paper: Paper, officer: Staff, officer_id_number: str | None, now: datetime) -> Mandate:
    """Enter a power of attorney that a notary or a mission certified. Raises MandateRefused."""
    _check(paper, officer_id_number, now)
    proposal = _proposal(paper, Kind.POWER_OF_ATTORNEY, Source.OFFICER, officer, now)
    return _entered_before(proposal) or certify_power_of_attorney(proposal=proposal, now=now)


def list_to_confirm(*, officer: Staff) -> list[Mandate]:
    """List the guardians whom officers of a body entered and nobody has confirmed, the oldest first."""
    waiting = _of_body(officer).filter(kind=Kind.WARD, state=State.PROPOSED)
    return list(waiting.order_by("proposed_at"))


def find_papers(*, person: Person, officer: Staff) -> list[Mandate]:
    """List what the officer's body entered about a person, on either side, the newest first."""
    return list(_of_body(officer).filter(Q(person=person) | Q(representative=person)).order_by("-proposed_at"))


def find_paper(*, mandate_id: UUID, officer: Staff) -> Mandate | None:
    """Return a mandate that the officer's body entered from a paper; None for any other."""
    return _of_body(officer).filter(id=mandate_id).first()


def is_party(mandate: Mandate, id_number: str | None) -> bool:
    """Return whether an ID number is of one of the sides."""
    sides = {mandate.representative.id_number, mandate.person.id_number if mandate.person else ""}
    return bool(id_number) and id_number in sides


def _of_body(officer: Staff) -> QuerySet[Mandate]:
    papers = Mandate.objects.filter(source__in=(Source.COURT, Source.OFFICER), entered_by_body=officer.provider)
    return papers.select_related("person", "organisation", "representative")


def _check(paper: Paper, officer_id_number: str | None, now: datetime) -> None:
    """Raise MandateRefused where the officer is a party, or the paper lacks its number, deeds or time."""
    if officer_id_number in {paper.represented.id_number, paper.representative.id_number}:
        raise MandateRefused("same_officer")
    if not paper.reference.strip():
        raise MandateRefused("not_yours")
    check_paper(scope=paper.scope, term=paper.term, now=now)


def _entered_before(proposal: Proposal) -> Mandate | None:
    """Return the open mandate that was entered from the same paper."""
    open_ones = Mandate.objects.filter(
        represented_by_proposal(proposal), kind=proposal.kind, source=proposal.source, state__in=OPEN,
        representative=proposal.representative,
    )  # fmt: skip
    return next((each for each in open_ones if each.evidence == proposal.evidence), None)


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
        body=officer.provider,
    )


def _person(named: PersonOnPaper, now: datetime) -> Person:
    """Return the person whom a paper names; who has an account goes by the names of that account."""
    account = find_by_login(named.id_number)
    if account is not None and account.id_number == named.id_number and account.name_ar:
        return person_of(account, now=now)
    return ensure_person(named.id_number, name=named.name, born_on=named.born_on, now=now)
