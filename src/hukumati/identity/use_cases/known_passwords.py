"""Telling the holder that somebody knows their password: it was right, and the codes after it were wrong.

Whoever fills in stolen passwords ("credential stuffing") gets this far and no further; the holder alone can end it.
"""

from datetime import datetime
from typing import Final

from hukumati.core.limits import allow
from hukumati.core.security_events import note
from hukumati.identity.domain.assurance import SECOND_FACTORS, Factor
from hukumati.identity.models import LoginAttempt
from hukumati.identity.use_cases.notices import Notice, tell

WRONG_AN_HOUR: Final = 4
"""So many wrong codes are typing mistakes."""
_HOUR, _DAY = 3600, 24 * 3600


def note_wrong_code(*, attempt: LoginAttempt, factor: Factor, now: datetime) -> None:
    """Count a wrong second factor after a right password; beyond a few, tell the holder, once a day.

    Veiled sign-ins are left out: telling takes time, which would show that the password was right.
    """
    account = attempt.account
    if account is None or attempt.is_veiled or factor not in SECOND_FACTORS or Factor.PASSWORD not in attempt.factors:
        return
    if allow(key=f"identity.wrong_codes:{account.id}", at_most=WRONG_AN_HOUR, per_seconds=_HOUR):
        return
    if allow(key=f"identity.wrong_codes.told:{account.id}", at_most=1, per_seconds=_DAY):
        note("sign_in.password_known", subject=str(account.id))
        tell(account, Notice.WRONG_CODES, key=f"{account.id}:{now.isoformat()}", now=now)
