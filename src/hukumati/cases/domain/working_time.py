"""The state's clock: only the hours count in which the offices work (Sunday to Thursday, not on holidays).

A promise of working days is one of whole days of office: it counts so many times the hours between opening and closing.
Hours are those of the clock on the wall, whatever daylight saving does to it.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from hukumati.core.clock import end_of_day

WEEKEND = frozenset({4, 5})  # Friday, Saturday: date.weekday()
DAY = timedelta(days=1)
FURTHEST = timedelta(days=50 * 366)
"""No clock is followed further: a calendar on which nobody ever works must end too."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When the offices of the state are open: local times, and the days on which they are not."""

    zone: tzinfo
    opens: time = time(8)
    closes: time = time(15)
    holidays: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """Return whether the offices work on a day."""
        return day.weekday() not in WEEKEND and day not in self.holidays

    def hours(self, day: date) -> tuple[datetime, datetime]:
        """Return the opening and the closing of a day, in UTC."""
        return tuple(datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC) for at in (self.opens, self.closes))  # type: ignore[return-value]  # two of them

    def due_at(self, *, start: datetime, amount: int, unit: str) -> datetime:
        """Return the end of a promise of so many `working_days`, `working_hours` or calendar `days`."""
        return self.deadline(start=start, amount=self.promised(amount=amount, unit=unit), unit=unit)

    def deadline(self, *, start: datetime, amount: timedelta, unit: str) -> datetime:
        """Return when an amount of time is over as people are told it: hours to the minute, days at the end of one."""
        if unit == "working_hours":
            return self.add(start=start, amount=amount)
        if unit == "days":  # by the clock on the wall: a day that daylight saving makes longer is one day all the same
            return end_of_day(start.astimezone(self.zone) + amount)
        return end_of_day(self.add(start=start, amount=amount))

    def promised(self, *, amount: int, unit: str) -> timedelta:
        """Return a promise as a length of time on its own clock: that of the offices, or of the calendar."""
        if unit == "days":
            return timedelta(days=amount)
        if unit == "working_hours":
            return timedelta(hours=amount)
        return amount * (datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens))

    def add(self, *, start: datetime, amount: timedelta) -> datetime:
        """Find the moment at which an amount of the offices' time has passed since `start`."""
        left, day, last = amount, start.astimezone(self.zone).date(), (start + FURTHEST).date()
        while day <= last:
            begin, end = self._open_between(day, start)
            if begin + left <= end and begin < end:
                return begin + left
            left -= max(end - begin, timedelta())
            day += DAY
        return start + FURTHEST

    def between(self, *, start: datetime, end: datetime, unit: str = "working_days") -> timedelta:
        """Sum the time from `start` to `end` on the clock of the unit (zero when `end` is earlier)."""
        if unit == "days":
            return max(end - start, timedelta())
        total, day = timedelta(), start.astimezone(self.zone).date()
        while day <= end.astimezone(self.zone).date():
            begin, close = self._open_between(day, start)
            total += max(min(close, end) - begin, timedelta())
            day += DAY
        return total

    def _open_between(self, day: date, start: datetime) -> tuple[datetime, datetime]:
        """The office hours of a day as far as they come after `start`; nothing on a day of rest."""
        if not self.is_working_day(day):
            return start, start
        begin, end = self.hours(day)
        return max(begin, start), end
