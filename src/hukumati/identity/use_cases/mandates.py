"""Giving, accepting, revoking and ending mandates; each step is in the ledger of both sides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from hukumati.core.outbox import publish
from hukumati.identity.domain.accounts import Staff
from hukumati.identity.domain.mandates import (
    Deed,
    Held,
    Kind,
    MandateRefused,
    Party,
    Scope,
    Source,
    State,
    Step,
    Term,
    check_online_grant,
    next_state,
    require_party,
)
from hukumati.identity.events import MandateGranted, MandateRevoked
from hukumati.identity.models import Account, Grant, Mandate, Organisation, Person
from hukumati.identity.use_cases.ledger import record_for_both
from hukumati.identity.use_cases.mandate_notices import tell_both
from hukumati.identity.use_cases.persons import ensure_person, person_of, represented_by

OPEN = (State.PROPOSED, State.ACTIVE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mandate to be recorded: `actor` is who enters it, as the audit trail names them."""

    kind: Kind
    source: Source
    represented: Person | Organisation
    representative: Person
    scope: Scope
    term: Term
    actor: str
    called: str = ""
    evidence: str = ""
    body: str = ""
    signatures_needed: int = 1


@transaction.atomic
def give_power_of_attorney(
    *, giver: Account, holder_number: str, called: str, scope: Scope, term: Term, now: datetime
) -> Mandate:
    """Propose a power of attorney, which its holder accepts or declines. Raises MandateRefused, NotAPerson.

    Whether the holder has an account shows nowhere: the number is not looked up for the giver. The same one given
    again while it is open is that one.
    """
    grantor = person_of(giver, now=now)
    Person.objects.select_for_update().get(id=grantor.id)  # two clicks at once give one
    open_ones = grantor.given.filter(kind=Kind.POWER_OF_ATTORNEY, state__in=OPEN)
    check_online_grant(
        grantor=grantor.id_number, holder=holder_number, scope=scope, term=term, open_ones=open_ones.count(), now=now
    )
    holder = ensure_person(holder_number, name=None, born_on=None, now=now)
    same = open_ones.filter(
        representative=holder, services=sorted(scope.services), deeds=sorted(scope.deeds), ends_at=term.ends_at
    )
    proposal = Proposal(
        kind=Kind.POWER_OF_ATTORNEY,
        source=Source.CITIZEN,
        represented=grantor,
        representative=holder,
        scope=scope,
        term=term,
        actor=f"account:{giver.id}",
        called=called,
    )
    return same.first() or propose(proposal, now=now)


@transaction.atomic
def certify_power_of_attorney(*, proposal: Proposal, now: datetime) -> Mandate:
    """Record a power of attorney that a notary or a mission certified: active at once, its officer answers for it."""
    if proposal.kind is not Kind.POWER_OF_ATTORNEY or proposal.source is not Source.OFFICER or not proposal.evidence:
        raise MandateRefused("not_yours")
    mandate = propose(proposal, now=now)
    _move(mandate, Step.ACCEPT, actor=proposal.actor, now=now)
    return mandate


@transaction.atomic
def propose(proposal: Proposal, *, now: datetime) -> Mandate:
    """Record a mandate that somebody has yet to accept. Raises MandateRefused("self")."""
    represented = proposal.represented
    if represented == proposal.representative:
        raise MandateRefused("self")
    mandate = Mandate.objects.create(
        kind=proposal.kind,
        state=State.PROPOSED,
        source=proposal.source,
        person=represented if isinstance(represented, Person) else None,
        organisation=represented if isinstance(represented, Organisation) else None,
        representative=proposal.representative,
        called=proposal.called,
        services=sorted(proposal.scope.services),
        deeds=sorted(proposal.scope.deeds),
        limit_minor=proposal.scope.limit_minor,
        signatures_needed=proposal.signatures_needed,
        evidence=proposal.evidence,
        starts_at=proposal.term.starts_at,
        ends_at=proposal.term.ends_at,
        proposed_at=now,
        proposed_by=proposal.actor,
        entered_by_body=proposal.body,
    )
    record_for_both(mandate, actor=proposal.actor, action="identity.mandate_proposed")
    return mandate


def accept_from_register(proposal: Proposal, *, now: datetime) -> Mandate:
    """Record a mandate on a register's word: active at once; the same one again is that one."""
    represented = represented_by_proposal(proposal)
    active = Mandate.objects.filter(
        represented, kind=proposal.kind, representative=proposal.representative, source=Source.REGISTER,
        state=State.ACTIVE,
    ).first()  # fmt: skip
    if active is not None:
        return active
    with transaction.atomic():
        mandate = propose(proposal, now=now)
        require_party(Kind(mandate.kind), Step.ACCEPT, Party.SYSTEM)
        _move(mandate, Step.ACCEPT, actor=proposal.actor, now=now)
    return mandate


def represented_by_proposal(proposal: Proposal) -> Q:
    """Return the condition for mandates of whom a proposal represents."""
    is_person = isinstance(proposal.represented, Person)
    return Q(person=proposal.represented) if is_person else Q(organisation=proposal.represented)


@transaction.atomic
def accept(*, mandate_id: UUID, account: Account, now: datetime) -> Mandate:
    """Accept a mandate as the one it is given to; accepting twice is accepting once. Raises MandateRefused."""
    mandate = _locked(mandate_id)
    if person_of(account, now=now) != mandate.representative:
        raise MandateRefused("not_yours")
    require_party(Kind(mandate.kind), Step.ACCEPT, Party.REPRESENTATIVE)
    if mandate.state != State.ACTIVE:
        if mandate.ends_at is not None and mandate.ends_at <= now:
            raise MandateRefused("expired")
        _move(mandate, Step.ACCEPT, actor=f"account:{account.id}", now=now)
    return mandate


