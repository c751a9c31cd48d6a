"""The door of identity.

IdentityError
├── NoSuchAccount       nobody has this login
├── TooYoung            no account under 16
├── PasswordRefused     too short, too long or well known
└── ActRefused          an official may not do this to this account
    ├── OwnAccount          nobody acts for themself
    ├── SecondOfficial      the act takes another official, who is not the first
    ├── NumberTaken         another account was verified in person with this number
    ├── OtherPersonSeen     the account is somebody else's
    └── NoReason            the act takes a reason
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar
from uuid import UUID

from hukumati.core import clock
from hukumati.core.errors import HukumatiError
from hukumati.identity.domain.accounts import NewAccount, Reachable, Staff, is_old_enough
from hukumati.identity.domain.in_person import (
    Document,
    Method,
    Officer,
    OfficerIsThePerson,
    SecondOfficerNeeded,
    Seen,
)
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.domain.passwords import WeakPassword
from hukumati.identity.models import Account
from hukumati.identity.use_cases import (
    accounts,
    endings,
    in_person,
    locks,
    looking_up,
    officials,
    paper_codes,
    sessions,
)
from hukumati.identity.use_cases.looking_up import AccountRecord
from hukumati.identity.use_cases.officials import Official
from hukumati.identity.use_cases.paper_codes import Letter
from hukumati.identity.use_cases.subjects import first_party_subject
from hukumati.identity.use_cases.verification import AlreadyVerified

__all__ = [
    "AccountRecord",
    "ActRefused",
    "Document",
    "IdentityError",
    "Letter",
    "Method",
    "NewAccount",
    "NoReason",
    "NoSuchAccount",
    "NumberTaken",
    "Official",
    "OtherPersonSeen",
    "OwnAccount",
    "PasswordRefused",
    "Reachable",
    "SecondOfficial",
    "Seen",
    "Staff",
    "TooYoung",
    "confirm_verification",
    "create_account",
    "find_official",
    "find_reachable",
    "hand_over_binding_code",
    "has_fictional_accounts",
    "is_session_active",
    "list_letters",
    "list_officials",
    "list_unconfirmed_verifications",
    "lock_account",
    "look_up_accounts",
    "mark_deceased",
    "mark_letter_posted",
    "merge_accounts",
    "offices_of_role",
    "recover_in_person",
    "subject_of",
    "suspend_account",
    "unlock_account",
    "verify_in_person",
]


class IdentityError(HukumatiError):
    """Anything identity refuses."""

    code: ClassVar[str] = "identity.error"


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


class ActRefused(IdentityError):
    """An official may not do this to this account."""

    code: ClassVar[str] = "identity.act_refused"
    status: ClassVar[int] = 409


class OwnAccount(ActRefused):
    """The account is the official's own."""

    code: ClassVar[str] = "identity.own_account"
    status: ClassVar[int] = 403


class SecondOfficial(ActRefused):
    """The second official is the first."""

    code: ClassVar[str] = "identity.second_official"


class NumberTaken(ActRefused):
    """Another account was verified in person with this number: the two are merged."""

    code: ClassVar[str] = "identity.number_taken"


class OtherPersonSeen(ActRefused):
    """The account stands for another ID number than the person's who was seen."""

    code: ClassVar[str] = "identity.other_person_seen"


class NoReason(ActRefused):
    """The reason is missing, or longer than 500 characters."""

    code: ClassVar[str] = "identity.no_reason"
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


def look_up_accounts(*, text: str, officer: str, reason: str) -> tuple[AccountRecord, ...]:
    """Return the citizens' accounts with an ID number or a telephone; the person sees who looked, and why.

    `officer` is here and below the staff number of the official who acts. Raises NoReason, NoSuchAccount (the
    official's).
    """
    with _refusals():
        return looking_up.look_up(text, officer=_officer(officer), reason=reason)


def verify_in_person(*, account: str, seen: Seen, officer: str) -> bool:
    """Record that an official saw the holder and a document; return whether a second official must confirm it.

    `account` is here and below the id of an `AccountRecord`. Raises NoSuchAccount, OwnAccount, OtherPersonSeen,
    NumberTaken.
    """
    with _refusals():
        found = in_person.verify_in_person(_by_id(account), seen, officer=_officer(officer), now=clock.now())
    return found.confirmed_at is None


