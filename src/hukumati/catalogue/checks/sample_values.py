"""Values worth trying with expressions: on both sides of every number, day and amount that they name."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice, product
from math import prod
from random import Random
from typing import Final

from hukumati.core.money import EXPONENTS, InvalidMoney, Money

TODAY: Final = date(2026, 11, 23)
OTHER_DAYS: Final = (date(2027, 1, 1), date(2028, 2, 29))
LATER_DAY: Final = date(2031, 1, 1)
"""After every day on which anything is sampled."""
MOST_LITERALS: Final = 30

_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_NUMBER = re.compile(r"\b[0-9]{1,9}\b")
_DAY = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
_AMOUNT = re.compile(r"amount\(\s*['\"]([0-9.]{1,15})['\"](?:\s*,\s*['\"]([A-Z]{3})['\"])?")


def numbers_in(texts: Sequence[str]) -> list[int]:
    """Return the numbers and amounts in minor units that the texts name, each with its neighbours, sorted."""
    plain = {int(number) for text in texts for number in _NUMBER.findall(_QUOTED.sub("''", text))}
    found = [*sorted(plain), *(minor for _, _, minor in _amounts_in(texts))]
    return sorted({near for each in found[:MOST_LITERALS] for near in (each - 1, each, each + 1)})


def register_amounts_in(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return the amounts that the texts name, and one above, as registers write them: (amount, currency)."""
    found = []
    for _, currency, minor in _amounts_in(texts):
        found += [(str(Money(each, currency).decimal), currency) for each in (minor, minor + 1)]
    return found


def _amounts_in(texts: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    for text in texts:
        for amount, named in _AMOUNT.findall(text):
            for currency in [named] if named else EXPONENTS:
                try:
                    yield amount, currency, Money.parse(amount, currency).minor
                except InvalidMoney:
                    continue


def words_in(texts: Sequence[str]) -> list[str]:
    """Return what the texts quote."""
    return sorted({one or other for text in texts for one, other in _QUOTED.findall(text)})[:MOST_LITERALS]


def days_in(texts: Sequence[str]) -> list[date]:
    """Return the days that the texts name, and those as far from today as their numbers say, with their neighbours."""
    days = {day for text in texts for word in _DAY.findall(text) if (day := _day(word)) is not None}
    for number in sorted({int(each) for text in texts for each in _NUMBER.findall(_QUOTED.sub("''", text))}):
        if 0 < number <= 3660:
            days |= {TODAY + timedelta(number), TODAY - timedelta(number)}
        if 0 < number <= 120:
            days |= {TODAY.replace(year=TODAY.year - number), TODAY.replace(year=TODAY.year + number)}
    near = {day + timedelta(by) for day in sorted(days)[:MOST_LITERALS] for by in (-1, 0, 1)}
    return sorted(near)


def literal_days_in(texts: Sequence[str]) -> list[date]:
    """Return the days that the texts name, with their neighbours."""
    days = {day for text in texts for word in _DAY.findall(text) if (day := _day(word)) is not None}
    return sorted({day + timedelta(by) for day in sorted(days)[:MOST_LITERALS] for by in (-1, 0, 1)})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def combinations(domains: Sequence[Sequence[object]], most: int) -> Iterator[tuple[object, ...]]:
    """Return every combination, or where they are more than `most`, as many at random: always the same ones.

    Every value of each domain is among them.
    """
    if prod(len(domain) for domain in domains) <= most:
        yield from product(*domains)
        return
    random = Random(len(domains))  # noqa: S311 - no secret: the same folder is judged the same way each time
    singles = [(at, value) for at, domain in enumerate(domains) for value in domain]
    for at, value in islice(singles, most):
        chosen = [random.choice(domain) for domain in domains]
        chosen[at] = value
        yield tuple(chosen)
    for _ in range(most - len(singles)):
        yield tuple(random.choice(domain) for domain in domains)
