"""The officials of a provider: who works there in a role, at which offices, and how they are reached."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.accounts import Staff
from hukumati.identity.errors import NoSuchAccount
from hukumati.identity.models import Account, AccountState
from hukumati.identity.use_cases.accounts import find_by_login


@dataclass(frozen=True, slots=True)
class Official:
    """An official with an active account."""

    staff: Staff
    name: Bilingual
    id_number: str | None = field(repr=False)
    phone: str = field(repr=False)
    email: str = field(repr=False)


def find_official(number: str) -> Official | None:
    """Return an official by staff number, None where nobody active has it."""
    account = find_by_login(number)
    if account is None or not account.is_staff or account.state != AccountState.ACTIVE:
        return None
    return _official(account)


def get_official(number: str) -> Official:
    """Return an official by staff number. Raises NoSuchAccount."""
    found = find_official(number)
    if found is None:
        raise NoSuchAccount
    return found


def list_officials(provider: str, role: str) -> tuple[Official, ...]:
    """List a provider's active officials in a role, by staff number."""
    found = (_official(account) for account in _active(provider, role))
    return tuple(sorted(found, key=lambda each: each.staff.number))


def offices_of_role(provider: str, role: str) -> frozenset[str]:
    """Return the offices at which a provider has active officials in a role."""
    return frozenset(_active(provider, role).values_list("staff_office", flat=True)) - {""}


def _active(provider: str, role: str) -> QuerySet[Account]:
    return Account.objects.filter(
        is_staff=True, staff_provider=provider, staff_roles__contains=[role], state=AccountState.ACTIVE
    )


def _official(account: Account) -> Official:
    return Official(
        staff=Staff(account.login, account.staff_provider, account.staff_office, frozenset(account.staff_roles)),
        name=Bilingual(ar=account.name_ar, en=account.name_en),
        id_number=account.id_number or None,
        phone=account.phone,
        email=account.email,
    )
