"""The door of identity.

IdentityError
├── NoSuchAccount       nobody has this login
├── TooYoung            no account under 16
└── PasswordRefused     too short, too long or well known
"""

from datetime import datetime
from typing import ClassVar

from django.db import connection, transaction

from hukumati.core import audit, clock
from hukumati.core.errors import HukumatiError
from hukumati.core.outbox import publish
from hukumati.identity.adapters.password_hasher import blocklist, hash_password
from hukumati.identity.adapters.secret_key import LOOKUP, keyed_digest
from hukumati.identity.domain.accounts import NewAccount, Staff, is_old_enough, normalise_login
from hukumati.identity.domain.passwords import WeakPassword, check_new_password
from hukumati.identity.events import StaffSuspended
from hukumati.identity.http.oidc.subjects import first_party_subject
from hukumati.identity.models import Account, AccountState, LoginSession
from hukumati.identity.use_cases.password_step import find_by_login
from hukumati.identity.use_cases.sessions import audit_subject

__all__ = [
    "IdentityError",
    "NewAccount",
    "NoSuchAccount",
    "PasswordRefused",
    "Staff",
    "TooYoung",
    "create_account",
    "is_session_standing",
    "subject_of",
    "suspend_account",
]


_STANDING = """
SELECT FROM identity_login_session AS session JOIN identity_account AS account ON account.id = session.account_id
WHERE session.id = %s AND session.ended_at IS NULL AND account.state = %s
"""


class IdentityError(HukumatiError):
    """Anything identity refuses."""

    code: ClassVar[str] = "identity.error"


class NoSuchAccount(IdentityError):
    """Nobody has this login."""

    code: ClassVar[str] = "identity.no_such_account"
    status: ClassVar[int] = 404


class TooYoung(IdentityError):
    """Children are reached through their guardian."""

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
    existing = find_by_login(account.login)
    return first_party_subject(existing or _open(account, now))


def subject_of(*, login: str) -> str:
    """Return the subject by which the platform's sites know the holder of a login; raises NoSuchAccount."""
    return first_party_subject(_get(login))


def is_session_standing(*, sid: str) -> bool:
    """Return whether the login session of a token stands: not signed out, and its account not suspended."""
    with connection.cursor() as cursor:  # asked at every page: in words of SQL, which costs a third
        cursor.execute(_STANDING, [sid, AccountState.ACTIVE])
        return cursor.fetchone() is not None


@transaction.atomic
def suspend_account(*, login: str, actor: str, reason: str) -> None:
    """Shut an account (its holder died, or it was misused): sessions and tokens end at once."""
    account = _get(login)
    if Account.objects.filter(id=account.id, state=AccountState.ACTIVE).update(state=AccountState.SUSPENDED) == 0:
        return
    LoginSession.objects.filter(account=account, ended_at=None).update(ended_at=clock.now())
    if account.is_staff:
        publish(StaffSuspended(number=account.login, at=clock.now()))
    audit.record(
        subject=audit_subject(account), actor=actor, action="identity.account_suspended", details={"reason": reason}
    )


def _get(login: str) -> Account:
    account = find_by_login(login)
    if account is None:
        raise NoSuchAccount
    return account


def _open(new: NewAccount, now: datetime) -> Account:
    try:
        check_new_password(new.password, sole_factor=False, blocklist=blocklist() | {new.login.casefold()})
    except WeakPassword as reason:
        raise PasswordRefused(str(reason)) from None
    login = normalise_login(new.login)
    staff = new.staff
    account, _ = Account.objects.get_or_create(
        login_digest=keyed_digest(LOOKUP, login),
        defaults={
            "login": login,
            "id_number": new.id_number or "",
            "name_ar": new.name.ar,
            "name_en": new.name.en,
            "phone": new.phone,
            "email": new.email,
            "born_on": new.born_on,
            "password_hash": hash_password(new.password),
            "is_staff": staff is not None,
            "staff_provider": staff.provider if staff else "",
            "staff_office": staff.office if staff else "",
            "staff_roles": sorted(staff.roles) if staff else [],
            "created_at": now,
        },
    )
    return account
