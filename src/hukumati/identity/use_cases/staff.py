"""The officials of a government body, as its staff managers see and change them (requirement 42)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.accounts import NewAccount, Staff
from hukumati.identity.domain.staff_roles import roles_of_body
from hukumati.identity.domain.tokens import new_token
from hukumati.identity.errors import NoSuchOfficial, NotInThisState, RoleNotGiven
from hukumati.identity.models import Account, AccountState, KeyInvitation
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login, open_account, suspend
from hukumati.identity.use_cases.key_invitations import invite_official


@dataclass(frozen=True, slots=True)
class Member:
    """An official of a body, whatever the account's state; invited until both security keys are bound."""

    staff: Staff
    name: Bilingual
    is_active: bool
    is_invited: bool = False


@dataclass(frozen=True, slots=True)
class Manager:
    """The staff manager who acts, and the body they act for."""

    number: str
    provider: str


def list_staff(*, provider: str) -> tuple[Member, ...]:
    """List the officials of a body by staff number, suspended ones last."""
    accounts = Account.objects.filter(is_staff=True, staff_provider=provider)
    invited = frozenset(_open_invitations().filter(account__in=accounts).values_list("account_id", flat=True))
    members = (_member(each, is_invited=each.id in invited) for each in accounts)
    return tuple(sorted(members, key=lambda each: (not each.is_active, each.staff.number)))


def get_member(*, number: str, provider: str) -> Member:
    """Return an official of a body. Raises NoSuchOfficial."""
    account = _find(number, provider)
    return _member(account, is_invited=_open_invitations().filter(account=account).exists())


@transaction.atomic
def invite_again(*, number: str, manager: Manager, now: datetime) -> None:
    """Send an official of one's own body a new link to bind their keys; the earlier one ends.

    Raises NoSuchOfficial, and NotInThisState for who is suspended.
    """
    account = _find(number, manager.provider, locked=True)
    if account.state != AccountState.ACTIVE:
        raise NotInThisState("a suspended official is not invited")
    invite_official(account, actor=f"staff:{manager.number}", now=now)


@transaction.atomic
def hire(*, new: NewAccount, staff: Staff, manager: Manager, now: datetime) -> Member:
    """Open the account of an official of one's own body; nobody knows its password: an invitation binds their keys.

    Raises RoleNotGiven, and NotInThisState where somebody has the staff number.
    """
    _check_roles(staff.roles, frozenset(), manager)
    if find_by_login(staff.number) is not None:
        raise NotInThisState("the number is taken")
    staff = replace(staff, provider=manager.provider)
    account = open_account(replace(new, login=staff.number, password=new_token(), staff=staff), now=now)
    _record(account, manager, "identity.official_hired", roles=sorted(staff.roles))
    invite_official(account, actor=f"staff:{manager.number}", now=now)
    return _member(account)


@transaction.atomic
def change_roles(*, number: str, roles: Collection[str], manager: Manager) -> bool:
    """Give an official exactly these roles, from the next page on that they open; return whether anything changed.

    Raises NoSuchOfficial, RoleNotGiven, and NotInThisState for one's own roles.
    """
    account = _find(number, manager.provider, locked=True)
    if account.login == manager.number:
        raise NotInThisState("nobody changes their own roles")
    before, after = frozenset(account.staff_roles), frozenset(roles)
    _check_roles(after, before, manager)
    if before == after:
        return False
    Account.objects.filter(id=account.id).update(staff_roles=sorted(after))
    _record(account, manager, "identity.roles_changed", given=sorted(after - before), taken=sorted(before - after))
    return True


@transaction.atomic
def suspend_member(*, number: str, manager: Manager, reason: str, now: datetime) -> None:
    """Suspend an official: their sessions end at once. Raises NoSuchOfficial, and NotInThisState for oneself."""
    account = _find(number, manager.provider, locked=True)
    if account.login == manager.number:
        raise NotInThisState("nobody suspends themself")
    suspend(account, actor=f"staff:{manager.number}", reason=reason, now=now)


def _check_roles(after: frozenset[str], before: frozenset[str], manager: Manager) -> None:
    """Raise RoleNotGiven where a role is given or taken that the body's managers have no say in."""
    if not (after ^ before) <= roles_of_body(manager.provider):
        raise RoleNotGiven


def _find(number: str, provider: str, *, locked: bool = False) -> Account:
    account = find_by_login(number)
    if account is None or not account.is_staff or account.staff_provider != provider:
        raise NoSuchOfficial
    return Account.objects.select_for_update().get(id=account.id) if locked else account


def _open_invitations() -> QuerySet[KeyInvitation]:
    return KeyInvitation.objects.filter(finished_at=None)


def _member(account: Account, *, is_invited: bool = False) -> Member:
    return Member(
        staff=Staff(account.login, account.staff_provider, account.staff_office, frozenset(account.staff_roles)),
        name=Bilingual(ar=account.name_ar, en=account.name_en),
        is_active=account.state == AccountState.ACTIVE,
        is_invited=is_invited,
    )


def _record(account: Account, manager: Manager, action: str, **details: object) -> None:
    audit.record(subject=audit_subject(account), actor=f"staff:{manager.number}", action=action, details=details)
