"""The time: stored in UTC, shown in the zone of Palestine. Only edges read the clock; the domain takes a parameter."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("Asia/Hebron")


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """Return the date of a moment in Palestine."""
    return moment.astimezone(ZONE).date()
