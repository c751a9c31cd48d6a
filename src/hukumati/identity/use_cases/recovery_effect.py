"""What a recovery does once its cooling-off is over, or once its holder was seen in person."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core import audit
from hukumati.core.jobs import app
from hukumati.core.security_events import note
from hukumati.identity import wiring
from hukumati.identity.domain.fraud_signals import Kind
from hukumati.identity.domain.registration import CONFIRMED, Check
from hukumati.identity.models import Account, AccountState, Channel, PaperPurpose, Recovery
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login
from hukumati.identity.use_cases.binding import forget_factors
from hukumati.identity.use_cases.fraud_signals import raise_signal
from hukumati.identity.use_cases.grants import revoke_grants
from hukumati.identity.use_cases.locks import is_recoverable, unlock_account
from hukumati.identity.use_cases.notices import Notice, tell
from hukumati.identity.use_cases.paper_codes import redeem_paper_code
from hukumati.identity.use_cases.profile import change_contact, check_password_of
from hukumati.identity.use_cases.register_check import compare_with_register, may_ask
from hukumati.identity.use_cases.sessions import end_sessions

ASK_AGAIN_AFTER: Final = timedelta(hours=1)


def check_recovery(recovery_id: UUID, *, now: datetime) -> None:
    """Ask the register about the document of a recovery, once it answers. Raises RegisterUnavailable."""
    recovery = Recovery.objects.select_related("account").get(id=recovery_id)
    if recovery.check_state != Check.WAITING or recovery.account is None or recovery.account.born_on is None:
        return
    check = _check(recovery, recovery.account, now)
    Recovery.objects.filter(id=recovery.id, check_state=Check.WAITING).update(check_state=check)


def _check(recovery: Recovery, account: Account, now: datetime) -> Check:
    if recovery.asked_at is None:
        if not may_ask(id_number=account.id_number):
            return Check.LIMITED
        Recovery.objects.filter(id=recovery.id).update(asked_at=now)
    assert account.born_on is not None  # noqa: S101 — asked by `check_recovery`
    return compare_with_register(
        id_number=account.id_number,
        born_on=account.born_on,
        document=recovery.document,
        phone=account.phone,
        issue=str(recovery.id),
    )


@transaction.atomic
def finish_recovery(recovery_id: UUID, *, now: datetime) -> None:
    """Let a recovery take effect: not before its time, not twice, not when it was cancelled, not without the register.

    While the register has not answered, it is tried again every hour.
    """
    recovery = Recovery.objects.select_for_update().get(id=recovery_id)
    is_over = recovery.cancelled_at is not None or recovery.done_at is not None
    if is_over or recovery.account is None or recovery.effective_at is None or now < recovery.effective_at:
        return
    if recovery.check_state == Check.WAITING:
        task = app.configure_task("identity.finish_recovery", schedule_at=now + ASK_AGAIN_AFTER)
        task.defer(recovery_id=str(recovery.id))
        return
    if not _is_allowed(recovery, recovery.account):
        _cancel(recovery, recovery.account, now)
        return
    recovery.done_at = now
    recovery.save(update_fields=["done_at"])
    _give_back(recovery.account, recovery, now)


def _is_allowed(recovery: Recovery, account: Account) -> bool:
    is_confirmed = recovery.check_state in CONFIRMED or recovery.check_state == Check.NONE
    return is_confirmed and is_recoverable(account)


def _cancel(recovery: Recovery, account: Account, now: datetime) -> None:
    recovery.cancelled_at = now
    recovery.save(update_fields=["cancelled_at"])
    tell(account, Notice.RECOVERY_REFUSED, key=str(recovery.id), now=now)
    note("recovery.refused", subject=str(account.id), origin=recovery.network)
    raise_signal(account, Kind.RECOVERY_REFUSED, now=now)


def _give_back(account: Account, recovery: Recovery, now: datetime) -> None:
    if recovery.password_hash:
        Account.objects.filter(id=account.id).update(password_hash=recovery.password_hash)
    if recovery.new_phone and recovery.new_phone != account.phone:
        change_contact(
            account,
            channel=Channel.PHONE,
            address=recovery.new_phone,
            key=str(recovery.id),
            now=now,
            is_settled=True,
        )
    close_everything(account, now=now)
    if account.state == AccountState.LOCKED:
        forget_factors(account)
        unlock_account(account, actor=f"recovery:{recovery.id}", detail="recovered", now=now)
    tell(account, Notice.RECOVERED, key=str(recovery.id), now=now)
    details = {"recovery": str(recovery.id)}
    audit.record(
        subject=audit_subject(account), actor="system:recovery", action="identity.account_recovered", details=details
    )


def close_everything(account: Account, *, now: datetime) -> None:
    """End the sessions of an account, and revoke what was granted to sites beyond them."""
    end_sessions(account=account, now=now)
    revoke_grants(account_id=account.id, now=now)


@transaction.atomic
def recover_by_handed_code(*, login: str, typed: str, password: str, now: datetime) -> bool:
    """Set a new password by the code that an official handed over; return False for a wrong one, or none.

    Raises WeakPassword, which tells nothing: it is judged for accounts that exist and that do not.
    """
    account = find_by_login(login)
    check_password_of(account or Account(login=login), password)
    hashed = wiring.password_hasher().hash(password)
    is_usable = account is not None and not account.is_staff and account.state == AccountState.ACTIVE
    meant = account if account is not None and is_usable else Account(login=login)  # the same work for nobody
    is_right = redeem_paper_code(meant, purpose=PaperPurpose.RECOVERY, typed=typed, now=now)
    if account is None or not is_usable or not is_right:
        return False
    Account.objects.filter(id=account.id).update(password_hash=hashed)
    close_everything(account, now=now)
    forget_factors(account)
    tell(account, Notice.RECOVERED, key=f"{account.id}:{now.isoformat()}", now=now)
    audit.record(subject=audit_subject(account), actor=f"account:{account.id}", action="identity.account_recovered")
    return True
