"""Chance that always falls the same: it depends on the seed and on what the chance is about."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Value = TypeVar("Value")


class Chance:
    """One stream of chance. Days are counted from the world's present, the first of a month."""

    def __init__(self, seed: int, about: str, present: date) -> None:
        self.present = present
        self._random = Random(f"{seed}:{about}")  # noqa: S311 - fiction, not a secret

    def one(self, values: Sequence[Value]) -> Value:
        """Choose one."""
        return values[int(self._random.random() * len(values))]

    def some(self, values: Sequence[Value], count: int) -> list[Value]:
        """Choose several different ones, at most all."""
        return self._random.sample(values, min(count, len(values)))

    def weighted(self, values: Sequence[Value], weights: Sequence[int]) -> Value:
        """Choose one, some more often than others."""
        return self._random.choices(values, weights)[0]

    def number(self, least: int, most: int) -> int:
        """Choose a whole number, both ends included."""
        return least + int(self._random.random() * (most - least + 1))

    def happens(self, percent: float) -> bool:
        """Tell whether something happens that happens so many times in a hundred."""
        return self._random.random() * 100 < percent

    def digits(self, count: int) -> str:
        """Make a number of so many digits that does not begin with zero."""
        return str(self.number(10 ** (count - 1), 10**count - 1))

    def day(self, least: int, most: int) -> date:
        """Choose a day, so many days after the present (negative: before)."""
        return self.present + timedelta(days=self.number(least, most))

    def day_between(self, first: date, last: date) -> date:
        """Choose a day, both ends included."""
        return first + timedelta(days=self.number(0, (last - first).days))
