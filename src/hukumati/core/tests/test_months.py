"""Months by their numbers and names, and days as they are written out."""

from datetime import date

import pytest

from hukumati.core.months import find_month, written_day


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("1", "1"), ("12", "12"), ("09", "9"), ("month 5", "5"), ("شهر 5", "5"), ("شهر أيار", "5"), ("ك 2", "1"),
        ("شباط (2)", "2"), ("2 شباط", "2"),
        ("غشت", "8"), ("أوت", "8"), ("جويلية", "7"), ("دجنبر", "12"), ("فيفري", "2"),
    ],
)  # fmt: skip
def test_a_month_is_found_by_its_number_or_name(typed: str, month: str) -> None:
    assert find_month(typed) == month


@pytest.mark.parametrize("typed", ["", "0", "13", "005", "month", "شهر", "5 5", "شباط 3", "شهر شهر 5"])
def test_what_names_no_month_is_no_number(typed: str) -> None:
    assert find_month(typed) == ""


@pytest.mark.parametrize(
    ("day", "ar", "en"),
    [
        (date(2026, 1, 1), "1 كانون الثاني 2026", "1 January 2026"),
        (date(2026, 12, 31), "31 كانون الأول 2026", "31 December 2026"),
    ],
)
def test_a_day_is_written_with_the_name_of_its_month(day: date, ar: str, en: str) -> None:
    assert written_day(day) == (ar, en)
