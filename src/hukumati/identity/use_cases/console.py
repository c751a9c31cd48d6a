"""The doors of the Ministry of Interior's console: its officials find accounts, act on them, and settle signs of fraud.

`look` is the id of a look that belongs to `officer`, the staff number of the official who acts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from hukumati.core import clock
from hukumati.identity.domain.in_person import check_officer
from hukumati.identity.domain.proposals import Decision, Deed
from hukumati.identity.errors import NoSuchSignal, NotInThisState, StillAlive
from hukumati.identity.models import Proposal
from hukumati.identity.use_cases import endings, fraud_signals, looks, proposals
from hukumati.identity.use_cases.account_file import AccountFile, read_file
from hukumati.identity.use_cases.bound_factors import BoundFactor, find_factor
from hukumati.identity.use_cases.fraud_signals import Signal
from hukumati.identity.use_cases.looking_up import AccountRecord, check_reason, record_of
from hukumati.identity.use_cases.official_acts import acting_officer, citizens_account, refusals
from hukumati.identity.use_cases.proposals import Wanted
from hukumati.identity.use_cases.register_check import is_alive

FOR_PROPOSAL: Final = "second_official"
FOR_SIGNAL: Final = "fraud_signal"
"""Reasons of looks that the work itself gives."""


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """An account that an official has open, by its look."""

    look: str
    record: AccountRecord


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """What waits for a second official, without whom it is about."""

    id: str
    deed: Deed
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ProposalRecord:
    """A proposal that an official opened; `look` is theirs at the account, `factor` what an unbinding is about."""

    line: ProposalLine
    look: str
    account: AccountRecord
    gone: AccountRecord | None
    factor: BoundFactor | None
    document: str
    reason: str
    decision: Decision | None
    decided_by: str
    decided_at: datetime | None
    note: str
    is_over: bool


def search_accounts(*, text: str, officer: str, reason: str) -> str:
    """Open the citizens' accounts with an ID number or a telephone, and return the id of the search.

    Raises NoReason, OwnAccount, TooManyLooks.
    """
    with refusals():
        return str(looks.search(text, officer=acting_officer(officer), reason=reason, now=clock.now()))


def list_open_accounts(*, officer: str, search: str = "") -> tuple[OpenAccount, ...]:
    """List the accounts that an official has open: those of a search, or all of the last hour."""
    found = looks.list_looks(officer=officer, now=clock.now(), search=UUID(search) if search else None)
    return tuple(OpenAccount(str(each.id), record_of(each.account)) for each in found)


def open_account_file(*, look: str, officer: str) -> AccountFile:
    """Return all that officials see of an account. Raises NoSuchLook."""
    now = clock.now()
    return read_file(looks.find_look(UUID(look), officer=officer, now=now), now=now)


def end_all_sessions(*, account: str, officer: str, reason: str) -> None:
    """Sign an account out everywhere, sites that it allowed for longer included. Raises NoReason, OwnAccount."""
    acting, found = acting_officer(officer), citizens_account(account)
    with refusals():
        check_reason(reason)
        check_officer(acting, id_number=found.id_number)
    endings.sign_out_everywhere(found, actor=f"staff:{acting.number}", reason=reason, now=clock.now())


def close_by_register(*, account: str, officer: str) -> bool:
    """Close the account of a person of whom the population register says that they died, asked through the exchange.

    Returns False if it is closed already. Raises StillAlive, NotInThisState without an ID number, OwnAccount, and what
    asking a register raises.
    """
    acting, found = acting_officer(officer), citizens_account(account)
    with refusals():
        check_officer(acting, id_number=found.id_number)
    if not found.id_number:
        raise NotInThisState("the register is asked by ID number")
    if is_alive(found):
        raise StillAlive
    details = {"basis": "register"}
    return endings.close_deceased(found, actor=f"staff:{acting.number}", details=details, now=clock.now())


def propose_unbinding(*, account: str, factor: str, officer: str, reason: str) -> str:
    """Propose that a lost factor be removed, and return the proposal. Raises as `propose_merge`."""
    return _propose(Wanted(Deed.UNBIND, citizens_account(account), reason, factor=factor), officer)


def propose_merge(*, kept: str, gone: str, officer: str, reason: str) -> str:
    """Propose that one of two accounts of the same person end, and return the proposal.

    Raises NoReason, OwnAccount, NoSuchAccount, NotThesePersons, NotInThisState.
    """
    return _propose(Wanted(Deed.MERGE, citizens_account(kept), reason, gone=citizens_account(gone)), officer)


def propose_deceased(*, account: str, document: str, officer: str, reason: str) -> str:
    """Propose that an account be closed by a document about its holder's death. Raises as `propose_merge`."""
    return _propose(Wanted(Deed.DECEASED, citizens_account(account), reason, document=document), officer)


