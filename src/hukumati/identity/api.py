"""The door of identity.

IdentityError
├── NoSuchAccount       nobody has this login
├── TooYoung            no account under 16
├── NoSuchOfficial      no official of this government body
├── RoleNotGiven        a role that the body's managers have no say in
├── NoSuchSite          no site of this government body
├── NotInThisState      done already, or not possible now
└── PasswordRefused     too short, too long or well known
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
from hukumati.identity.domain.passwords import WeakPassword
from hukumati.identity.domain.staff_roles import roles_of_body
from hukumati.identity.errors import IdentityError, NoSuchOfficial, NoSuchSite, NotInThisState, RoleNotGiven
from hukumati.identity.models import Account
from hukumati.identity.use_cases import accounts, officials, sessions
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
from hukumati.identity.use_cases.officials import Official
from hukumati.identity.use_cases.sessions import ActiveSession, Place
from hukumati.identity.use_cases.staff import (
    Manager,
    Member,
    change_roles,
    get_member,
    hire,
    list_staff,
    suspend_member,
)
from hukumati.identity.use_cases.subjects import first_party_subject

__all__ = [
    "OFFERED_SCOPES",
    "ActiveSession",
    "Flaw",
    "IdentityError",
    "Manager",
    "Member",
    "Mistake",
    "NewAccount",
    "NoSuchAccount",
    "NoSuchOfficial",
    "NoSuchSite",
    "NotInThisState",
    "Official",
    "PasswordRefused",
    "Place",
    "Reachable",
    "RegisteredSite",
    "RoleNotGiven",
    "Site",
    "SiteAct",
    "SiteFault",
    "SiteMetadata",
    "Staff",
    "TooYoung",
    "UnacceptableSite",
    "change_client",
    "change_roles",
    "create_account",
    "decide_client",
    "find_active_session",
    "find_official",
    "find_reachable",
    "get_member",
    "get_site",
    "has_fictional_accounts",
    "hire",
    "list_faults",
    "list_officials",
    "list_sites",
    "list_staff",
    "offices_of_role",
    "request_client",
    "roles_of_body",
    "rotate_secret",
    "subject_of",
    "suspend_account",
    "suspend_member",
]


class NoSuchAccount(IdentityError):
    """Nobody has this login."""

    code: ClassVar[str] = "identity.no_such_account"
    status: ClassVar[int] = 404


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
