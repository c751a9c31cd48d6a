"""The time: stored in UTC, shown in the zone of Palestine. Only edges read the clock; the domain takes a parameter."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

EPOCH: Final = datetime.fromtimestamp(0, UTC)
ZONE: Final = ZoneInfo("Asia/Hebron")
LAST_SECOND: Final = time(23, 59, 59, fold=1)
"""Of a day; where the clock goes back at midnight, the second one of this name."""


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """Return the date of a moment in Palestine."""
    return moment.astimezone(ZONE).date()


def end_of_day(moment: datetime, *, days_later: int = 0) -> datetime:
    """Return the last second, in UTC, of the day in Palestine so many days after a moment's.

    Whatever people are told as a day ends with it: they are not told the hour, and days are counted on the calendar,
    whatever daylight saving does to their length.
    """
    last = local_date(moment) + timedelta(days=days_later)
    return datetime.combine(last, LAST_SECOND, tzinfo=ZONE).astimezone(UTC)
