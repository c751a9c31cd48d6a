"""How accounts end: reclaimed, merged with another of the same person, or their holder died."""

from datetime import datetime

from django.db import transaction

from hukumati.core import audit
from hukumati.core.outbox import publish
from hukumati.identity.domain.in_person import Officer, check_officer, check_second
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.events import AccountLocked
from hukumati.identity.models import Account, AccountState, Lock
from hukumati.identity.use_cases.accounts import audit_subject, find_by_id_number, login_digest
from hukumati.identity.use_cases.recovery_effect import close_everything


@transaction.atomic
def retire(account: Account, *, state: AccountState, reason: str, actor: str, now: datetime) -> None:
    """End an account that stood for a person: its number becomes free, sessions and tokens end at once."""
    subject, freed = audit_subject(account), f"retired:{account.id}"
    account.login, account.login_digest, account.id_number, account.state = freed, login_digest(freed), "", state
    account.save(update_fields=["login", "login_digest", "id_number", "state"])
    if state == AccountState.LOCKED:
        Lock.objects.create(account=account, reason=LockReason.RECLAIMED, actor=actor, locked_at=now)
    close_everything(account, now=now)
    publish(AccountLocked(account=str(account.id), reason=reason, at=now))
    details = {"account": str(account.id), "reason": reason}
    audit.record(subject=subject, actor=actor, action="identity.account_retired", details=details)


@transaction.atomic
def merge_accounts(
    *, kept: Account, gone: Account, officer: Officer, second: Officer, reason: str, now: datetime
) -> None:
    """Keep one of two accounts of the same person, as two officials decide.

    Raises SecondOfficerNeeded, OfficerIsThePerson; ValueError for one account, or one of an official.
    """
    check_second(officer.number, second)
    for each in (officer, second):
        check_officer(each, id_number=kept.id_number or gone.id_number)
    if kept.id == gone.id or kept.is_staff or gone.is_staff:
        raise ValueError("two accounts of one citizen are merged")
    actor = f"staff:{officer.number}"
    retire(gone, state=AccountState.MERGED, reason="merged", actor=actor, now=now)
    details = {"gone": str(gone.id), "second": second.number, "reason": reason}
    audit.record(subject=audit_subject(kept), actor=actor, action="identity.accounts_merged", details=details)


@transaction.atomic
def mark_deceased(*, id_number: str, actor: str, now: datetime) -> bool:
    """Close the account of a person who died, as the register tells; return False where none is active."""
    account = find_by_id_number(id_number)
    if account is None:
        return False
    Account.objects.filter(id=account.id).update(state=AccountState.DECEASED)
    close_everything(account, now=now)
    publish(AccountLocked(account=str(account.id), reason="deceased", at=now))
    audit.record(subject=audit_subject(account), actor=actor, action="identity.holder_died")
    return True
