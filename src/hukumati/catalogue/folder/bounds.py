"""Bounds of a question: of what form they are for each type, and whether anything lies between them."""

import re
from datetime import date
from typing import Final

from hukumati.service_language.api import Question, day_of, is_day_bound, parse_time

BOUNDS: Final = {
    "date": "Write an ISO date, today, or today - 18 years.",
    "decimal": 'Write a number in quotes: "0.5".',
    "time": 'Write a time in quotes: "08:00".',
}


def fits(kind: str, bound: int | str) -> bool:
    """Return whether a bound is of the form that the type of question needs."""
    if kind == "date":
        return is_day_bound(bound)
    if kind == "time":
        return isinstance(bound, str) and parse_time(bound) == bound
    if kind == "decimal":
        return isinstance(bound, int) or re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", bound) is not None
    return not isinstance(bound, str)


def is_empty_range(question: Question) -> bool:
    """Return whether no value lies between the bounds; those of dates are compared on any day that will do."""
    least, most = question.min, question.max
    if isinstance(least, int) and isinstance(most, int):
        return least > most
    if question.type in ("decimal", "time") and least is not None and most is not None:
        as_number = question.type == "decimal" and fits("decimal", least) and fits("decimal", most)
        return float(least) > float(most) if as_number else str(least) > str(most)
    if question.type == "date" and is_day_bound(least) and is_day_bound(most):
        day = date(2028, 2, 29)
        return ("today" in str(least)) == ("today" in str(most)) and day_of(str(least), day) > day_of(str(most), day)
    return False
