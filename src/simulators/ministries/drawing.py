"""Chance that always falls the same: what a register says depends on the person, the register and the year."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

Value = TypeVar("Value")
Bilingual = dict[str, str]


class Draw:
    """The chance of one person in one register; days are counted from the first day of this year."""

    def __init__(self, register: str, id_number: str, *, today: date | None = None) -> None:
        self.today = today or datetime.now(UTC).date()
        self._random = Random(f"{register}:{id_number}:{self.today.year}")  # noqa: S311 - fiction, not a secret

    def one(self, values: Sequence[Value]) -> Value:
        """Choose one."""
        return self._random.choice(values)

    def number(self, least: int, most: int) -> int:
        """Choose a whole number, both ends included."""
        return self._random.randint(least, most)

    def digits(self, count: int) -> str:
        """Make a number of so many digits that does not begin with zero."""
        return str(self.number(10 ** (count - 1), 10**count - 1))

    def day(self, least: int, most: int) -> date:
        """Choose a day, so many days after the first of January (negative: before)."""
        return date(self.today.year, 1, 1) + timedelta(days=self.number(least, most))


def money(amount: int, currency: str = "ILS") -> dict[str, str]:
    """Write whole units of a currency."""
    return {"amount": f"{amount}.{'000' if currency == 'JOD' else '00'}", "currency": currency}


def extract(id_number: str, **values: Any) -> dict[str, Any]:
    """Complete an answer with whom it is about and when it was made."""
    return {"id_number": id_number, **values, "extracted_at": datetime.now(UTC).isoformat(timespec="seconds")}
