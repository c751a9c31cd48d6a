"""Bounds of a date: a day of the calendar, or one that moves with the day on which the answer is judged."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

TODAY: Final = "today"
MOST_YEARS: Final = 200
MOST_DAYS: Final = 366 * MOST_YEARS
_RELATIVE = re.compile(r"today (?P<sign>[+-]) (?P<count>[0-9]{1,5}) (?P<unit>day|month|year)s?")
_DAYS_OF = {"day": 1, "month": 30, "year": 366}


def day_of(bound: str, today: date) -> date:
    """Return the day that a bound means: `2020-01-01`, `today`, `today - 18 years`, `today + 30 days`.

    Where a month has no such day, its last one: 18 years before 29 February 2028 was 28 February 2010.
    Raises ValueError.
    """
    if bound == TODAY:
        return today
    found = _RELATIVE.fullmatch(bound)
    if found is None:
        return date.fromisoformat(bound)
    count, unit = int(found["count"]), found["unit"]
    if count * _DAYS_OF[unit] > MOST_DAYS:
        raise ValueError(f"{bound}: further away than {MOST_YEARS} years")
    by = count if found["sign"] == "+" else -count
    return today + timedelta(by) if unit == "day" else _months_later(today, by * (12 if unit == "year" else 1))


def is_day_bound(bound: object) -> bool:
    """Return whether a value is a bound of a date."""
    try:
        return isinstance(bound, str) and bool(day_of(bound, date(2028, 2, 29)))
    except ValueError:
        return False


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
