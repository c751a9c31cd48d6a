"""Durations as the folder's files write them: "2 working_days"."""

from typing import Final, Literal

from hukumati.service_language.api import Duration

UNITS: Final[dict[str, Literal["working_days", "working_hours", "days"]]] = {
    "day": "days",
    "days": "days",
    "year": "days",
    "years": "days",
    "working_day": "working_days",
    "working_days": "working_days",
    "working_hour": "working_hours",
    "working_hours": "working_hours",
}
DAYS_OF_A_YEAR: Final = 365


def parse_duration(text: str) -> Duration:
    """Parse "2 working_days"; a year counts 365 days."""
    amount, unit = text.split(" ")
    return Duration(int(amount) * (DAYS_OF_A_YEAR if unit.startswith("year") else 1), UNITS[unit])
