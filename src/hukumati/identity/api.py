"""The door of identity.

IdentityError
├── NoSuchAccount       nobody has this login
├── TooYoung            no account under 16
├── NoSuchSite          no site of this government body
├── NotInThisState      done already, or not possible now
├── PasswordRefused     too short, too long or well known
└── ActRefused          an official may not do this to this account
    ├── OwnAccount          nobody acts for themself
    ├── SecondOfficial      the act takes another official, who is not the first
    ├── NumberTaken         another account was verified in person with this number
    ├── OtherPersonSeen     the account is somebody else's
    └── NoReason            the act takes a reason
"""

from typing import ClassVar

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
from hukumati.identity.domain.in_person import Document, Method, Seen
from hukumati.identity.domain.passwords import WeakPassword
from hukumati.identity.errors import (
    ActRefused,
    IdentityError,
    NoReason,
    NoSuchAccount,
    NoSuchSite,
    NotInThisState,
    NumberTaken,
    OtherPersonSeen,
    OwnAccount,
    SecondOfficial,
)
from hukumati.identity.models import Account
from hukumati.identity.use_cases import accounts, key_invitations, officials, sessions
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
from hukumati.identity.use_cases.desk import (
    confirm_verification,
    hand_over_binding_code,
    list_letters,
    list_unconfirmed_verifications,
    lock_account,
    look_up_accounts,
    mark_deceased,
    mark_letter_posted,
    merge_accounts,
    recover_in_person,
    unlock_account,
    verify_in_person,
)
from hukumati.identity.use_cases.looking_up import AccountRecord
from hukumati.identity.use_cases.officials import Official
from hukumati.identity.use_cases.paper_codes import Letter
from hukumati.identity.use_cases.subjects import first_party_subject

__all__ = [
    "OFFERED_SCOPES",
    "AccountRecord",
    "ActRefused",
    "Document",
    "Flaw",
    "IdentityError",
    "Letter",
    "Method",
    "Mistake",
    "NewAccount",
    "NoReason",
    "NoSuchAccount",
    "NoSuchSite",
    "NotInThisState",
    "NumberTaken",
    "Official",
    "OtherPersonSeen",
    "OwnAccount",
    "PasswordRefused",
    "Reachable",
    "RegisteredSite",
    "SecondOfficial",
    "Seen",
    "Site",
    "SiteAct",
    "SiteFault",
    "SiteMetadata",
    "Staff",
    "TooYoung",
    "UnacceptableSite",
    "change_client",
    "confirm_verification",
    "create_account",
    "decide_client",
    "find_official",
    "find_reachable",
    "get_site",
    "hand_over_binding_code",
    "has_fictional_accounts",
    "invite_official",
    "is_session_active",
    "list_faults",
    "list_letters",
    "list_officials",
    "list_sites",
    "list_unconfirmed_verifications",
    "lock_account",
    "look_up_accounts",
    "mark_deceased",
    "mark_letter_posted",
    "merge_accounts",
    "offices_of_role",
    "recover_in_person",
    "request_client",
    "rotate_secret",
    "subject_of",
    "suspend_account",
    "unlock_account",
    "verify_in_person",
]


class TooYoung(IdentityError):
    """The person is under 16; children are represented by their guardian."""

    code: ClassVar[str] = "identity.too_young"
    status: ClassVar[int] = 422


class PasswordRefused(IdentityError):
    """The password is too short, too long or well known."""

    code: ClassVar[str] = "identity.password_refused"
    status: ClassVar[int] = 422


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


def is_session_active(*, sid: str) -> bool:
    """Return whether the login session of a token is active: not ended, and its account not suspended."""
    return sessions.is_active(sid=sid)


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


def _get(login: str) -> Account:
    account = accounts.find_by_login(login)
    if account is None:
        raise NoSuchAccount
    return account
