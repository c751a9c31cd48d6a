"""Amounts for people: two decimals, whatever the currency has, and fils as a number of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.money import EXPONENTS, Money
from hukumati.core.money_text import refilled, written


@pytest.mark.parametrize(
    ("minor", "currency", "ar", "en", "field"),
    [
        (2_000, "ILS", "20.00 ₪", "20.00 ₪", "20.00"),
        (35_000, "JOD", "35.00 د.أ.", "35.00 JOD", "35.00"),
        (35_120, "JOD", "35.12 د.أ.", "35.12 JOD", "35.12"),
        (35_125, "JOD", "35 د.أ. و125 فلسًا", "35 JOD and 125 fils", "35.125"),
        (1_234_500, "JOD", "1,234.50 د.أ.", "1,234.50 JOD", "1234.50"),
        (-1, "JOD", "-0 د.أ. و1 فلس", "-0 JOD and 1 fils", "-0.001"),
    ],
)
def test_an_amount_is_written_by_one_rule(minor: int, currency: str, ar: str, en: str, field: str) -> None:
    told = written(Money(minor, currency))
    assert (told.ar.replace("\xa0", " "), told.en.replace("\xa0", " ")) == (ar, en)
    assert refilled(Money(minor, currency)) == field


@given(st.integers(-(10**12), 10**12), st.sampled_from(sorted(EXPONENTS)))
def test_what_a_field_is_filled_with_is_the_same_amount_and_never_looks_like_thousands(
    minor: int, currency: str
) -> None:
    amount = Money(minor, currency)
    assert Money.parse(refilled(amount), currency) == amount
    assert not refilled(amount).endswith("000")
    assert not written(amount).en.endswith(".000")
