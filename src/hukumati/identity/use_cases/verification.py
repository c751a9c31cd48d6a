"""How an account comes to stand for a person: the number becomes its login, once in the whole country."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from hukumati.core import audit
from hukumati.core.limits import allow
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.models import Account
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login, login_digest
from hukumati.identity.use_cases.notices import Notice, tell

CLAIMS_TOLD_A_DAY: Final = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Who the holder of an account turned out to be."""

    id_number: str
    born_on: date


class AlreadyVerified(ValueError):
    """Another account stands for this person: there is one alone, and recovering it is the way in."""


@transaction.atomic
def verify_account(account: Account, person: Person, *, proofing: Proofing, actor: str, now: datetime) -> bool:
    """Let an account stand for a person, and tell its holder; return False if it does so already at this proofing.

    Raises AlreadyVerified.
    """
    account = Account.objects.select_for_update().get(id=account.id)
    if account.id_number == person.id_number and account.proofing == proofing:
        return False
    holder = find_by_login(person.id_number)
    if holder is not None and holder.id != account.id:
        raise AlreadyVerified
    account.login, account.login_digest = person.id_number, login_digest(person.id_number)
    account.id_number, account.born_on, account.proofing = person.id_number, person.born_on, proofing
    account.save(update_fields=["login", "login_digest", "id_number", "born_on", "proofing"])
    details = {"proofing": proofing.value, "account": str(account.id)}
    audit.record(subject=audit_subject(account), actor=actor, action="identity.account_verified", details=details)
    tell(account, Notice.VERIFIED, key=f"{account.id}:{proofing}", now=now)
    return True


@transaction.atomic
def tell_of_claim(*, id_number: str, claim: str, now: datetime) -> None:
    """Tell the person who is verified with a number that somebody else claims it: once for each claim, thrice a day."""
    holder = find_by_login(id_number)
    if holder is None or holder.is_staff:
        return
    if allow(key=f"identity.claimed:{holder.id}", at_most=CLAIMS_TOLD_A_DAY, per_seconds=24 * 3600):
        tell(holder, Notice.CLAIMED, key=f"{holder.id}:{claim}", now=now)
