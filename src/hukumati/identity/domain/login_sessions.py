"""How long one sign-in lasts, and when a client may require another (OIDC Core §3.1.2.1)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

IDLE_LIFETIME: Final = timedelta(hours=1)
TOTAL_LIFETIME: Final = timedelta(hours=24)
ATTEMPT_LIFETIME: Final = timedelta(minutes=30)
PROMPTS_FOR_SIGN_IN: Final = frozenset({"login", "select_account"})


def satisfies(*, auth_time: datetime, max_age: int | None, prompts: Collection[str], now: datetime) -> bool:
    """Return whether a sign-in satisfies a request: recent enough (in seconds; 0 never is), and no new one required."""
    recent_enough = max_age is None or (max_age > 0 and now - auth_time <= timedelta(seconds=max_age))
    return recent_enough and PROMPTS_FOR_SIGN_IN.isdisjoint(prompts)
