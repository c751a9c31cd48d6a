"""All that the Ministry of Interior's officials see of an account: how it stands and what became of it, no secrets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.mandates import Kind, State
from hukumati.identity.models import Account, Lock, Look, Mandate, PaperCode, Proposal, Recovery, Verification
from hukumati.identity.use_cases import fraud_signals, own_sessions
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.bound_factors import BoundFactor, list_factors
from hukumati.identity.use_cases.ledger import ACTS
from hukumati.identity.use_cases.looking_up import AccountRecord, record_of
from hukumati.identity.use_cases.mandates import list_given, list_held
from hukumati.identity.use_cases.persons import find_person, name_of, represented_by
from hukumati.notifications.api import SentMessage, list_messages

NOTICES_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A sign-in that is open: on what, from which wide network, since when."""

    device: str
    network: str
    started_at: datetime
    seen_at: datetime
    sites: tuple[Bilingual, ...]


class WaitingKind(StrEnum):
    """What an account waits for."""

    SECOND_OFFICIAL = "second_official"
    RECOVERY = "recovery"
    LETTER = "letter"
    HANDED_CODE = "handed_code"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that was begun and not ended: since when, until when, and the id of a proposal."""

    kind: WaitingKind
    since: datetime
    until: datetime | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class MandateRecord:
    """A mandate of an account's holder; `is_held` where they act for `other`, who acts for them otherwise."""

    kind: Kind
    state: State
    is_held: bool
    other: Bilingual
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class LockRecord:
    """A lock, and its end."""

    reason: str
    detail: str
    actor: str
    locked_at: datetime
    unlocked_at: datetime | None
    unlocked_by: str


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """A notice that was sent: `about` is what it told, `state` how its delivery stands."""

    about: str
    channel: Bilingual
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class ActRecord:
    """What an official did: `actor` and `action` as the audit trail has them."""

    actor: str
    action: str
    reason: str
    details: dict[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class AccountFile:
    """An account that an official opened by a look."""

    look: str
    reason: str
    record: AccountRecord
    opened_at: datetime
    has_password: bool
    factors: tuple[BoundFactor, ...]
    sessions: tuple[SessionRecord, ...]
    waiting: tuple[Waiting, ...]
    mandates: tuple[MandateRecord, ...]
    locks: tuple[LockRecord, ...]
    notices: tuple[NoticeRecord, ...]
    acts: tuple[ActRecord, ...]
    signals: tuple[fraud_signals.Signal, ...]


def read_file(look: Look, *, now: datetime) -> AccountFile:
    """Return the account of a look."""
    account = look.account
    return AccountFile(
        look=str(look.id),
        reason=look.reason,
        record=record_of(account),
        opened_at=account.created_at,
        has_password=bool(account.password_hash),
        factors=list_factors(account),
        sessions=tuple(_sessions(account, now)),
        waiting=tuple(sorted(_waiting(account, now), key=lambda each: each.since)),
        mandates=tuple(_mandates(account)),
        locks=tuple(_lock(each) for each in Lock.objects.filter(account=account).order_by("-locked_at")),
        notices=tuple(_notices(account)),
        acts=tuple(_acts(account)),
        signals=fraud_signals.list_of_account(account),
    )


def _sessions(account: Account, now: datetime) -> Iterator[SessionRecord]:
    for each in own_sessions.list_open(account=account, now=now):
        session = each.session
        yield SessionRecord(session.device, session.network, session.auth_time, session.seen_at, each.sites)


def _waiting(account: Account, now: datetime) -> Iterator[Waiting]:
    for seen in Verification.objects.filter(account=account, confirmed_at=None):
        yield Waiting(WaitingKind.SECOND_OFFICIAL, seen.seen_at)
    for recovery in Recovery.objects.filter(account=account, done_at=None, cancelled_at=None, effective_at__gt=now):
        yield Waiting(WaitingKind.RECOVERY, recovery.created_at, recovery.effective_at)
    for code in PaperCode.objects.filter(account=account, used_at=None, expires_at__gt=now):
        kind = WaitingKind.LETTER if code.purpose == "letter" else WaitingKind.HANDED_CODE
        yield Waiting(kind, code.created_at, code.expires_at)
    for proposal in Proposal.objects.filter(account=account, decided_at=None, expires_at__gt=now):
        yield Waiting(WaitingKind.PROPOSAL, proposal.proposed_at, proposal.expires_at, str(proposal.id))


def _mandates(account: Account) -> Iterator[MandateRecord]:
    person = find_person(account.id_number) if account.id_number else None
    if person is None:
        return
    for each in list_held(person):
        yield _mandate(each, is_held=True)
    for each in list_given(person):
        yield _mandate(each, is_held=False)


def _mandate(mandate: Mandate, *, is_held: bool) -> MandateRecord:
    other = represented_by(mandate) if is_held else mandate.representative
    return MandateRecord(
        kind=Kind(mandate.kind),
        state=State(mandate.state),
        is_held=is_held,
        other=name_of(other),
        ends_at=mandate.ends_at,
    )


def _lock(lock: Lock) -> LockRecord:
    return LockRecord(
        reason=lock.reason,
        detail=lock.detail,
        actor=lock.actor,
        locked_at=lock.locked_at,
        unlocked_at=lock.unlocked_at,
        unlocked_by=lock.unlocked_by,
    )


def _notices(account: Account) -> Iterator[NoticeRecord]:
    sent = list_messages(about=f"identity.account:{account.id}")
    for each in sent[: -NOTICES_SHOWN - 1 : -1]:
        yield NoticeRecord(about=_notice_of(each), channel=each.channel_label, at=each.at, state=each.state.value)


def _notice_of(message: SentMessage) -> str:
    """Return what a message told, by its key; "" for one that is no notice."""
    kind, _colon, rest = message.key.partition(":")
    return rest.partition(":")[0] if kind == "identity.notice" else ""


def _acts(account: Account) -> Iterator[ActRecord]:
    for each in audit.page_entries(subject=audit_subject(account), actions=ACTS).lines:
        details = {name: str(value) for name, value in each.details.items()}
        reason = details.get("detail") or details.get("reason", "")  # of a lock, the reason is its kind
        yield ActRecord(each.actor, each.action, reason, details, each.at)
