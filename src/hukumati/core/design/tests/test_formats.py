from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import translation

from hukumati.core.design import formats
from hukumati.core.money import Money


def written(template: str, **context: object) -> str:
    text = engines["django"].from_string("{% load design %}" + template)
    return str(text.render(context))


def test_dates_have_levantine_months_and_western_digits() -> None:
    day = date(2026, 11, 23)
    assert formats.long_date(day, language="ar").replace("\xa0", " ") == "23 تشرين الثاني 2026"
    assert formats.long_date(day, language="en").replace("\xa0", " ") == "23 November 2026"


def test_every_month_has_a_name_of_its_own_in_both_languages() -> None:
    for language in ("ar", "en"):
        assert len({formats.month_name(month=month, language=language) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        (datetime(2026, 11, 23, 22, 30, tzinfo=UTC), "24 November 2026, 00:30"),
        (datetime(2026, 3, 27, 23, 59, 59, tzinfo=UTC), "28 March 2026, 01:59"),
        (datetime(2026, 3, 28, 0, 0, tzinfo=UTC), "28 March 2026, 03:00"),
    ],
)
def test_moments_are_shown_in_the_time_of_palestine(moment: datetime, local: str) -> None:
    assert formats.long_datetime(moment, language="en").replace("\xa0", " ") == local


def test_a_day_is_the_day_in_palestine() -> None:
    assert formats.local_day(datetime(2026, 11, 23, 22, 30, tzinfo=UTC)) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("amount", "arabic", "english"),
    [
        (Money(2000, "ILS"), "20.00 ₪", "20.00 ₪"),
        (Money(123456789, "ILS"), "1,234,567.89 ₪", "1,234,567.89 ₪"),
        (Money(35000, "JOD"), "35.00 د.أ.", "35.00 JOD"),
        (Money(35120, "JOD"), "35.12 د.أ.", "35.12 JOD"),
        (Money(35125, "JOD"), "35 د.أ. و125 فلسًا", "35 JOD and 125 fils"),
        (Money(1005, "JOD"), "1 د.أ. و5 فلوس", "1 JOD and 5 fils"),
        (Money(-7101, "JOD"), "-7 د.أ. و101 فلس", "-7 JOD and 101 fils"),
        (Money(1250, "USD"), "12.50 $", "12.50 $"),
        (Money(-5, "ILS"), "-0.05 ₪", "-0.05 ₪"),
    ],
)
def test_amounts_have_two_decimals_and_never_read_as_thousands(amount: Money, arabic: str, english: str) -> None:
    assert formats.money_text(amount, language="ar").replace("\xa0", " ") == arabic
    assert formats.money_text(amount, language="en").replace("\xa0", " ") == english


def test_an_amount_is_isolated_from_the_direction_of_its_sentence() -> None:
    assert written("{{ fee|money }}", fee=Money(2000, "ILS")) == '<bdi dir="ltr">20.00\xa0₪</bdi>'
    assert written("{{ fee|money }}", fee=Money(35000, "JOD")) == '<bdi dir="rtl">35.00\xa0د.أ.</bdi>'


def test_no_amount_and_no_date_are_written_as_nothing() -> None:
    assert written("{{ fee|money }}{{ day|long_date }}{{ day|long_datetime }}", fee=None, day=None) == ""


def test_a_hostile_code_is_escaped_inside_its_isolation() -> None:
    assert written("{% ltr code %}", code="<b>") == '<bdi dir="ltr">&lt;b&gt;</bdi>'


def test_the_country_has_its_name() -> None:
    assert formats.country() == "فلسطين"
    with translation.override("en"):
        assert formats.country() == "Palestine"
