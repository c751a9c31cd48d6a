"""The doors of officials who enter mandates from papers; `officer` is the staff number of the official who acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.core import audit, clock
from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.mandates import Deed, Kind, MandateRefused, State
from hukumati.identity.errors import NoReason, NoSuchPaper, PaperRefused
from hukumati.identity.models import Mandate
from hukumati.identity.use_cases import mandates, officer_mandates
from hukumati.identity.use_cases.looking_up import LOOKED, ReasonMissing, check_reason
from hukumati.identity.use_cases.officer_mandates import Paper
from hukumati.identity.use_cases.officials import Official, get_official
from hukumati.identity.use_cases.persons import find_person, ledger_subject, name_of, represented_by


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A mandate that an official entered from a paper, as officials of the same body see it."""

    id: UUID
    kind: Kind
    state: State
    represented: Bilingual
    representative: Bilingual
    services: tuple[str, ...]
    deeds: tuple[Deed, ...]
    starts_at: datetime
    ends_at: datetime | None
    reference: str
    entered_by: str
    entered_at: datetime
    decided_by: str
    can_confirm: bool
    can_revoke: bool


def enter_guardian(*, paper: Paper, officer: str) -> UUID:
    """Enter a guardian from a court's order, which a colleague confirms; the same paper again is that one.

    Raises NoSuchAccount (the official's), PaperRefused.
    """
    acting = get_official(officer)
    with _refusals():
        entered = officer_mandates.enter_guardian(
            paper=paper, officer=acting.staff, officer_id_number=acting.id_number, now=clock.now()
        )
    return entered.id


def certify_power_of_attorney(*, paper: Paper, officer: str) -> UUID:
    """Enter a power of attorney that the official certified: it may be used at once; the same again is that one.

    Raises NoSuchAccount (the official's), PaperRefused.
    """
    acting = get_official(officer)
    with _refusals():
        entered = officer_mandates.certify(
            paper=paper, officer=acting.staff, officer_id_number=acting.id_number, now=clock.now()
        )
    return entered.id


def list_guardians_to_confirm(*, officer: str) -> tuple[PaperRecord, ...]:
    """List the guardians of the official's body that wait for a second official, the oldest first."""
    acting = get_official(officer)
    return tuple(_record(each, acting) for each in officer_mandates.list_to_confirm(officer=acting.staff))


@transaction.atomic
def look_up_papers(*, id_number: str, officer: str, reason: str) -> tuple[PaperRecord, ...]:
    """Return what the official's body entered about a person, who sees that it was looked up, and why.

    Raises NoReason, NoSuchAccount (the official's).
    """
    acting, person = get_official(officer), find_person(id_number)
    try:
        check_reason(reason)
    except ReasonMissing:
        raise NoReason from None
    if person is None:
        return ()
    actor = f"staff:{acting.staff.number}"
    audit.record(subject=ledger_subject(person), actor=actor, action=LOOKED, details={"reason": reason})
    return tuple(_record(each, acting) for each in officer_mandates.find_papers(person=person, officer=acting.staff))


def get_paper(*, mandate: UUID, officer: str) -> PaperRecord:
    """Return a mandate that an official of the body entered. Raises NoSuchPaper."""
    acting = get_official(officer)
    return _record(_find(mandate, acting), acting)


def confirm_guardian(*, mandate: UUID, officer: str) -> None:
    """Confirm as the second official; twice is once. Raises NoSuchPaper, PaperRefused."""
    acting = get_official(officer)
    with _refusals():
        _refuse_party(_find(mandate, acting), acting)
        mandates.confirm_guardian(mandate_id=mandate, officer=acting.staff, now=clock.now())


def revoke_paper(*, mandate: UUID, officer: str) -> None:
    """Revoke a mandate on the paper that ends it; twice is once. Raises NoSuchPaper, PaperRefused."""
    acting = get_official(officer)
    with _refusals():
        _refuse_party(_find(mandate, acting), acting)
        mandates.revoke_as_officer(mandate_id=mandate, officer=acting.staff, now=clock.now())


def _refuse_party(mandate: Mandate, acting: Official) -> None:
    if officer_mandates.is_party(mandate, acting.id_number):
        raise MandateRefused("same_officer")


def _find(mandate: UUID, acting: Official) -> Mandate:
    found = officer_mandates.find_paper(mandate_id=mandate, officer=acting.staff)
    if found is None:
        raise NoSuchPaper
    return found


def _record(mandate: Mandate, acting: Official) -> PaperRecord:
    is_party = officer_mandates.is_party(mandate, acting.id_number)
    is_open, is_mine = mandate.state in mandates.OPEN, mandate.proposed_by == f"staff:{acting.staff.number}"
    waits = mandate.kind == Kind.WARD and mandate.state == State.PROPOSED
    return PaperRecord(
        id=mandate.id,
        kind=Kind(mandate.kind),
        state=State(mandate.state),
        represented=name_of(represented_by(mandate)),
        representative=name_of(mandate.representative),
        services=tuple(mandate.services),
        deeds=tuple(Deed(each) for each in mandate.deeds),
        starts_at=mandate.starts_at,
        ends_at=mandate.ends_at,
        reference=mandate.evidence,
        entered_by=mandate.proposed_by.removeprefix("staff:"),
        entered_at=mandate.proposed_at,
        decided_by=(mandate.over_by or mandate.accepted_by).removeprefix("staff:"),
        can_confirm=waits and not is_mine and not is_party,
        can_revoke=is_open and not is_party,
    )


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell by the door's error why a paper is refused."""
    try:
        yield
    except MandateRefused as reason:
        raise PaperRefused(str(reason)) from None
