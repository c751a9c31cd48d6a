"""The door of identity.

IdentityError
├── NoSuchAccount       nobody has this login
├── TooYoung            no account under 16
├── NoSuchOfficial      no official of this government body
├── RoleNotGiven        a role that the body's managers have no say in
├── NoSuchSite          no site of this government body
├── NoSuchLook          no account is open to the official under this name
├── NoSuchProposal      nothing was proposed under this name
├── NoSuchSignal        no sign of fraud has this name
├── TooManyLooks        more searches than serving people takes
├── NotInThisState      done already, or not possible now
├── PasswordRefused     too short, too long or well known
├── NoSuchPaper         the official's body entered no mandate under this number
├── RegisterSilent      the register gives no answer now
├── MandateNotUsable    a mandate that may not be used now: over, another's, or beyond its scope
└── ActRefused          an official may not do this to this account
    ├── OwnAccount          nobody acts for themself
    ├── SecondOfficial      the act takes another official, who is not the first
    ├── NumberTaken         another account was verified in person with this number
    ├── OtherPersonSeen     the account is somebody else's
    ├── ExpiredDocument     the document that was shown is over
    ├── NoSuchVerification  nothing of the official's body waits for a second official under this number
    ├── NotThesePersons     two accounts that cannot be merged
    ├── StillAlive          the register says that the person is alive
    ├── PaperRefused        a mandate on paper that cannot be entered, confirmed or revoked
    ├── NoSuchLetter        no letter waits under this number
    └── NoReason            the act takes a reason
"""

from uuid import UUID

from hukumati.core import clock
from hukumati.identity.domain.accounts import NewAccount, Reachable, Staff, is_old_enough
from hukumati.identity.domain.client_registration import (
    OFFERED_SCOPES,
    Flaw,
    Mistake,
    SiteAct,
    SiteMetadata,
    UnacceptableSite,
)
from hukumati.identity.domain.fraud_signals import Kind as SignalKind
from hukumati.identity.domain.in_person import Document, Method, Seen
from hukumati.identity.domain.mandates import Deed as MandateDeed
from hukumati.identity.domain.mandates import Kind as MandateKind
from hukumati.identity.domain.mandates import MandateRefused
from hukumati.identity.domain.mandates import Scope as MandateScope
from hukumati.identity.domain.mandates import State as MandateState
from hukumati.identity.domain.mandates import Term as MandateTerm
from hukumati.identity.domain.passwords import WeakPassword
from hukumati.identity.domain.proposals import LONGEST_REASON, Decision, Deed
from hukumati.identity.domain.registration import parse_document
from hukumati.identity.domain.staff_roles import roles_of_body
from hukumati.identity.errors import (
    ActRefused,
    ExpiredDocument,
    IdentityError,
    MandateNotUsable,
    NoReason,
    NoSuchAccount,
    NoSuchLetter,
    NoSuchLook,
    NoSuchOfficial,
    NoSuchPaper,
    NoSuchProposal,
    NoSuchSignal,
    NoSuchSite,
    NoSuchVerification,
    NotInThisState,
    NotThesePersons,
    NumberTaken,
    OtherPersonSeen,
    OwnAccount,
    PaperRefused,
    PasswordRefused,
    RegisterSilent,
    RoleNotGiven,
    SecondOfficial,
    StillAlive,
    TooManyLooks,
    TooYoung,
)
from hukumati.identity.models import Account
from hukumati.identity.use_cases import accounts, acting, key_invitations, ledger, officials, sessions, takers
from hukumati.identity.use_cases.account_file import (
    AccountFile,
    ActRecord,
    LockRecord,
    MandateRecord,
    NoticeRecord,
    SessionRecord,
    Waiting,
    WaitingKind,
)
from hukumati.identity.use_cases.acting import Principal
from hukumati.identity.use_cases.bound_factors import BoundFactor, FactorKind
from hukumati.identity.use_cases.client_faults import SiteFault, list_faults
from hukumati.identity.use_cases.client_registration import (
    RegisteredSite,
    Site,
    change_client,
    decide_client,
    get_site,
    list_sites,
    request_client,
    rotate_secret,
)
from hukumati.identity.use_cases.console import (
    OpenAccount,
    ProposalLine,
    ProposalRecord,
    close_by_register,
    confirm_proposal,
    decline_proposal,
    end_all_sessions,
    list_fraud_signals,
    list_open_accounts,
    list_proposals,
    open_account_file,
    open_fraud_signal,
    open_proposal,
    propose_deceased,
    propose_merge,
    propose_reopening,
    propose_unbinding,
    search_accounts,
    settle_fraud_signal,
)
from hukumati.identity.use_cases.desk import (
    WaitingVerification,
    confirm_verification,
    get_account_record,
    hand_over_binding_code,
    list_letters,
    list_unconfirmed_verifications,
    lock_account,
    look_up_accounts,
    mark_deceased,
    mark_letter_posted,
    print_letter,
    recover_in_person,
    refuse_verification,
    unlock_account,
    verify_in_person,
)
from hukumati.identity.use_cases.dynamic_registration import issue_registration_token
from hukumati.identity.use_cases.fraud_signals import Signal
from hukumati.identity.use_cases.letters import PrintedLetter
from hukumati.identity.use_cases.looking_up import AccountRecord
from hukumati.identity.use_cases.officer_mandates import Paper, PersonOnPaper
from hukumati.identity.use_cases.officials import Official
from hukumati.identity.use_cases.paper_codes import Letter
from hukumati.identity.use_cases.paper_desk import (
    PaperRecord,
    certify_power_of_attorney,
    confirm_guardian,
    enter_guardian,
    get_paper,
    list_guardians_to_confirm,
    look_up_papers,
    revoke_paper,
)
from hukumati.identity.use_cases.sessions import ActiveSession, Place
from hukumati.identity.use_cases.staff import (
    Manager,
    Member,
    change_roles,
    get_member,
    hire,
    invite_again,
    list_staff,
    suspend_member,
)
from hukumati.identity.use_cases.subjects import first_party_subject
from hukumati.identity.use_cases.takers import Taker as MandateTaker

