"""Locking an account: nobody signs in, and sessions and tokens end at once (requirement 33).

Locking is made easy, because it only protects; unlocking takes an official who has seen the person, or a recovery.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from hukumati.core import audit
from hukumati.core.outbox import publish
from hukumati.core.security_events import note
from hukumati.identity import wiring
from hukumati.identity.domain.fraud_signals import Kind
from hukumati.identity.domain.locks import RECOVERABLE, LockReason
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.events import AccountLocked, AccountUnlocked
from hukumati.identity.models import Account, AccountState, Disavowal, Lock, Recovery
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login, phone_digest
from hukumati.identity.use_cases.fraud_signals import raise_signal
from hukumati.identity.use_cases.grants import revoke_grants
from hukumati.identity.use_cases.notices import Notice, tell
from hukumati.identity.use_cases.sessions import end_sessions
from hukumati.identity.use_cases.throttle import Origin, may_try_password

SIGNS: Final = {LockReason.SMS: Kind.LOCKED_BY_SMS, LockReason.DISAVOWED: Kind.DISAVOWED}
"""Locks that somebody asked for who believes that another uses the account."""


@transaction.atomic
def lock_account(account: Account, *, reason: LockReason, actor: str, now: datetime, detail: str = "") -> bool:
    """Lock an active account, end its sessions and tell its holder; return False if it is not active."""
    active = Account.objects.filter(id=account.id, state=AccountState.ACTIVE)
    if active.update(state=AccountState.LOCKED) == 0:
        return False
    lock = Lock.objects.create(account=account, reason=reason, actor=actor, detail=detail, locked_at=now)
    end_sessions(account=account, now=now)
    revoke_grants(account_id=account.id, now=now)
    pending = Recovery.objects.filter(account=account, done_at=None, cancelled_at=None)
    pending.update(cancelled_at=now)  # a thief may have begun it
    publish(AccountLocked(account=str(account.id), reason=reason.value, at=now))
    details = {"reason": reason.value, "detail": detail}
    audit.record(subject=audit_subject(account), actor=actor, action="identity.account_locked", details=details)
    tell(account, Notice.LOCKED, key=str(lock.id), now=now)
    note(f"account.locked.{reason}", subject=str(account.id))
    if reason in SIGNS:
        raise_signal(account, SIGNS[reason], now=now)
    return True


@transaction.atomic
def unlock_account(account: Account, *, actor: str, detail: str, now: datetime) -> bool:
    """Unlock a locked account and tell its holder; return False if it is not locked.

    `actor` is the official who saw the person, or the recovery that ended the lock; `detail` is the reason.
    """
    locked = Account.objects.filter(id=account.id, state=AccountState.LOCKED)
    if locked.update(state=AccountState.ACTIVE) == 0:
        return False
    lock = Lock.objects.filter(account=account, unlocked_at=None).order_by("-locked_at").first()
    if lock is not None:
        lock.unlocked_at, lock.unlocked_by = now, actor
        lock.save(update_fields=["unlocked_at", "unlocked_by"])
    publish(AccountUnlocked(account=str(account.id), at=now))
    audit.record(
        subject=audit_subject(account), actor=actor, action="identity.account_unlocked", details={"reason": detail}
    )
    tell(account, Notice.UNLOCKED, key=str(lock.id if lock else account.id), now=now)
    return True


def is_recoverable(account: Account) -> bool:
    """Return whether an account is active, or locked by its holder: recovering it may end the lock.

    The lock is looked for in any case: also of an account that is none, the answer takes the same work.
    """
    lock = Lock.objects.filter(account_id=account.id, unlocked_at=None).order_by("-locked_at").first()
    is_own_lock = account.state == AccountState.LOCKED and lock is not None and lock.reason in RECOVERABLE
    return account.state == AccountState.ACTIVE or is_own_lock


def lock_by_message(*, phone: str, id_number: str, now: datetime) -> int:
    """Lock the active accounts of a telephone, or the one with this ID number among them; return how many."""
    found = Account.objects.filter(phone_digest=phone_digest(phone), state=AccountState.ACTIVE, is_staff=False)
    meant = [each for each in found if not id_number or each.id_number == id_number]
    return sum(lock_account(each, reason=LockReason.SMS, actor="system:sms", now=now) for each in meant)


def lock_with_password(*, login: str, password: str, origin: Origin, now: datetime) -> None:
    """Lock an account if the password is right: who lost the second factor can still do that; limited as sign-ins."""
    may_try, account = may_try_password(login=login, origin=origin), find_by_login(login)
    stored = account.password_hash if account else None
    if wiring.password_hasher().matches(password=password, stored=stored) and may_try and account is not None:
        lock_account(account, reason=LockReason.HOLDER, actor=f"account:{account.id}", now=now)


def find_disavowal(*, token: str, now: datetime) -> Disavowal | None:
    """Return the notice of a link "this was not me", used or not; None if it is a week old or not ours."""
    links = Disavowal.objects.select_related("account")
    return links.filter(digest=token_digest(token), expires_at__gt=now).first()


@transaction.atomic
def disavow(*, token: str, now: datetime) -> bool:
    """Lock the account that a notice was about, once; a second click does nothing more. Return False without link."""
    link = find_disavowal(token=token, now=now)
    if link is None:
        return False
    if Disavowal.objects.filter(digest=link.digest, used_at=None).update(used_at=now) == 1:
        actor = f"account:{link.account_id}"
        lock_account(link.account, reason=LockReason.DISAVOWED, actor=actor, now=now, detail=link.about)
    return True
