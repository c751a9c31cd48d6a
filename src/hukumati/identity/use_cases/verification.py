"""How an account comes to stand for a person: the number becomes its login, once in the whole country."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hukumati.core import audit
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.models import Account
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login, login_digest
from hukumati.identity.use_cases.notices import Notice, tell


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


def tell_of_claim(*, id_number: str, claimed_by: Account, now: datetime) -> None:
    """Tell the person who is verified with a number that somebody else claims it."""
    holder = find_by_login(id_number)
    if holder is not None and holder.id != claimed_by.id and not holder.is_staff:
        tell(holder, Notice.CLAIMED, key=f"{holder.id}:{claimed_by.id}", now=now)
