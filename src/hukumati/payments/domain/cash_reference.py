"""The number by which a bill is paid in cash: easy to dictate, and derived from nothing about the payer."""

from collections.abc import Callable
from typing import Final

from hukumati.payments.domain import damm

SERIES: Final = "27"
BODY_DIGITS: Final = 10
LENGTH: Final = len(SERIES) + BODY_DIGITS + 1


def new_cash_reference(random_below: Callable[[int], int]) -> str:
    """Return thirteen digits: the series, ten random digits, the Damm check digit."""
    number = f"{SERIES}{random_below(10**BODY_DIGITS):0{BODY_DIGITS}d}"
    return number + damm.check_digit(number)


def is_cash_reference(text: str) -> bool:
    """Return whether the text has the form and the check digit of a cash reference."""
    return len(text) == LENGTH and text.startswith(SERIES) and damm.is_valid(text)
