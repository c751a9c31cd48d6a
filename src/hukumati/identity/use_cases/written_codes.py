"""Recovery codes and sheets of printed codes: made, used up one by one, made anew."""

from datetime import datetime
from enum import Enum

from django.db import transaction

from hukumati.core import audit
from hukumati.core.typed import bare_code
from hukumati.identity import wiring
from hukumati.identity.domain.written_codes import (
    SHEET_CODES,
    new_recovery_codes,
    new_sheet_codes,
    written_code_digest,
)
from hukumati.identity.models import Account, CodeSheet, LoginAttempt, RecoveryCode, SheetCode
from hukumati.identity.ports import SecretUse
from hukumati.identity.use_cases.accounts import audit_subject, find_by_id_number
from hukumati.identity.use_cases.attempts import REPEATABLE_FOR
from hukumati.identity.use_cases.notices import Notice, tell


class SheetRefusal(Enum):
    """NO_ACCOUNT that is active has the number; OWN_ACCOUNT is the official's."""

    NO_ACCOUNT = "no_account"
    OWN_ACCOUNT = "own_account"


def count_recovery_codes(account: Account) -> int:
    """Return how many recovery codes are left."""
    return RecoveryCode.objects.filter(account=account, used_at=None).count()


@transaction.atomic
def make_recovery_codes(account: Account, *, now: datetime) -> list[str]:
    """Make ten recovery codes in place of all earlier ones, tell the holder, and return them: they are shown once."""
    Account.objects.select_for_update().get(id=account.id)  # of two clicks the last shown are valid
    codes = new_recovery_codes()
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(digest=_digest(account, code), account=account, created_at=now) for code in codes
    )
    _record(account, f"account:{account.id}", "identity.recovery_codes_made")
    tell(account, Notice.RECOVERY_CODES_MADE, key=f"{account.id}:{now.timestamp()}", now=now)
    return codes


def redeem_recovery_code(account: Account, *, typed: str, now: datetime) -> bool:
    """Use up a recovery code, in one statement; tell the holder if it was right."""
    unused = RecoveryCode.objects.filter(account=account, digest=_digest(account, typed), used_at=None)
    with transaction.atomic():
        is_right = unused.update(used_at=now) == 1
        if is_right:
            tell(account, Notice.RECOVERY_CODE_USED, key=f"{account.id}:{now.timestamp()}", now=now)
    return is_right


def repeats_recovery_code(account: Account, *, typed: str, now: datetime) -> bool:
    """Return whether a recovery code was used up a moment ago."""
    used = RecoveryCode.objects.filter(account=account, digest=_digest(account, typed))
    return used.filter(used_at__gt=now - REPEATABLE_FOR).exists()


@transaction.atomic
def issue_code_sheet(account: Account, *, official: str, now: datetime) -> list[str]:
    """Issue a sheet of forty codes in place of the one in use, tell the holder, and return them: they are printed once.

    `official` is who hands it over and saw the person, as the audit trail names them.
    """
    Account.objects.select_for_update().get(id=account.id)
    revoke_code_sheet(account, now=now)
    codes = new_sheet_codes()
    sheet = CodeSheet.objects.create(account=account, issued_by=official, issued_at=now)
    SheetCode.objects.bulk_create(
        SheetCode(sheet=sheet, number=number, digest=_digest(account, code))
        for number, code in enumerate(codes, start=1)
    )
    _record(account, official, "identity.code_sheet_issued")
    tell(account, Notice.CODE_SHEET_ISSUED, key=str(sheet.id), now=now)
    return codes


def hand_over_code_sheet(*, id_number: str, official: Account, now: datetime) -> list[str] | SheetRefusal:
    """Issue a sheet for the person whom an official sees; nobody hands one to themself."""
    account = find_by_id_number(bare_code(id_number))
    if account is None:
        return SheetRefusal.NO_ACCOUNT
    if official.id_number and official.id_number == account.id_number:
        return SheetRefusal.OWN_ACCOUNT
    return issue_code_sheet(account, official=f"staff:{official.login}", now=now)


def revoke_code_sheet(account: Account, *, now: datetime) -> None:
    """Let the sheet in use open nothing any more; nothing happens where there is none."""
    CodeSheet.objects.filter(account=account, revoked_at=None).update(revoked_at=now)


def count_sheet_codes(account: Account) -> int:
    """Return how many codes are left on the sheet in use."""
    return SheetCode.objects.filter(sheet__account=account, sheet__revoked_at=None, used_at=None).count()


def number_asked(account: Account | None, *, attempt: LoginAttempt) -> int:
    """Return the number of the code that a sign-in asks for: the next one of the sheet.

    Where there is no sheet, or nobody, a number is asked for all the same, always the same in one sign-in.
    """
    code = None if account is None else _next_code(account)
    if code is not None:
        return code.number
    made = wiring.derived_secrets().digest(SecretUse.SHEET_NUMBERS, str(attempt.id))
    return int.from_bytes(made[:4], "big") % SHEET_CODES + 1


def redeem_sheet_code(account: Account, *, typed: str, now: datetime) -> bool:
    """Use up the next code of the sheet, in one statement; any other code of it is wrong."""
    code = _next_code(account)
    if code is None:
        return False
    right = SheetCode.objects.filter(id=code.id, digest=_digest(account, typed), used_at=None)
    return right.update(used_at=now) == 1


def repeats_sheet_code(account: Account, *, typed: str, now: datetime) -> bool:
    """Return whether a code of the sheet was used up a moment ago."""
    used = SheetCode.objects.filter(sheet__account=account, digest=_digest(account, typed))
    return used.filter(used_at__gt=now - REPEATABLE_FOR).exists()


def _next_code(account: Account) -> SheetCode | None:
    unused = SheetCode.objects.filter(sheet__account=account, sheet__revoked_at=None, used_at=None)
    return unused.order_by("number").first()


def _digest(account: Account, code: str) -> bytes:
    key = wiring.derived_secrets().key(SecretUse.WRITTEN_CODES)
    return written_code_digest(key=key, account=str(account.id), code=code)


def _record(account: Account, actor: str, action: str) -> None:
    audit.record(subject=audit_subject(account), actor=actor, action=action)
