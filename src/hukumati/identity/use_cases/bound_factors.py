"""The factors of an account as officials see them, never their secrets; and removing one that its holder has lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core import audit
from hukumati.identity.domain.totp import PERIOD_SECONDS
from hukumati.identity.models import Account, CodeSheet, Passkey, RecoveryCode, TotpSecret
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.notices import Notice, tell
from hukumati.identity.use_cases.recovery_effect import close_everything


class FactorKind(StrEnum):
    """What a person proves who they are with."""

    PASSKEY = "passkey"
    APP = "app"
    RECOVERY_CODES = "recovery_codes"
    CODE_SHEET = "code_sheet"


@dataclass(frozen=True, slots=True)
class BoundFactor:
    """A factor: `key` names it, `left` is how many codes are left, None where it has none.

    `is_suspended`: there is a copy of the passkey; `is_bound_in_person`: its holder was seen when it was bound.
    """

    key: str
    kind: FactorKind
    name: str
    bound_at: datetime
    used_at: datetime | None
    left: int | None = None
    is_suspended: bool = False
    is_bound_in_person: bool = False


_SEPARATOR: Final = ":"


def list_factors(account: Account) -> tuple[BoundFactor, ...]:
    """List the factors of an account besides its password and telephone."""
    return tuple(each for listed in (_passkeys, _app, _recovery_codes, _sheet) for each in listed(account))


def find_factor(account: Account, key: str) -> BoundFactor | None:
    """Return the factor of an account that a key names."""
    return next((each for each in list_factors(account) if each.key == key), None)


@transaction.atomic
def unbind_factor(account: Account, key: str, *, actor: str, second: str, now: datetime) -> bool:
    """Remove a lost factor, end the account's sessions and tell its holder; return False if it is gone already."""
    factor = find_factor(account, key)
    if factor is None or not _remove(account, factor, now):
        return False
    close_everything(account, now=now)
    details = {"factor": factor.kind.value, "second": second}
    audit.record(subject=audit_subject(account), actor=actor, action="identity.factor_unbound", details=details)
    tell(account, Notice.FACTOR_UNBOUND, key=f"{account.id}:{key}:{now.isoformat()}", now=now)
    return True


def _remove(account: Account, factor: BoundFactor, now: datetime) -> bool:
    if factor.kind is FactorKind.PASSKEY:
        identifier = UUID(factor.key.partition(_SEPARATOR)[2])
        return Passkey.objects.filter(account=account, id=identifier).delete()[0] > 0
    if factor.kind is FactorKind.APP:
        return TotpSecret.objects.filter(account=account).delete()[0] > 0
    if factor.kind is FactorKind.RECOVERY_CODES:
        return RecoveryCode.objects.filter(account=account).delete()[0] > 0
    return CodeSheet.objects.filter(account=account, revoked_at=None).update(revoked_at=now) > 0


def _passkeys(account: Account) -> Iterator[BoundFactor]:
    for each in Passkey.objects.filter(account=account).order_by("created_at", "id"):
        yield BoundFactor(
            key=f"{FactorKind.PASSKEY}{_SEPARATOR}{each.id}",
            kind=FactorKind.PASSKEY,
            name=each.name,
            bound_at=each.created_at,
            used_at=each.used_at,
            is_suspended=each.suspended_at is not None,
            is_bound_in_person=each.is_bound_in_person,
        )


def _app(account: Account) -> Iterator[BoundFactor]:
    secret = TotpSecret.objects.filter(account=account).exclude(confirmed_at=None).first()
    if secret is not None and secret.confirmed_at is not None:
        used_at = datetime.fromtimestamp(secret.last_step * PERIOD_SECONDS, UTC) if secret.last_step else None
        yield BoundFactor(FactorKind.APP.value, FactorKind.APP, "", secret.confirmed_at, used_at)


def _recovery_codes(account: Account) -> Iterator[BoundFactor]:
    codes = list(RecoveryCode.objects.filter(account=account))
    if codes:
        used = [each.used_at for each in codes if each.used_at]
        yield BoundFactor(
            key=FactorKind.RECOVERY_CODES.value,
            kind=FactorKind.RECOVERY_CODES,
            name="",
            bound_at=codes[0].created_at,
            used_at=max(used, default=None),
            left=len(codes) - len(used),
        )


def _sheet(account: Account) -> Iterator[BoundFactor]:
    sheet = CodeSheet.objects.filter(account=account, revoked_at=None).first()
    if sheet is not None:
        codes = list(sheet.codes.all())
        used = [each.used_at for each in codes if each.used_at]
        yield BoundFactor(
            key=FactorKind.CODE_SHEET.value,
            kind=FactorKind.CODE_SHEET,
            name="",
            bound_at=sheet.issued_at,
            used_at=max(used, default=None),
            left=len(codes) - len(used),
        )