@transaction.atomic
def confirm_guardian(*, mandate_id: UUID, officer: Staff, now: datetime) -> Mandate:
    """Confirm a guardian whom another officer entered from a court's document. Raises MandateRefused (four eyes)."""
    mandate = _locked(mandate_id)
    require_party(Kind(mandate.kind), Step.ACCEPT, Party.OFFICER)
    actor = f"staff:{officer.number}"
    if mandate.proposed_by == actor:
        raise MandateRefused("same_officer")
    if mandate.state != State.ACTIVE:
        _move(mandate, Step.ACCEPT, actor=actor, now=now)
    return mandate


@transaction.atomic
def revoke(*, mandate_id: UUID, account: Account, now: datetime) -> Mandate:
    """Revoke, lay down or decline a mandate; it acts at once on every token. Raises MandateRefused."""
    mandate = _locked(mandate_id)
    require_party(Kind(mandate.kind), Step.REVOKE, party_of(mandate, person_of(account, now=now)))
    if mandate.state != State.REVOKED:
        _move(mandate, Step.REVOKE, actor=f"account:{account.id}", now=now)
    return mandate


@transaction.atomic
def revoke_as_officer(*, mandate_id: UUID, officer: Staff, now: datetime) -> Mandate:
    """Revoke a mandate on a court's order. Raises MandateRefused."""
    mandate = _locked(mandate_id)
    require_party(Kind(mandate.kind), Step.REVOKE, Party.OFFICER)
    if mandate.state != State.REVOKED:
        _move(mandate, Step.REVOKE, actor=f"staff:{officer.number}", now=now)
    return mandate


@transaction.atomic
def end(*, mandate_id: UUID, actor: str, now: datetime) -> None:
    """End a mandate whose ground is gone: a register no longer names it."""
    mandate = _locked(mandate_id)
    if mandate.state == State.ACTIVE:
        _move(mandate, Step.END, actor=actor, now=now)


def expire_overdue(*, now: datetime) -> int:
    """Expire the mandates whose time is over, and return how many; using one never waits for this."""
    overdue = Mandate.objects.filter(state__in=OPEN, ends_at__lte=now).values_list("id", flat=True)
    return sum(_expire(mandate_id, now) for mandate_id in list(overdue))


@transaction.atomic
def _expire(mandate_id: UUID, now: datetime) -> bool:
    mandate = _locked(mandate_id)
    if mandate.state not in OPEN:
        return False
    _move(mandate, Step.EXPIRE, actor="system:time", now=now)
    return True


def party_of(mandate: Mandate, person: Person) -> Party:
    """Return which side of a mandate a person is. Raises MandateRefused("not_yours") for anybody else."""
    if person == mandate.representative:
        return Party.REPRESENTATIVE
    if person == mandate.person:
        return Party.REPRESENTED
    raise MandateRefused("not_yours")


def find_mandate(*, mandate_id: UUID, person: Person) -> Mandate | None:
    """Return a mandate that a person gave or holds; None for anybody else's."""
    return _related().filter(Q(person=person) | Q(representative=person), id=mandate_id).first()


def list_given(person: Person) -> list[Mandate]:
    """List the mandates that represent a person, the newest first."""
    return list(_related().filter(person=person).order_by("-proposed_at"))


def list_held(person: Person) -> list[Mandate]:
    """List the mandates that a person holds, the newest first."""
    return list(_related().filter(representative=person).order_by("-proposed_at"))


def held(mandate: Mandate) -> Held:
    """Return a mandate as its rules read it."""
    return Held(
        id=str(mandate.id),
        kind=Kind(mandate.kind),
        represented=str(represented_by(mandate).id),
        representative=str(mandate.representative_id),
        state=State(mandate.state),
        term=Term(mandate.starts_at, mandate.ends_at),
        scope=Scope(tuple(mandate.services), tuple(Deed(each) for each in mandate.deeds), mandate.limit_minor),
        signatures_needed=mandate.signatures_needed,
    )


def _related() -> QuerySet[Mandate]:
    return Mandate.objects.select_related("person", "organisation", "representative")


def _locked(mandate_id: UUID) -> Mandate:
    mandate = Mandate.objects.select_for_update(of=("self",)).filter(id=mandate_id).first()
    if mandate is None:
        raise MandateRefused("not_yours")
    return mandate


def _move(mandate: Mandate, step: Step, *, actor: str, now: datetime) -> None:
    """Take one step of the table, and all that follows from it, in the caller's transaction."""
    mandate.state = next_state(State(mandate.state), step)
    if step is Step.ACCEPT:
        mandate.accepted_at, mandate.accepted_by = now, actor
        publish(MandateGranted(mandate=str(mandate.id), kind=mandate.kind, at=now))
    else:
        mandate.over_at, mandate.over_by = now, actor
        _end_grants(mandate, now)
        publish(MandateRevoked(mandate=str(mandate.id), kind=mandate.kind, state=mandate.state, at=now))
    mandate.save(update_fields=["state", "accepted_at", "accepted_by", "over_at", "over_by"])
    if actor.startswith("staff:") or step is Step.END:  # of what one does oneself one knows
        tell_both(mandate, begun=step is Step.ACCEPT, now=now)
    record_for_both(mandate, actor=actor, action=f"identity.mandate_{_PAST[step]}")


_PAST = {Step.ACCEPT: "accepted", Step.REVOKE: "revoked", Step.END: "ended", Step.EXPIRE: "expired"}


def _end_grants(mandate: Mandate, now: datetime) -> None:
    used = Grant.objects.filter(acting__contains={"mandates": [str(mandate.id)]}, revoked_at=None)
    used.update(revoked_at=now)
