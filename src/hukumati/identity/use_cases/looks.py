"""Accounts that officials open: found by a search, each for a reason that the person reads in their ledger.

A look is its official's alone and over after an hour; pages are named by it, so that no address tells of anybody.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from hukumati.core import audit
from hukumati.core.limits import allow
from hukumati.core.security_events import note
from hukumati.identity.domain.in_person import Officer, OfficerIsThePerson, check_officer
from hukumati.identity.errors import NoSuchLook, TooManyLooks
from hukumati.identity.models import Account, Look
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.looking_up import check_reason, matching

LIFETIME: Final = timedelta(hours=1)
AT_MOST, PER_SECONDS = 60, 3600
"""Searches of one official; nobody serves a person a minute, but whoever copies the register would."""


@transaction.atomic
def search(text: str, *, officer: Officer, reason: str, now: datetime) -> UUID:
    """Open the citizens' accounts with an ID number or a telephone, and return the search they share.

    Raises ReasonMissing, OfficerIsThePerson, TooManyLooks.
    """
    check_reason(reason)
    if not allow(key=f"identity.looks:{officer.number}", at_most=AT_MOST, per_seconds=PER_SECONDS):
        note("looks.limited", subject=officer.number)
        raise TooManyLooks
    found, shared = list(matching(text).order_by("created_at", "id")), uuid4()
    for account in found:
        check_officer(officer, id_number=account.id_number)
    for account in found:
        _begin(account, officer=officer.number, reason=reason, search=shared, now=now)
    return shared


@transaction.atomic
def begin_look(account: Account, *, officer: Officer, reason: str, now: datetime) -> Look:
    """Return the official's look at an account for a reason, which is on record once while it lasts.

    Raises OfficerIsThePerson.
    """
    check_officer(officer, id_number=account.id_number)
    open_ones = Look.objects.filter(account=account, officer=officer.number, expires_at__gt=now)
    same = next((each for each in open_ones if each.reason == reason), None)
    return same or _begin(account, officer=officer.number, reason=reason, search=uuid4(), now=now)


def find_look(look_id: UUID, *, officer: str, now: datetime) -> Look:
    """Return a look of this official that is not over. Raises NoSuchLook for any other."""
    open_ones = Look.objects.select_related("account").filter(officer=officer, expires_at__gt=now)
    found = open_ones.filter(id=look_id).first()
    if found is None:
        raise NoSuchLook
    return found


def list_looks(*, officer: str, now: datetime, search: UUID | None = None) -> tuple[Look, ...]:
    """List the accounts that an official has open, one line for each, the last opened first; of one search or all."""
    rows = Look.objects.select_related("account").filter(officer=officer, expires_at__gt=now).order_by("-begun_at")
    found = rows if search is None else rows.filter(search=search)
    return tuple({each.account_id: each for each in reversed(found)}.values())[::-1]


def is_own(officer: Officer, account: Account) -> bool:
    """Return whether an account is the official's own."""
    try:
        check_officer(officer, id_number=account.id_number)
    except OfficerIsThePerson:
        return True
    return False


def _begin(account: Account, *, officer: str, reason: str, search: UUID, now: datetime) -> Look:
    audit.record(
        subject=audit_subject(account),
        actor=f"staff:{officer}",
        action="identity.account_looked_at",
        details={"reason": reason},
    )
    return Look.objects.create(
        account=account, officer=officer, reason=reason, search=search, begun_at=now, expires_at=now + LIFETIME
    )
