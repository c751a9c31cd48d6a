"""What takes two officials: one proposes, another confirms or declines, exactly one of whom wins (requirement 42).

Whether the account still allows it is judged twice: when it is proposed, and when it takes effect.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core import audit
from hukumati.identity.domain.in_person import Officer, check_officer, check_second
from hukumati.identity.domain.proposals import LIFETIME, Decision, Deed, is_reason
from hukumati.identity.errors import NoReason, NoSuchProposal, NotInThisState, NotThesePersons
from hukumati.identity.models import Account, AccountState, Proposal
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.bound_factors import find_factor, unbind_factor
from hukumati.identity.use_cases.endings import close_deceased, merge_accounts, reopen
from hukumati.identity.use_cases.notices import Notice, tell

CLOSABLE: Final = frozenset({AccountState.ACTIVE, AccountState.LOCKED, AccountState.SUSPENDED})
REOPENABLE: Final = frozenset({AccountState.DECEASED, AccountState.SUSPENDED})
MERGEABLE: Final = frozenset({AccountState.ACTIVE, AccountState.LOCKED})


@dataclass(frozen=True, slots=True)
class Wanted:
    """An act that is proposed; `factor`, `gone` and `document` belong to their deeds alone."""

    deed: Deed
    account: Account
    reason: str
    factor: str = ""
    gone: Account | None = None
    document: str = ""


@transaction.atomic
def propose(wanted: Wanted, *, officer: Officer, now: datetime) -> Proposal:
    """Record a proposal; the same one again while it is open is that one.

    Raises NoReason, OfficerIsThePerson, NotThesePersons, NotInThisState.
    """
    if not is_reason(wanted.reason):
        raise NoReason
    Account.objects.select_for_update().get(id=wanted.account.id)  # two clicks at once propose once
    _check_person(wanted.account, wanted.gone, officer)
    _expire(wanted, now)
    same = Proposal.objects.filter(
        deed=wanted.deed, account=wanted.account, factor=wanted.factor, decided_at=None
    ).first()
    if same is not None:
        return same
    _CHECKS[wanted.deed](wanted)
    return _store(wanted, officer, now)


def _store(wanted: Wanted, officer: Officer, now: datetime) -> Proposal:
    proposal = Proposal.objects.create(
        deed=wanted.deed,
        account=wanted.account,
        gone=wanted.gone,
        factor=wanted.factor,
        document=wanted.document,
        reason=wanted.reason,
        proposed_by=officer.number,
        proposed_at=now,
        expires_at=now + LIFETIME,
    )
    _record(proposal, officer, "identity.act_proposed", reason=wanted.reason)
    if wanted.deed is Deed.UNBIND:
        tell(wanted.account, Notice.UNBINDING_PROPOSED, key=str(proposal.id), now=now)
    return proposal


def find_proposal(proposal_id: UUID) -> Proposal:
    """Return a proposal. Raises NoSuchProposal."""
    found = Proposal.objects.select_related("account", "gone").filter(id=proposal_id).first()
    if found is None:
        raise NoSuchProposal
    return found


def list_open(*, now: datetime) -> tuple[Proposal, ...]:
    """List what waits for a second official, the oldest first."""
    return tuple(Proposal.objects.filter(decided_at=None, expires_at__gt=now).order_by("proposed_at", "id"))


@transaction.atomic
def confirm(proposal_id: UUID, *, second: Officer, now: datetime) -> bool:
    """Let a proposal take effect as the second official; return False if it was decided otherwise, or is over.

    Confirming twice is confirming once. Raises NoSuchProposal, SecondOfficerNeeded, OfficerIsThePerson,
    NotThesePersons, NotInThisState.
    """
    proposal = _locked(proposal_id)
    check_second(proposal.proposed_by, second)
    _check_person(proposal.account, proposal.gone, second)
    if not _is_open(proposal, now):
        return (proposal.decision, proposal.decided_by) == (Decision.CONFIRMED, second.number)
    _CHECKS[Deed(proposal.deed)](_wanted(proposal))
    _close(proposal, Decision.CONFIRMED, second.number, now)
    _EFFECTS[Deed(proposal.deed)](proposal, second, now)
    return True


@transaction.atomic
def decline(proposal_id: UUID, *, officer: Officer, reason: str, now: datetime) -> bool:
    """Decline a proposal, or withdraw one's own; return False if it was decided otherwise, or is over.

    Raises NoSuchProposal, NoReason, OfficerIsThePerson.
    """
    if not is_reason(reason):
        raise NoReason
    proposal = _locked(proposal_id)
    _check_person(proposal.account, proposal.gone, officer)
    if not _is_open(proposal, now):
        return (proposal.decision, proposal.decided_by) == (Decision.DECLINED, officer.number)
    proposal.note = reason
    _close(proposal, Decision.DECLINED, officer.number, now)
    _record(proposal, officer, "identity.act_declined", reason=reason)
    return True


def _check_person(account: Account, gone: Account | None, officer: Officer) -> None:
    for each in (account, gone):
        if each is not None:
            check_officer(officer, id_number=each.id_number)


def _expire(wanted: Wanted, now: datetime) -> None:
    """Close what waited for too long, so that it can be proposed again."""
    over = Proposal.objects.filter(account=wanted.account, decided_at=None, expires_at__lte=now)
    over.update(decision=Decision.EXPIRED, decided_at=now)


def _locked(proposal_id: UUID) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("account", "gone")
    found = rows.filter(id=proposal_id).first()
    if found is None:
        raise NoSuchProposal
    return found


def _is_open(proposal: Proposal, now: datetime) -> bool:
    return proposal.decided_at is None and proposal.expires_at > now


def _close(proposal: Proposal, decision: Decision, by: str, now: datetime) -> None:
    proposal.decision, proposal.decided_by, proposal.decided_at = decision, by, now
    proposal.save(update_fields=["decision", "decided_by", "decided_at", "note"])


def _wanted(proposal: Proposal) -> Wanted:
    return Wanted(
        deed=Deed(proposal.deed),
        account=proposal.account,
        reason=proposal.reason,
        factor=proposal.factor,
        gone=proposal.gone,
        document=proposal.document,
    )


def _record(proposal: Proposal, officer: Officer, action: str, *, reason: str) -> None:
    audit.record(
        subject=audit_subject(proposal.account),
        actor=f"staff:{officer.number}",
        action=action,
        details={"deed": proposal.deed, "reason": reason},
    )


def _check_unbind(wanted: Wanted) -> None:
    if find_factor(wanted.account, wanted.factor) is None:
        raise NotInThisState("the factor is gone")


def _check_merge(wanted: Wanted) -> None:
    kept, gone = wanted.account, wanted.gone
    if gone is None or gone.id == kept.id or kept.is_staff or gone.is_staff:
        raise NotThesePersons
    if gone.id_number and gone.id_number != kept.id_number:  # the one with the number stays
        raise NotThesePersons
    if {kept.state, gone.state} - MERGEABLE:
        raise NotInThisState("one of them is closed")


def _check_deceased(wanted: Wanted) -> None:
    if not wanted.document.strip():
        raise NoReason
    if wanted.account.state not in CLOSABLE:
        raise NotInThisState("it is closed")


def _check_reopen(wanted: Wanted) -> None:
    if wanted.account.state not in REOPENABLE:
        raise NotInThisState("it is not closed")


def _unbind(proposal: Proposal, second: Officer, now: datetime) -> None:
    actor = f"staff:{proposal.proposed_by}"
    unbind_factor(proposal.account, proposal.factor, actor=actor, second=second.number, now=now)


def _merge(proposal: Proposal, second: Officer, now: datetime) -> None:
    assert proposal.gone is not None  # noqa: S101 — _check_merge saw to it
    merge_accounts(
        kept=proposal.account,
        gone=proposal.gone,
        officer=Officer(proposal.proposed_by),
        second=second,
        reason=proposal.reason,
        now=now,
    )


def _deceased(proposal: Proposal, second: Officer, now: datetime) -> None:
    details = {"basis": "document", "second": second.number, "reason": proposal.reason}
    close_deceased(proposal.account, actor=f"staff:{proposal.proposed_by}", details=details, now=now)


def _reopen(proposal: Proposal, second: Officer, now: datetime) -> None:
    details = {"second": second.number, "reason": proposal.reason}
    reopen(proposal.account, actor=f"staff:{proposal.proposed_by}", details=details, now=now)


_CHECKS: Final[Mapping[Deed, Callable[[Wanted], None]]] = {
    Deed.UNBIND: _check_unbind,
    Deed.MERGE: _check_merge,
    Deed.DECEASED: _check_deceased,
    Deed.REOPEN: _check_reopen,
}
_EFFECTS: Final[Mapping[Deed, Callable[[Proposal, Officer, datetime], None]]] = {
    Deed.UNBIND: _unbind,
    Deed.MERGE: _merge,
    Deed.DECEASED: _deceased,
    Deed.REOPEN: _reopen,
}
