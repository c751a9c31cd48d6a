"""Factors and the person who was seen: a passkey bound by a code handed over in person, factors that recovery ends."""

from datetime import datetime

from django.db import transaction

from hukumati.core import audit
from hukumati.identity.models import (
    Account,
    CodeSheet,
    LoginSession,
    PaperPurpose,
    Passkey,
    RecoveryCode,
    TotpSecret,
)
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.paper_codes import redeem_paper_code


@transaction.atomic
def bind_passkey(*, session: LoginSession, typed: str, now: datetime) -> bool:
    """Bind the passkey of this sign-in to the person whom an official saw; False for a wrong code, or no passkey.

    The level of the highest sign-in is reached with the next one.
    """
    passkey = _passkey_of(session)
    if passkey is None:
        return False
    if not redeem_paper_code(session.account, purpose=PaperPurpose.BINDING, typed=typed, now=now):
        return False
    if Passkey.objects.filter(id=passkey.id, is_bound_in_person=False).update(is_bound_in_person=True):
        audit.record(
            subject=audit_subject(session.account),
            actor=f"account:{session.account_id}",
            action="identity.passkey_bound",
            details={"passkey": str(passkey.id)},
        )
    return True


def forget_factors(account: Account) -> None:
    """Remove every factor but the password: a thief may have added one, and what was lost must not open the account."""
    owned = (
        Passkey.objects.filter(account=account),
        TotpSecret.objects.filter(account=account),
        RecoveryCode.objects.filter(account=account),
        CodeSheet.objects.filter(account=account),
    )
    removed = [rows.delete()[0] for rows in owned]
    if any(removed):
        audit.record(subject=audit_subject(account), actor="system:recovery", action="identity.factors_removed")


def _passkey_of(session: LoginSession) -> Passkey | None:
    if session.passkey_id is None:
        return None
    return Passkey.objects.filter(id=session.passkey_id, account=session.account, suspended_at=None).first()
