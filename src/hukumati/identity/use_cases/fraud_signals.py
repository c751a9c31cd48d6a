"""Signs of fraud: raised where they are seen, open until an official has settled them with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import connection, transaction

from hukumati.core import audit
from hukumati.identity.domain.fraud_signals import WITHIN, Kind, are_many, is_shared
from hukumati.identity.models import Account, AccountState, FraudSignal, Recovery
from hukumati.identity.use_cases.accounts import audit_subject

_RAISE: Final = """
INSERT INTO identity_fraud_signal (id, kind, account_id, count, first_at, last_at, settled_by, reason)
VALUES (%s, %s, %s, 1, %s, %s, '', '')
ON CONFLICT (kind, account_id) WHERE settled_at IS NULL
DO UPDATE SET count = identity_fraud_signal.count + 1, last_at = EXCLUDED.last_at
"""


@dataclass(frozen=True, slots=True)
class Signal:
    """A sign of fraud, without the name of whom it is about."""

    id: str
    kind: Kind
    count: int
    first_at: datetime
    last_at: datetime
    settled_at: datetime | None
    settled_by: str
    reason: str


def raise_signal(account: Account, kind: Kind, *, now: datetime) -> None:
    """Record a sign about an account, in the caller's transaction; while one of its kind is open, it is counted."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [uuid4(), kind.value, account.id, now, now])


def judge_telephone(account: Account, *, now: datetime) -> None:
    """Raise a signal where too many accounts have the telephone of one."""
    if account.phone_digest is None:
        return
    usable = Account.objects.filter(phone_digest=account.phone_digest, is_staff=False, state=AccountState.ACTIVE)
    if is_shared(usable.count()):
        raise_signal(account, Kind.SHARED_PHONE, now=now)


def judge_recoveries(account: Account, *, now: datetime) -> None:
    """Raise a signal where an account is recovered again and again in vain."""
    begun = Recovery.objects.filter(account=account, created_at__gt=now - WITHIN, done_at=None)
    if are_many(begun.count()):
        raise_signal(account, Kind.RECOVERIES, now=now)


def list_open() -> tuple[Signal, ...]:
    """List the signals that nobody has settled, the last seen first."""
    return tuple(map(_signal, FraudSignal.objects.filter(settled_at=None).order_by("-last_at", "id")))


def list_of_account(account: Account) -> tuple[Signal, ...]:
    """List the signals about an account, settled ones too, the last seen first."""
    return tuple(map(_signal, FraudSignal.objects.filter(account=account).order_by("-last_at", "id")))


def find_signal(signal_id: UUID) -> tuple[Signal, Account] | None:
    """Return a signal and whom it is about."""
    found = FraudSignal.objects.select_related("account").filter(id=signal_id).first()
    return None if found is None else (_signal(found), found.account)


@transaction.atomic
def settle(signal_id: UUID, *, officer: str, reason: str, now: datetime) -> bool:
    """Settle a signal, once; return False if it was settled before."""
    open_one = FraudSignal.objects.filter(id=signal_id, settled_at=None)
    if open_one.update(settled_at=now, settled_by=officer, reason=reason) == 0:
        return False
    settled = FraudSignal.objects.select_related("account").get(id=signal_id)
    audit.record(
        subject=audit_subject(settled.account),
        actor=f"staff:{officer}",
        action="identity.signal_settled",
        details={"kind": settled.kind, "reason": reason},
    )
    return True


def _signal(stored: FraudSignal) -> Signal:
    return Signal(
        id=str(stored.id),
        kind=Kind(stored.kind),
        count=stored.count,
        first_at=stored.first_at,
        last_at=stored.last_at,
        settled_at=stored.settled_at,
        settled_by=stored.settled_by,
        reason=stored.reason,
    )
