"""Officials find an account: only with a reason, and each look is on the record that the person sees."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.core.identifiers import InvalidPhone, parse_phone
from hukumati.identity.domain.in_person import Officer
from hukumati.identity.domain.proposals import is_reason
from hukumati.identity.models import Account, Lock
from hukumati.identity.use_cases.accounts import audit_subject, login_digest, phone_digest

LOOKED: Final = "identity.account_looked_at"
SAME_LOOK: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """An account as officials see it: `state` and `proofing` are their codes, `locked_for` the reason of a lock."""

    id: str
    name: Bilingual
    id_number: str = field(repr=False)
    born_on: date | None = field(repr=False)
    phone: str = field(repr=False)
    email: str = field(repr=False)
    state: str
    proofing: str
    locked_for: str


class ReasonMissing(ValueError):
    """Nobody looks without saying why."""


def look_up(text: str, *, officer: Officer, reason: str) -> tuple[AccountRecord, ...]:
    """Return the citizens' accounts with an ID number or a telephone, and record the look. Raises ReasonMissing."""
    check_reason(reason)
    found = list(matching(text).order_by("created_at", "id"))
    for account in found:
        audit.record(
            subject=audit_subject(account),
            actor=f"staff:{officer.number}",
            action=LOOKED,
            details={"reason": reason},
        )
    return tuple(record_of(each) for each in found)


def look_again(account: Account, *, officer: Officer, reason: str, now: datetime) -> AccountRecord:
    """Return an account that an official goes on looking at for the same reason; noted once in fifteen minutes.

    Raises ReasonMissing.
    """
    check_reason(reason)
    subject, actor, details = audit_subject(account), f"staff:{officer.number}", {"reason": reason}
    recent = audit.page_entries(subject=subject, actions=(LOOKED,)).lines
    if not any(now - each.at < SAME_LOOK and (each.actor, each.details) == (actor, details) for each in recent):
        audit.record(subject=subject, actor=actor, action=LOOKED, details=details)
    return record_of(account)


def check_reason(reason: str) -> None:
    """Raise ReasonMissing for a reason that says nothing, or too much."""
    if not is_reason(reason):
        raise ReasonMissing


def matching(text: str) -> QuerySet[Account]:
    """Return the citizens' accounts with an ID number or a telephone, whatever their state."""
    citizens = Account.objects.filter(is_staff=False)
    try:
        phone = phone_digest(parse_phone(text))
    except InvalidPhone:
        phone = None
    by_login = citizens.filter(login_digest=login_digest(text))
    return by_login if phone is None else by_login | citizens.filter(phone_digest=phone)


def record_of(account: Account) -> AccountRecord:
    """Return an account as officials see it."""
    lock = Lock.objects.filter(account=account, unlocked_at=None).order_by("-locked_at").first()
    return AccountRecord(
        id=str(account.id),
        name=Bilingual(account.name_ar, account.name_en),
        id_number=account.id_number,
        born_on=account.born_on,
        phone=account.phone,
        email=account.email,
        state=account.state,
        proofing=account.proofing,
        locked_for=lock.reason if lock else "",
    )
