"""How the platform writes dates, times, amounts and its country.

Western digits everywhere, Levantine month names, `.` and `,` as separators; never the formats of a locale library,
which differ from what is used in Palestine.
"""

from datetime import date, datetime

from django.utils.translation import gettext

from hukumati.core.bilingual import active_language
from hukumati.core.clock import ZONE
from hukumati.core.money import Money
from hukumati.core.money_text import CURRENCIES, NO_BREAK_SPACE, written
from hukumati.core.months import MONTHS, WEEKDAYS

COUNTRY = {"ar": "فلسطين", "en": "Palestine"}
COMMA = {"ar": "،", "en": ","}


def country(*, language: str | None = None) -> str:
    return COUNTRY[language or active_language()]


def month_name(*, month: int, language: str | None = None) -> str:
    return MONTHS[language or active_language()][month - 1]


def local_day(value: date | datetime) -> date:
    """Return the day a moment falls on in Palestine; a plain date is returned as it is."""
    if isinstance(value, datetime):
        return value.astimezone(ZONE).date() if value.tzinfo else value.date()
    return value


def long_date(value: date | datetime, *, language: str | None = None) -> str:
    """Write "23 تشرين الثاني 2026" or "23 November 2026"."""
    day = local_day(value)
    return NO_BREAK_SPACE.join((str(day.day), month_name(month=day.month, language=language), str(day.year)))


def weekday_date(value: date | datetime, *, language: str | None = None) -> str:
    """Write "الاثنين 23 تشرين الثاني 2026" or "Monday 23 November 2026"."""
    weekday = WEEKDAYS[language or active_language()][local_day(value).weekday()]
    return NO_BREAK_SPACE.join((weekday, long_date(value, language=language)))


def in_plain_spaces(text: str) -> str:
    """Return a text for a message: one unusual space would make an SMS of Latin letters twice as long."""
    return text.replace(NO_BREAK_SPACE, " ")


def long_datetime(value: datetime, *, language: str | None = None) -> str:
    """Write "23 تشرين الثاني 2026، 14:05" in Palestine's time."""
    local = value.astimezone(ZONE) if value.tzinfo else value
    comma = COMMA[language or active_language()]
    return f"{long_date(local, language=language)}{comma} {local:%H:%M}"


def currency_sign(*, currency: str, language: str | None = None) -> str:
    return CURRENCIES[currency].of(language or active_language())


def money_text(amount: Money, *, language: str | None = None) -> str:
    """Write "20.00 ₪", "35.00 د.أ." or "35.00 JOD", for text that is not HTML."""
    return written(amount).of(language or active_language())


def file_size(size: int) -> str:
    """Write a count of bytes as people read it: "1.2 MB"."""
    if size < 1024 * 1024:
        return gettext("%(count)s KB") % {"count": max(1, round(size / 1024))}
    return gettext("%(count)s MB") % {"count": f"{size / 1024 / 1024:.1f}"}


def is_arabic(text: str) -> bool:
    """Return whether a text has an Arabic letter, and so runs from right to left."""
    return any("\u0600" <= letter <= "\u06ff" for letter in text)