def list_unconfirmed_verifications() -> tuple[tuple[str, AccountRecord, str], ...]:
    """List the verifications that wait for a second official: id, account, and the first official's number."""
    waiting = in_person.list_unconfirmed()
    return tuple((str(each.id), looking_up.record_of(each.account), each.officer) for each in waiting)


def confirm_verification(*, verification: str, officer: str) -> bool:
    """Confirm as the second official; return False if it is confirmed already. Raises SecondOfficial, OwnAccount."""
    with _refusals():
        return in_person.confirm_verification(UUID(verification), second=_officer(officer), now=clock.now())


def recover_in_person(*, account: str, seen: Seen, officer: str, new_phone: str) -> str:
    """Return the code for a holder who was seen and has lost everything, to be handed over; valid for a day.

    Raises NoSuchAccount, OwnAccount, OtherPersonSeen.
    """
    with _refusals():
        return in_person.recover_in_person(
            _by_id(account), seen, officer=_officer(officer), new_phone=new_phone, now=clock.now()
        )


def hand_over_binding_code(*, account: str, seen: Seen, officer: str) -> str:
    """Return the code by which a holder who was seen binds a passkey of the highest level; valid for a day.

    Raises NoSuchAccount, OwnAccount, OtherPersonSeen.
    """
    with _refusals():
        return in_person.hand_over_binding_code(_by_id(account), seen, officer=_officer(officer), now=clock.now())


def lock_account(*, account: str, officer: str, reason: str) -> bool:
    """Lock an account for a reason: sessions and tokens end at once; return False if it is not active.

    Raises NoSuchAccount, OwnAccount, NoReason.
    """
    if not reason.strip():
        raise NoReason
    acting, found = _officer(officer), _by_id(account)
    if acting.id_number and acting.id_number == found.id_number:
        raise OwnAccount
    actor = f"staff:{acting.number}"
    return locks.lock_account(found, reason=LockReason.OFFICIAL, actor=actor, detail=reason, now=clock.now())


def unlock_account(*, account: str, seen: Seen, officer: str) -> bool:
    """Unlock an account whose holder was seen; return False if it is not locked.

    Raises NoSuchAccount, OwnAccount, OtherPersonSeen.
    """
    with _refusals():
        return in_person.unlock_in_person(_by_id(account), seen, officer=_officer(officer), now=clock.now())


def merge_accounts(*, kept: str, gone: str, officer: str, second: str, reason: str) -> None:
    """Keep one of two accounts of the same person, as two officials decide.

    Raises NoSuchAccount, SecondOfficial, OwnAccount, ActRefused.
    """
    with _refusals():
        endings.merge_accounts(
            kept=_by_id(kept),
            gone=_by_id(gone),
            officer=_officer(officer),
            second=_officer(second),
            reason=reason,
            now=clock.now(),
        )


def mark_deceased(*, id_number: str, actor: str) -> bool:
    """Close the account of a person of whom the register says that they died; return False where none is active."""
    return endings.mark_deceased(id_number=id_number, actor=actor, now=clock.now())


def list_letters() -> tuple[Letter, ...]:
    """List the letters with codes that are to be posted to registered addresses, the oldest first."""
    return paper_codes.list_letters()


def mark_letter_posted(*, letter: UUID, officer: str) -> bool:
    """Record that a letter is on its way, which erases its code; return False if that was done before."""
    return paper_codes.mark_posted(letter, actor=f"staff:{_officer(officer).number}", now=clock.now())


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


def _by_id(account: str) -> Account:
    try:
        found = Account.objects.filter(id=UUID(account), is_staff=False).first()
    except ValueError:
        found = None
    if found is None:
        raise NoSuchAccount
    return found


def _officer(number: str) -> Officer:
    found = officials.find_official(number)
    if found is None:
        raise NoSuchAccount
    return Officer(found.staff.number, found.id_number or "")


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell by the door's errors why an official may not act."""
    try:
        yield
    except OfficerIsThePerson:
        raise OwnAccount from None
    except SecondOfficerNeeded:
        raise SecondOfficial from None
    except AlreadyVerified:
        raise NumberTaken from None
    except in_person.OtherPerson:
        raise OtherPersonSeen from None
    except looking_up.ReasonMissing:
        raise NoReason from None
