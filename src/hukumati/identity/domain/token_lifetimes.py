"""How long codes and tokens live."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from hukumati.identity.domain.login_sessions import TOTAL_LIFETIME

CODE_LIFETIME: Final = timedelta(seconds=60)
ACCESS_TOKEN_LIFETIME: Final = timedelta(minutes=10)
OFFLINE_IDLE_LIFETIME: Final = timedelta(days=30)
OFFLINE_TOTAL_LIFETIME: Final = timedelta(days=180)
"""After these, a site that goes on without the person (`offline_access`) must ask the person again."""
ONLINE_IDLE_LIFETIME: Final = timedelta(hours=1)
ONLINE_TOTAL_LIFETIME: Final = TOTAL_LIFETIME


@dataclass(frozen=True, slots=True)
class RefreshLimits:
    """From when on a refresh token that is issued now is refused, for grants that go on offline and for others."""

    offline: datetime
    online: datetime


def refresh_limits(*, now: datetime) -> RefreshLimits:
    """Return when a refresh token ends that is not used; the grant may end before."""
    return RefreshLimits(offline=now + OFFLINE_IDLE_LIFETIME, online=now + ONLINE_IDLE_LIFETIME)


def grant_end(*, is_offline: bool, auth_time: datetime, now: datetime) -> datetime:
    """Return when a grant ends for good, however often it is refreshed."""
    return now + OFFLINE_TOTAL_LIFETIME if is_offline else auth_time + ONLINE_TOTAL_LIFETIME