__all__ = [
    "LONGEST_REASON", "OFFERED_SCOPES", "AccountFile", "AccountRecord", "ActRecord", "ActRefused", "ActiveSession",
    "BoundFactor", "Decision", "Deed", "Document", "ExpiredDocument", "FactorKind", "Flaw", "IdentityError", "Letter",
    "LockRecord", "Manager", "MandateDeed", "MandateKind", "MandateNotUsable", "MandateRecord", "MandateScope",
    "MandateState", "MandateTaker", "MandateTerm", "Member", "Method", "Mistake", "NewAccount", "NoReason",
    "NoSuchAccount", "NoSuchLetter", "NoSuchLook", "NoSuchOfficial", "NoSuchPaper", "NoSuchProposal", "NoSuchSignal",
    "NoSuchSite", "NoSuchVerification", "NotInThisState", "NotThesePersons", "NoticeRecord", "NumberTaken",
    "Official", "OpenAccount", "OtherPersonSeen", "OwnAccount", "Paper", "PaperRecord", "PaperRefused",
    "PasswordRefused", "PersonOnPaper", "Place", "Principal", "PrintedLetter", "ProposalLine", "ProposalRecord",
    "Reachable", "RegisterSilent", "RegisteredSite", "RoleNotGiven", "SecondOfficial", "Seen", "SessionRecord",
    "Signal", "SignalKind", "Site", "SiteAct", "SiteFault", "SiteMetadata", "Staff", "StillAlive", "TooManyLooks",
    "TooYoung", "UnacceptableSite", "Waiting", "WaitingKind", "WaitingVerification", "act_for",
    "certify_power_of_attorney", "change_client", "change_roles", "close_by_register", "confirm_guardian",
    "confirm_proposal", "confirm_verification", "create_account", "decide_client", "decline_proposal",
    "end_all_sessions", "enter_guardian", "find_active_session", "find_official", "find_principal", "find_reachable",
    "get_account_record", "get_member", "get_paper", "get_site", "hand_over_binding_code", "has_fictional_accounts",
    "hire", "invite_again", "invite_official", "issue_registration_token", "list_faults", "list_fraud_signals",
    "list_guardians_to_confirm", "list_letters", "list_mandate_takers", "list_officials", "list_open_accounts",
    "list_principals", "list_proposals", "list_sites", "list_staff", "list_unconfirmed_verifications", "lock_account",
    "look_up_accounts", "look_up_papers", "mark_deceased", "mark_letter_posted", "offices_of_role",
    "open_account_file", "open_fraud_signal", "open_proposal", "parse_document", "print_letter", "propose_deceased",
    "propose_merge", "propose_reopening", "propose_unbinding", "record_look", "recover_in_person",
    "refuse_verification", "register_mandate_takers", "request_client", "revoke_paper", "roles_of_body",
    "rotate_secret", "search_accounts", "settle_fraud_signal", "subject_of", "suspend_account", "suspend_member",
    "unlock_account", "verify_in_person",
]  # fmt: skip