def propose_reopening(*, account: str, officer: str, reason: str) -> str:
    """Propose that an account be reopened that was closed by mistake. Raises as `propose_merge`."""
    return _propose(Wanted(Deed.REOPEN, citizens_account(account), reason), officer)


def list_proposals() -> tuple[ProposalLine, ...]:
    """List what waits for a second official, the oldest first."""
    return tuple(map(_line, proposals.list_open(now=clock.now())))


def open_proposal(*, proposal: str, officer: str) -> ProposalRecord:
    """Return a proposal; whom it is about sees that the official looked. Raises NoSuchProposal, OwnAccount."""
    found, acting = proposals.find_proposal(UUID(proposal)), acting_officer(officer)
    with refusals():
        look = looks.begin_look(found.account, officer=acting, reason=FOR_PROPOSAL, now=clock.now())
        if found.gone is not None:
            looks.begin_look(found.gone, officer=acting, reason=FOR_PROPOSAL, now=clock.now())
    return ProposalRecord(
        line=_line(found),
        look=str(look.id),
        account=record_of(found.account),
        gone=record_of(found.gone) if found.gone else None,
        factor=find_factor(found.account, found.factor) if found.factor else None,
        document=found.document,
        reason=found.reason,
        decision=Decision(found.decision) if found.decision else None,
        decided_by=found.decided_by,
        decided_at=found.decided_at,
        note=found.note,
        is_over=found.expires_at <= clock.now(),
    )


def confirm_proposal(*, proposal: str, officer: str) -> bool:
    """Let a proposal take effect as the second official; return False if it was decided otherwise, or is over.

    Raises NoSuchProposal, SecondOfficial, OwnAccount, NotThesePersons, NotInThisState.
    """
    with refusals():
        return proposals.confirm(UUID(proposal), second=acting_officer(officer), now=clock.now())


def decline_proposal(*, proposal: str, officer: str, reason: str) -> bool:
    """Decline a proposal, or withdraw one's own; return False if it was decided otherwise, or is over.

    Raises NoSuchProposal, NoReason, OwnAccount.
    """
    with refusals():
        return proposals.decline(UUID(proposal), officer=acting_officer(officer), reason=reason, now=clock.now())


def list_fraud_signals() -> tuple[Signal, ...]:
    """List the signs of fraud that nobody has settled, the last seen first, without whom they are about."""
    return fraud_signals.list_open()


def open_fraud_signal(*, signal: str, officer: str) -> tuple[Signal, str]:
    """Return a sign of fraud with the official's look at its account, which the person sees.

    Raises NoSuchSignal, OwnAccount.
    """
    found = fraud_signals.find_signal(UUID(signal))
    if found is None:
        raise NoSuchSignal
    with refusals():
        look = looks.begin_look(found[1], officer=acting_officer(officer), reason=FOR_SIGNAL, now=clock.now())
    return found[0], str(look.id)


def settle_fraud_signal(*, signal: str, officer: str, reason: str) -> bool:
    """Settle a sign of fraud; return False if it was settled before. Raises NoReason."""
    with refusals():
        check_reason(reason)
    number = acting_officer(officer).number
    return fraud_signals.settle(UUID(signal), officer=number, reason=reason, now=clock.now())


def _propose(wanted: Wanted, officer: str) -> str:
    with refusals():
        return str(proposals.propose(wanted, officer=acting_officer(officer), now=clock.now()).id)


def _line(found: Proposal) -> ProposalLine:
    return ProposalLine(
        id=str(found.id),
        deed=Deed(found.deed),
        proposed_by=found.proposed_by,
        proposed_at=found.proposed_at,
        expires_at=found.expires_at,
    )
