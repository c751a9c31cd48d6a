"""Reproducible random choices: they depend on a seed and on a subject, never on other subjects."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Value = TypeVar("Value")


class SeededRandom:
    """One stream of random choices. Days are counted from the world's present, the first of a month."""

    def __init__(self, seed: int, subject: str, present: date) -> None:
        self.present = present
        self._random = Random(f"{seed}:{subject}")  # noqa: S311 - fiction, not a secret

    def choice(self, values: Sequence[Value]) -> Value:
        """Return one of the values."""
        return values[int(self._random.random() * len(values))]

    def sample(self, values: Sequence[Value], count: int) -> list[Value]:
        """Return several different values, at most all."""
        return self._random.sample(values, min(count, len(values)))

    def weighted(self, values: Sequence[Value], weights: Sequence[int]) -> Value:
        """Return one of the values, some more often than others."""
        return self._random.choices(values, weights)[0]

    def integer(self, least: int, most: int) -> int:
        """Return an integer, both ends included."""
        return least + int(self._random.random() * (most - least + 1))

    def happens(self, percent: float) -> bool:
        """Return True with a probability in percent."""
        return self._random.random() * 100 < percent

    def digits(self, count: int) -> str:
        """Return a number of so many digits, of which the first is not zero."""
        return str(self.integer(10 ** (count - 1), 10**count - 1))

    def day(self, least: int, most: int) -> date:
        """Return a day so many days after the present (negative: before)."""
        return self.present + timedelta(days=self.integer(least, most))

    def day_between(self, first: date, last: date) -> date:
        """Return a day, both ends included."""
        return first + timedelta(days=self.integer(0, (last - first).days))
