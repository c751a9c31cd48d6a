"""How long one signing-in lasts, and when a client may ask for another (OIDC Core §3.1.2.1)."""

from datetime import datetime, timedelta

IDLE = timedelta(hours=1)
IN_ALL = timedelta(hours=24)
ATTEMPT_LIFETIME = timedelta(minutes=30)
SUBSTANTIAL = "urn:hukumati:acr:substantial"
PASSWORD_AND_SMS = ("pwd", "sms")


def is_fresh_enough(*, auth_time: datetime, max_age: int | None, now: datetime) -> bool:
    """Return whether a sign-in answers `max_age` (seconds; 0 always asks anew)."""
    return max_age is None or (max_age > 0 and now - auth_time <= timedelta(seconds=max_age))
