"""A rule says how it rounds; what it rounds is a multiple of its unit and less than a unit away."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.service_language.api import Rounding
from hukumati.service_language.tests.making import definition, question, session, table

ROUNDINGS = st.builds(Rounding, st.sampled_from(["down", "half_up", "up"]), st.integers(1, 1000))
AMOUNTS = st.builds(Fraction, st.integers(-(10**9), 10**9), st.integers(1, 1000))


@pytest.mark.parametrize(
    ("mode", "unit", "amounts"),
    [
        ("down", 1, {Fraction(199, 2): 99, Fraction(100): 100, Fraction(-199, 2): -99}),
        ("half_up", 1, {Fraction(199, 2): 100, Fraction(994, 10): 99, Fraction(-199, 2): -100}),
        ("up", 1, {Fraction(991, 10): 100, Fraction(99): 99}),
        ("half_up", 10, {Fraction(1234): 1230, Fraction(1235): 1240, Fraction(4): 0}),
        ("down", 50, {Fraction(1249): 1200, Fraction(1250): 1250}),
    ],
)
def test_it_rounds_as_declared(mode: str, unit: int, amounts: dict[Fraction, int]) -> None:
    rounding = Rounding(mode, unit)  # type: ignore[arg-type]
    assert {amount: rounding.round(amount) for amount in amounts} == amounts


@given(rounding=ROUNDINGS, amount=AMOUNTS)
def test_the_result_is_a_multiple_close_by_and_stays(rounding: Rounding, amount: Fraction) -> None:
    rounded = rounding.round(amount)
    assert rounded % rounding.unit == 0
    assert abs(rounded - amount) < rounding.unit
    assert rounding.round(rounded) == rounded
    assert rounding.mode != "half_up" or 2 * abs(rounded - amount) <= rounding.unit


@pytest.mark.parametrize(
    ("rounding", "minor"),
    [(Rounding(), 333), (Rounding("half_up"), 333), (Rounding("up"), 334), (Rounding("half_up", 10), 330)],
)
def test_a_share_of_an_amount_is_rounded_as_its_rule_says(rounding: Rounding, minor: int) -> None:
    thirds = replace(table("fee", ("", "share(amount('10.00'), 1, 3)")), rounding=rounding)
    assert session(definition(question(required=False), tables={"fee": thirds})).fee().minor == minor


def test_half_a_percent_is_rounded_half_up_where_the_rule_says_so() -> None:
    fee = table("fee", ("", "share(amount('10.99'), 5, 1000)"))  # 5.495 agorot
    assert session(definition(question(required=False), tables={"fee": fee})).fee().minor == 5
    rounded = replace(fee, rounding=Rounding("up"))
    assert session(definition(question(required=False), tables={"fee": rounded})).fee().minor == 6
