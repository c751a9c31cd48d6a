"""The days on which the offices rest: proposed by calendar, decided by the Cabinet, and what a change moves.

Promises, due times and appointments that were counted on the old calendar are counted anew by a job.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import holidays as calendars
from django.db import transaction
from procrastinate.types import JSONValue

from hukumati.cases.errors import DataMissing
from hukumati.cases.models import Holiday
from hukumati.core.audit import record
from hukumati.core.bilingual import Bilingual
from hukumati.core.jobs import app
from hukumati.core.text import readable, strip_nul

PROPOSED, DECIDED = "proposed", "cabinet"
SUBJECT = "holidays"
LONGEST = 120


@dataclass(frozen=True, slots=True)
class HolidayView:
    """A day of rest; `is_decided` is False for what only the calendar proposes."""

    day: date
    name: Bilingual
    is_decided: bool


def list_holidays(*, year: int) -> tuple[HolidayView, ...]:
    """List the days of rest of a year."""
    rows = Holiday.objects.filter(day__year=year).order_by("day")
    return tuple(HolidayView(row.day, Bilingual(ar=row.ar, en=row.en), row.source == DECIDED) for row in rows)


def propose_holidays(*, years: Iterable[int]) -> int:
    """Fill in years of which nothing is known yet, from public calendars; return the number of days."""
    found = [day for year in years if not Holiday.objects.filter(day__year=year).exists() for day in _proposed(year)]
    Holiday.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)


def _proposed(year: int) -> list[Holiday]:
    arabic, english = (calendars.country_holidays("PS", years=year, language=each) for each in ("ar", "en_US"))
    return [Holiday(day=day, ar=arabic[day], en=english[day], source=PROPOSED) for day in sorted(arabic)]


def set_holiday(*, day: date, ar: str, en: str, by: str, instead_of: date | None = None) -> None:
    """Decide that a day is one of rest, moved from another if days_as_text. Raises DataMissing("ar" or "en")."""
    names = {"ar": _said(ar), "en": _said(en)}
    for language, name in names.items():
        if not name:
            raise DataMissing(language)
    with transaction.atomic():
        moved = instead_of if instead_of != day else None
        if moved is not None:
            Holiday.objects.filter(day=moved).delete()
        Holiday.objects.update_or_create(day=day, defaults={**names, "source": DECIDED})
        days = [day] if moved is None else [day, moved]
        _changed(by, "holiday.moved" if moved else "holiday.set", days)


def remove_holiday(*, day: date, by: str) -> None:
    """Decide that a day is a working day after all; one that is, stays one."""
    with transaction.atomic():
        if Holiday.objects.filter(day=day).delete()[0]:
            _changed(by, "holiday.removed", [day])


def confirm_holidays(*, year: int, by: str) -> int:
    """Decide what is proposed for a year as it stands; return the number of days."""
    with transaction.atomic():
        confirmed = Holiday.objects.filter(day__year=year, source=PROPOSED).update(source=DECIDED)
        if confirmed:
            record(subject=SUBJECT, actor=by, action="holiday.confirmed", details={"year": year, "days": confirmed})
        return confirmed


def _changed(by: str, action: str, days: list[date]) -> None:
    days_as_text: list[JSONValue] = [day.isoformat() for day in days]
    record(subject=SUBJECT, actor=by, action=action, details={"days": days_as_text})
    app.configure_task("cases.redate").defer(days=days_as_text)


def _said(name: str) -> str:
    return " ".join(readable(strip_nul(name)).split())[:LONGEST]


def parse_day(text: str) -> date:
    """Read an ISO day. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
