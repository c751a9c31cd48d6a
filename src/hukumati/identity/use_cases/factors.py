"""Which factors an account has: to choose what a sign-in asks for, and to know which levels it can reach."""

from typing import Final

from django.db import connection

from hukumati.identity.domain.assurance import Evidence, Factor, Level, Proofing, can_reach
from hukumati.identity.models import Account

_OF_ACCOUNT: Final = """
SELECT EXISTS (SELECT FROM identity_totp_secret WHERE account_id = %(id)s AND confirmed_at IS NOT NULL),
       EXISTS (SELECT FROM identity_recovery_code WHERE account_id = %(id)s AND used_at IS NULL),
       EXISTS (SELECT FROM identity_code_sheet AS sheet JOIN identity_sheet_code AS code ON code.sheet_id = sheet.id
               WHERE account_id = %(id)s AND revoked_at IS NULL AND used_at IS NULL),
       EXISTS (SELECT FROM identity_passkey WHERE account_id = %(id)s AND suspended_at IS NULL),
       EXISTS (SELECT FROM identity_passkey
               WHERE account_id = %(id)s AND suspended_at IS NULL AND is_bound_in_person)
"""


def factors_of(account: Account) -> Evidence:
    """Return the factors that an account has, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_ACCOUNT, {"id": account.id})
        has_totp, has_recovery, has_sheet, has_passkey, is_bound = cursor.fetchone()
    has = {
        Factor.PASSWORD: bool(account.password_hash),
        Factor.SMS_CODE: bool(account.phone),
        Factor.TOTP: has_totp,
        Factor.RECOVERY_CODE: has_recovery,
        Factor.PRINTED_CODE: has_sheet,
        Factor.PASSKEY: has_passkey,
    }
    return Evidence(frozenset(factor for factor, there in has.items() if there), bound_in_person=is_bound)


def account_can_reach(account: Account, *, wanted: Level) -> bool:
    """Return whether the holder of an account can sign in at a level, with the factors it has today."""
    return can_reach(factors_of(account), proofing=Proofing(account.proofing), wanted=wanted)
