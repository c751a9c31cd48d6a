"""Finding an account, opening one, and suspending it."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from hukumati.core import audit
from hukumati.core.outbox import publish
from hukumati.core.rows import PreparedQuery
from hukumati.identity import wiring
from hukumati.identity.domain.accounts import NewAccount, normalise_login
from hukumati.identity.domain.passwords import check_new_password
from hukumati.identity.events import SessionEnded, StaffSuspended
from hukumati.identity.models import Account, AccountState, LoginSession, Person
from hukumati.identity.ports import SecretUse

AT_ONCE: Final = 500
_BY_LOGIN = PreparedQuery(Account, "login_digest = %s")


def login_digest(login: str) -> bytes:
    """Return the keyed digest by which an account is found; the login may be typed in any accepted form."""
    return wiring.derived_secrets().digest(SecretUse.LOOKUP, normalise_login(login))


def phone_digest(phone: str) -> bytes | None:
    """Return the keyed digest by which accounts are found by their telephone; None for no number."""
    return wiring.derived_secrets().digest(SecretUse.LOOKUP, f"phone:{phone}") if phone else None


def fill_phone_digests() -> None:
    """Fill the digests that accounts of an older release lack, some at a time: the rest waits for the next turn."""
    for account in Account.objects.filter(phone_digest=None).exclude(phone="")[:AT_ONCE]:
        Account.objects.filter(id=account.id).update(phone_digest=phone_digest(account.phone))


def find_by_login(login: str) -> Account | None:
    """Return the account of a login, whatever its state."""
    return _BY_LOGIN.first(login_digest(login))


def find_account(account_id: str) -> Account | None:
    """Return the account of an id of ours; None for any other text."""
    try:
        return Account.objects.filter(id=UUID(account_id)).first()
    except ValueError:
        return None


def find_by_id_number(id_number: str) -> Account | None:
    """Return the account that a person may use with their ID number, which is their login; None for officials'."""
    account = find_by_login(id_number)
    if account is None or account.state != AccountState.ACTIVE or account.is_staff:
        return None
    return account if account.id_number == id_number else None


def audit_subject(account: Account) -> str:
    """Return whose audit trail an account belongs to: the person's, the official's, or that of nobody we know."""
    if account.id_number:
        return f"person:{account.id_number}"
    return f"staff:{account.login}" if account.is_staff else f"account:{account.id}"


def has_fictional_accounts() -> bool:
    """Return whether anybody of the demonstration has an account here."""
    return Account.objects.filter(is_fictional=True).exists()


def open_account(new: NewAccount, *, now: datetime) -> Account:
    """Open an account, or return the one that this login has. Raises WeakPassword."""
    own = (new.login, new.name.ar, new.name.en, new.phone, new.email)
    check_new_password(new.password, sole_factor=False, is_breached=wiring.is_breached, own_words=own)
    staff = new.staff
    account, _ = Account.objects.get_or_create(
        login_digest=login_digest(new.login),
        defaults={
            "id": _id_for(new.login),
            "login": normalise_login(new.login),
            "id_number": new.id_number or "",
            "name_ar": new.name.ar,
            "name_en": new.name.en,
            "phone": new.phone,
            "phone_digest": phone_digest(new.phone),
            "email": new.email,
            "born_on": new.born_on,
            "password_hash": wiring.password_hasher().hash(new.password),
            "is_fictional": new.is_fictional or settings.HUKUMATI.is_fictional_world,
            "is_staff": staff is not None,
            "staff_provider": staff.provider if staff else "",
            "staff_office": staff.office if staff else "",
            "staff_roles": sorted(staff.roles) if staff else [],
            "created_at": now,
        },
    )
    return account


def _id_for(login: str) -> UUID:
    """Return the id of a new account: that of the person, if mandates know them, so that their `sub` stays the same."""
    known = Person.objects.filter(digest=login_digest(login)).values_list("id", flat=True).first()
    return known or uuid4()


@transaction.atomic
def suspend(account: Account, *, actor: str, reason: str, now: datetime) -> None:
    """Suspend an account and end its sessions, and so its tokens; nothing happens if it is suspended already."""
    active = Account.objects.filter(id=account.id, state=AccountState.ACTIVE)
    if active.update(state=AccountState.SUSPENDED) == 0:
        return
    for session in LoginSession.objects.filter(account=account, ended_at=None):
        LoginSession.objects.filter(id=session.id).update(ended_at=now)
        publish(SessionEnded(sid=str(session.id), at=now))
    if account.is_staff:
        publish(StaffSuspended(number=account.login, at=now))
    audit.record(
        subject=audit_subject(account), actor=actor, action="identity.account_suspended", details={"reason": reason}
    )
