"""Mandates on a register's word are asked about again each day: what the register no longer says ends them.

While a register is silent they stay as they are, and it is asked again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from hukumati.identity.domain.mandates import Kind, MandateRefused, Source, State
from hukumati.identity.models import Account, AccountState, Mandate, Person
from hukumati.identity.use_cases import register_mandates
from hukumati.identity.use_cases.persons import account_of
from hukumati.identity.use_cases.register_mandates import Found, end_all

EVERY: Final = timedelta(days=1)
AT_ONCE: Final = 200
_FINDERS: Final[Mapping[str, Callable[..., Found]]] = {
    Kind.CHILD: register_mandates.find_children,
    Kind.COMPANY: register_mandates.find_companies,
    Kind.HEIR: register_mandates.find_inheritances,
}


class RegisterStillSilent(Exception):
    """A register gave no answer: the mandates stay, and the job tries again."""


def take_due(*, now: datetime) -> tuple[UUID, ...]:
    """Return whose mandates are to be asked about, those longest unasked first, and note that they are."""
    due = Mandate.objects.filter(
        Q(checked_at=None) | Q(checked_at__lte=now - EVERY),
        source=Source.REGISTER, state=State.ACTIVE, accepted_at__lte=now - EVERY,
    )  # fmt: skip
    oldest = due.order_by("checked_at", "accepted_at").values_list("representative_id", flat=True)[:AT_ONCE]
    persons = tuple(dict.fromkeys(oldest))
    due.filter(representative__in=persons).update(checked_at=now)
    return persons


def recheck(person_id: UUID, *, now: datetime) -> int:
    """Ask the registers about a representative's mandates, and return how many ended. Raises RegisterStillSilent."""
    person = Person.objects.get(id=person_id)
    account = account_of(person)
    if account is None or account.state != AccountState.ACTIVE:
        return 0
    active = person.held.filter(source=Source.REGISTER, state=State.ACTIVE)
    return sum(_recheck(person, account, kind, now) for kind in sorted(set(active.values_list("kind", flat=True))))


def _recheck(person: Person, account: Account, kind: str, now: datetime) -> int:
    try:
        found = _FINDERS[kind](account, now=now)
    except MandateRefused as refusal:
        if str(refusal) == "not_in_register":
            return end_all(person, Kind(kind), now=now)
        raise RegisterStillSilent(kind) from None
    return found.ended
