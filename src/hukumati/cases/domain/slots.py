"""The times at which appointments are held: those of the calendar, on days on which the offices work."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LEAD = timedelta(hours=1)
"""Nobody is asked to come sooner than this."""
MOST_DAYS = 90


class Opening(Protocol):
    """What a calendar says of its hours: local times "09:00"."""

    @property
    def days(self) -> Sequence[str]: ...
    @property
    def opens(self) -> str: ...
    @property
    def closes(self) -> str: ...
    @property
    def slot_minutes(self) -> int: ...


class WorkingDays(Protocol):
    def is_working_day(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at which people may come, in UTC."""

    starts_at: datetime
    ends_at: datetime


def slots_of_day(opening: Opening, day: date, zone: tzinfo) -> tuple[Slot, ...]:
    """List the times of one day, whatever day it is."""
    length = timedelta(minutes=opening.slot_minutes)
    moment, close = (_local(day, text, zone) for text in (opening.opens, opening.closes))
    found = []
    while moment + length <= close:
        found.append(Slot(moment, moment + length))
        moment += length
    return tuple(found)


def slots(opening: Opening, *, after: datetime, until: datetime, working: WorkingDays, zone: tzinfo) -> Iterator[Slot]:
    """List the times that can be chosen after a moment and before another, at most MOST_DAYS ahead."""
    first, last = after.astimezone(zone).date(), until.astimezone(zone).date()
    for number in range(min((last - first).days, MOST_DAYS) + 1):
        day = first + timedelta(days=number)
        if DAYS[day.weekday()] in opening.days and working.is_working_day(day):
            yield from (slot for slot in slots_of_day(opening, day, zone) if after + LEAD <= slot.starts_at < until)


def _local(day: date, text: str, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), tzinfo=zone).astimezone(UTC)
