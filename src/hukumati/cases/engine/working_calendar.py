"""The offices' working days and hours as they are known now: the configuration, and the table of holidays."""

from datetime import date, datetime

from django.conf import settings

from hukumati.cases.domain.working_time import WorkingCalendar
from hukumati.cases.models import Holiday
from hukumati.core.clock import ZONE


def working_calendar(known: frozenset[date] | None = None) -> WorkingCalendar:
    """Return the calendar, read anew: the Cabinet may have moved a holiday a moment ago.

    `known` are the holidays where they have just been read, with the case's row.
    """
    config = settings.HUKUMATI
    holidays = frozenset(Holiday.objects.values_list("day", flat=True)) if known is None else known
    return WorkingCalendar(ZONE, config.office_opens, config.office_closes, holidays)


def due_after(*, start: datetime, amount: int, unit: str, known: frozenset[date] | None = None) -> datetime:
    """Return the moment at which so many `working_days`, `working_hours` or calendar `days` have passed."""
    if unit == "days":
        return WorkingCalendar(ZONE).due_at(start=start, amount=amount, unit=unit)
    return working_calendar(known).due_at(start=start, amount=amount, unit=unit)
