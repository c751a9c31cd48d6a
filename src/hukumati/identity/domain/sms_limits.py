"""How many codes are sent by SMS: each costs money, and numbers abroad can be made to earn it for whoever holds them.

Toll fraud asks for codes to many numbers of one block; it is stopped first, long before it uses up what a country or
everybody has. Numbers that nobody has proved yet leave a quarter of each wide limit to people who sign in.
"""

from dataclasses import dataclass
from typing import Final

HOME_CODES: Final = ("970", "972")
"""The calling codes of numbers at home."""
BLOCK_DIGITS: Final = 3
"""A block is a thousand numbers in a row: operators are given them so."""
_HOUR, _DAY = 3600, 24 * 3600
_OF_TWO_DIGITS: Final = frozenset(
    (20, 27, *range(30, 35), 36, 39, 40, 41, *range(43, 50), *range(51, 59), *range(60, 67), 81, 82, 84, 86)
) | frozenset((*range(90, 96), 98))
"""The calling codes of two digits (ITU-T E.164); others have three, and 1 and 7 one."""


@dataclass(frozen=True, slots=True)
class SmsLimits:
    """How many codes may be sent: to one number, from one network, to a block of numbers, to a country, to all."""

    number_a_day: int
    network_a_day: int
    block_an_hour: int
    block_abroad_an_hour: int
    country_a_day: int
    all_a_day: int


@dataclass(frozen=True, slots=True)
class Count:
    """One counter: its name in events, what it counts, and how far it may go."""

    name: str
    of: str
    at_most: int
    per_seconds: int


def calling_code(number: str) -> str:
    """Return the country of a number in E.164; of the countries under +1 with the area, which tells them apart."""
    digits = number.removeprefix("+")
    if digits.startswith("1"):
        return digits[:4]
    if digits.startswith("7"):
        return "7"
    length = 2 if int(digits[:2]) in _OF_TWO_DIGITS else 3
    return digits[:length]


def is_abroad(number: str) -> bool:
    """Return whether a number is of another country's network."""
    return calling_code(number) not in HOME_CODES


def counts_of(number: str, *, network: str, is_proved: bool, limits: SmsLimits) -> tuple[Count, ...]:
    """Return what one SMS counts for, the narrowest first."""
    block, country, away = number[:-BLOCK_DIGITS], calling_code(number), is_abroad(number)
    block_limit = limits.block_abroad_an_hour if away else limits.block_an_hour
    counts = [
        Count("number", number, limits.number_a_day, _DAY),
        Count("network", network, limits.network_a_day, _DAY),
        Count("block", block, block_limit, _HOUR),
    ]
    if away:
        counts.append(Count("country", country, _shared(limits.country_a_day, is_proved), _DAY))
    return (*counts, Count("all", "", _shared(limits.all_a_day, is_proved), _DAY))


def _shared(at_most: int, is_proved: bool) -> int:
    return at_most if is_proved else at_most * 3 // 4
