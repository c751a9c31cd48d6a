"""How accounts end: reclaimed, merged with another of the same person, or their holder died; and a wrong end undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from hukumati.core import audit
from hukumati.core.outbox import publish
from hukumati.identity.domain.in_person import Officer
from hukumati.identity.domain.locks import LockReason
from hukumati.identity.events import AccountLocked, AccountUnlocked
from hukumati.identity.models import Account, AccountState, Lock
from hukumati.identity.use_cases.accounts import audit_subject, find_by_id_number, login_digest
from hukumati.identity.use_cases.notices import Notice, tell
from hukumati.identity.use_cases.recovery_effect import close_everything

ENDED: Final = (AccountState.DECEASED, AccountState.MERGED)


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
    """Keep one of two accounts of the same person, as two officials decided, and tell the holder at both."""
    actor = f"staff:{officer.number}"
    tell(gone, Notice.MERGED, key=f"{gone.id}:gone", now=now)
    retire(gone, state=AccountState.MERGED, reason="merged", actor=actor, now=now)
    details = {"gone": str(gone.id), "second": second.number, "reason": reason}
    audit.record(subject=audit_subject(kept), actor=actor, action="identity.accounts_merged", details=details)
    tell(kept, Notice.MERGED, key=f"{gone.id}:kept", now=now)


@transaction.atomic
def mark_deceased(*, id_number: str, actor: str, now: datetime) -> bool:
    """Close the account of a person who died, as the register tells; return False where none is active."""
    account = find_by_id_number(id_number)
    return account is not None and close_deceased(account, actor=actor, details={"basis": "register"}, now=now)


@transaction.atomic
def close_deceased(account: Account, *, actor: str, details: Mapping[str, str], now: datetime) -> bool:
    """Close an account whose holder died, and say so at its addresses; return False if it is marked already."""
    if Account.objects.filter(id=account.id).exclude(state__in=ENDED).update(state=AccountState.DECEASED) == 0:
        return False
    close_everything(account, now=now)
    publish(AccountLocked(account=str(account.id), reason="deceased", at=now))
    audit.record(subject=audit_subject(account), actor=actor, action="identity.holder_died", details=details)
    tell(account, Notice.CLOSED, key=f"{account.id}:{now.isoformat()}", now=now)
    return True


@transaction.atomic
def reopen(account: Account, *, actor: str, details: Mapping[str, str], now: datetime) -> bool:
    """Reopen an account that was closed by mistake, and tell its holder; return False if it is not closed."""
    closed = Account.objects.filter(id=account.id, state__in=(AccountState.DECEASED, AccountState.SUSPENDED))
    if closed.update(state=AccountState.ACTIVE) == 0:
        return False
    publish(AccountUnlocked(account=str(account.id), at=now))
    audit.record(subject=audit_subject(account), actor=actor, action="identity.account_reopened", details=details)
    tell(account, Notice.REOPENED, key=f"{account.id}:{now.isoformat()}", now=now)
    return True


@transaction.atomic
def sign_out_everywhere(account: Account, *, actor: str, reason: str, now: datetime) -> None:
    """End every session and every permission of sites, as an official decides, and tell the holder."""
    close_everything(account, now=now)
    details = {"reason": reason}
    audit.record(subject=audit_subject(account), actor=actor, action="identity.signed_out_everywhere", details=details)
    tell(account, Notice.SIGNED_OUT, key=f"{account.id}:{now.isoformat()}", now=now)