def list_principals(*, sid: str) -> tuple[Principal, ...]:
    """List for whom the person of a login session may act now."""
    return acting.list_principals(sid=sid, now=clock.now())


def act_for(*, sid: str, mandate: UUID, client: str) -> Principal:
    """Take up a mandate on one of the platform's own sites; the use is in the ledger of both sides.

    Raises MandateNotUsable.
    """
    try:
        return acting.act_for(sid=sid, mandate_id=mandate, client=client, now=clock.now())
    except MandateRefused as reason:
        raise MandateNotUsable(str(reason)) from None


def find_principal(*, sid: str, mandate: UUID) -> Principal | None:
    """Return for whom a login session acts by a mandate, if it still may; read again on every page."""
    return acting.find_principal(sid=sid, mandate_id=mandate, now=clock.now())


def create_account(*, account: NewAccount) -> str:
    """Open an account and return its subject for the platform's own sites; idempotent by login.

    Raises TooYoung and PasswordRefused. An account that exists is left as it is.
    """
    now = clock.now()
    if not is_old_enough(born_on=account.born_on, today=clock.local_date(now)):
        raise TooYoung
    existing = accounts.find_by_login(account.login)
    try:
        return first_party_subject(existing or accounts.open_account(account, now=now))
    except WeakPassword as reason:
        raise PasswordRefused(str(reason)) from None


def subject_of(*, login: str) -> str:
    """Return the subject by which the platform's sites know the holder of a login. Raises NoSuchAccount."""
    return first_party_subject(_get(login))


def find_active_session(*, sid: str) -> ActiveSession | None:
    """Return the login session of a token, with an official's present roles; None once it or its account has ended."""
    return sessions.find_active(sid=sid)


def suspend_account(*, login: str, actor: str, reason: str) -> None:
    """Suspend an account (its holder died, or it was misused): sessions and tokens end at once.

    Raises NoSuchAccount.
    """
    accounts.suspend(_get(login), actor=actor, reason=reason, now=clock.now())


def find_official(*, number: str) -> Official | None:
    """Return an official by staff number, None where nobody with an active account has it."""
    return officials.find_official(number)


def invite_official(*, number: str, actor: str) -> None:
    """Send an official the link by which two security keys are bound. Raises NoSuchAccount.

    `actor` is who invites, as the audit trail names them. An earlier link ends.
    """
    account = _get(number)
    if find_official(number=number) is None:
        raise NoSuchAccount
    key_invitations.invite_official(account, actor=actor, now=clock.now())


def find_reachable(*, id_number: str) -> Reachable | None:
    """Return where the person with this ID number is reached by their own account; None where they have none."""
    account = accounts.find_by_id_number(id_number)
    return None if account is None else Reachable(account.phone, account.email)


def has_fictional_accounts() -> bool:
    """Return whether anybody of the demonstration, whose password is public, has an account in this database."""
    return accounts.has_fictional_accounts()


def list_officials(*, provider: str, role: str) -> tuple[Official, ...]:
    """List a provider's officials in a role, by staff number; suspended ones are left out."""
    return officials.list_officials(provider, role)


def offices_of_role(*, provider: str, role: str) -> frozenset[str]:
    """Return the offices at which a provider has officials in a role; suspended ones do not count."""
    return officials.offices_of_role(provider, role)


def register_mandate_takers(*, lister: takers.Lister) -> None:
    """Register who lists the services that take a kind of mandates; done when a part is loaded."""
    takers.register_takers(lister)


def list_mandate_takers(*, kind: MandateKind) -> tuple[MandateTaker, ...]:
    """List the services that take a kind of mandates, by their codes."""
    return takers.list_takers(kind)


def record_look(*, id_number: str, official: str, provider: str, purpose: str, case: str = "") -> None:
    """Record in a person's ledger that an official (by staff number) read their data: why, and in which case.

    Who goes on reading the same is noted once in fifteen minutes.
    """
    ledger.record_look(
        id_number=id_number, official=official, provider=provider, purpose=purpose, case=case, now=clock.now()
    )


def _get(login: str) -> Account:
    account = accounts.find_by_login(login)
    if account is None:
        raise NoSuchAccount
    return account
