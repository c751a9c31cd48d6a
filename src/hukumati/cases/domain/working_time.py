"""The state's clock: promises count only working days (Sunday to Thursday).

Holidays and working hours come later as configuration; until then a working day has 24 hours.
"""

from datetime import date, datetime, time, timedelta, tzinfo

WEEKEND = frozenset({4, 5})  # Friday, Saturday: date.weekday()
DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """This will tell whether the offices work on a day."""
    return day.weekday() not in WEEKEND


def midnight_after(moment: datetime, zone: tzinfo) -> datetime:
    """This will give the next local midnight, whatever daylight saving does that night."""
    day = moment.astimezone(zone).date() + DAY
    return datetime.combine(day, time(), tzinfo=zone)


def add_working_time(*, start: datetime, amount: timedelta, zone: tzinfo) -> datetime:
    """This will find the moment at which an amount of working time has passed since `start`."""
    moment, left = start, amount
    while True:
        end = midnight_after(moment, zone)
        if is_working_day(moment.astimezone(zone).date()):
            if left <= end - moment:
                return moment + left
            left -= end - moment
        moment = end.astimezone(start.tzinfo)


def working_time_between(*, start: datetime, end: datetime, zone: tzinfo) -> timedelta:
    """This will sum the working time from `start` to `end` (zero when `end` is earlier)."""
    total, moment = timedelta(), start
    while moment < end:
        stop = min(midnight_after(moment, zone).astimezone(start.tzinfo), end)
        if is_working_day(moment.astimezone(zone).date()):
            total += stop - moment
        moment = stop
    return total


def due_at(*, start: datetime, amount: int, unit: str, zone: tzinfo) -> datetime:
    """This will give the end of a promise of so many `working_days`, `working_hours` or calendar `days`."""
    if unit == "days":
        return start + timedelta(days=amount)
    time_promised = timedelta(hours=amount) if unit == "working_hours" else timedelta(days=amount)
    return add_working_time(start=start, amount=time_promised, zone=zone)
