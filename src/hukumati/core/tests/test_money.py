from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.money import EXPONENTS, InvalidMoney, Money, find_currency


def test_dinars_have_three_decimals_and_shekels_two() -> None:
    assert Money.parse("35.000", "JOD") == Money(35000, "JOD")
    assert Money.parse("20", "ILS").format() == "20.00"
    assert str(Money(10005, "JOD")) == "10.005 JOD"


def test_the_largest_amount_is_below_two_to_the_fifty_third_minor_units() -> None:
    assert Money.parse("90071992547409.91", "ILS") == Money(2**53 - 1, "ILS")
    for text in ("90071992547409.92", "-90071992547409.92"):
        with pytest.raises(InvalidMoney):
            Money.parse(text, "ILS")


@pytest.mark.parametrize(
    "text", ["0.001", "NaN", "Infinity", "1e400", "1e999999", "-1e-999999", "1e9999999999999999999", "", "٢٠,٥", "1,5"]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidMoney):
        Money.parse(text, "ILS")


def test_currencies_do_not_mix() -> None:
    with pytest.raises(InvalidMoney):
        Money(1, "ILS") + Money(1, "JOD")


def test_amounts_of_a_currency_are_added_subtracted_and_turned_round() -> None:
    assert Money(300, "ILS") + Money(50, "ILS") == Money(350, "ILS")
    assert Money(300, "ILS") - Money(50, "ILS") == Money(250, "ILS")
    assert -Money(300, "ILS") == Money(-300, "ILS")
    assert Money.zero("JOD") == Money(0, "JOD")
    assert Money(35500, "JOD").decimal == Decimal("35.5")


def test_amounts_of_a_currency_stand_in_order() -> None:
    less, more = Money(1, "ILS"), Money(2, "ILS")
    assert less < more
    assert less <= more
    assert not less < Money(1, "ILS")
    assert less <= Money(1, "ILS")
    assert max(less, more) == more
    with pytest.raises(InvalidMoney):
        assert less < Money(2, "JOD")


def test_only_no_money_is_false() -> None:
    assert [bool(Money(minor, "ILS")) for minor in (-1, 0, 1)] == [True, False, True]


@pytest.mark.parametrize(
    ("written", "currency"),
    [
        ("₪", "ILS"),
        ("شواكل", "ILS"),
        ("n.i.s.", "ILS"),
        ("JOD", "JOD"),
        ("د.أ.", "JOD"),
        ("دينار أردني", "JOD"),
        ("$", "USD"),
        ("US Dollar", "USD"),
        ("€", None),
        ("", None),
    ],
)
def test_a_currency_is_known_as_people_write_it(written: str, currency: str | None) -> None:
    assert find_currency(written) == currency


def test_floats_are_refused() -> None:
    with pytest.raises(InvalidMoney):
        Money(1.0, "ILS")  # type: ignore[arg-type]


@given(st.integers(-(2**53) + 1, 2**53 - 1), st.sampled_from(sorted(EXPONENTS)))
def test_text_form_reads_back(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(money.format(), currency) == money
    assert money.decimal == Decimal(minor) / 10**money.exponent
