"""Pages of a list, however long it is.

A page begins after a line and not at a number, so that no line is missed or seen twice while others work, and the last
page costs what the first one does. It says how many lines there are in all: no list ends without a word.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

from hukumati.core.clock import EPOCH

Row = TypeVar("Row", bound=Model)
Line_co = TypeVar("Line_co", covariant=True)
Shown = TypeVar("Shown")
Value = bool | int | datetime

PAGE: Final = 50
FAR: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands in an order for a moment that is missing: after all others."""
_LETTERS: Final[Mapping[type[Value], str]] = {bool: "b", int: "n", datetime: "t"}
_PART: Final = re.compile(r"([bnt])(\d{1,18})", re.ASCII)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Page(Generic[Line_co]):
    """Some lines of a list, how many there are in all, and the number of the first one here.

    `after` and `before` are the cursors that lead to the next and to the previous page, "" where there is none.
    """

    lines: tuple[Line_co, ...]
    total: int
    first: int = 1
    after: str = ""
    before: str = ""

    @property
    def last(self) -> int:
        """The number of the last line here."""
        return self.first + len(self.lines) - 1

    def showing(self, show: Callable[[Line_co], Shown]) -> "Page[Shown]":
        """Return the same page with its lines as they are shown."""
        return Page(tuple(show(line) for line in self.lines), self.total, self.first, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Order(Generic[Row]):
    """The order of a list: its columns, none of them null and all together unique, with what they hold."""

    columns: Mapping[str, type[Value]]
    is_descending: bool = False
    size: int = PAGE

    def page(self, rows: QuerySet[Row], *, after: str = "", before: str = "") -> Page[Row]:
        """Return the first page, or the one after or before a line; what is no cursor leads to the first page."""
        start, end = self._position(after), self._position(before)
        read = self._read(self._before(rows, end), backwards=True) if end else self._read(self._after(rows, start))
        shown, has_more = read[: self.size], len(read) > self.size
        if end:
            shown, has_more = shown[::-1], True
        is_first = not (start or end) or not shown
        earlier = 0 if is_first else self._before(rows, self._key(shown[0])).count()
        return Page(
            lines=tuple(shown),
            total=rows.count(),
            first=earlier + 1,
            after=self._cursor(shown[-1]) if has_more and shown else "",
            before=self._cursor(shown[0]) if earlier else "",
        )

    def _after(self, rows: QuerySet[Row], position: tuple[Value, ...] | None) -> QuerySet[Row]:
        later = TupleLessThan if self.is_descending else TupleGreaterThan
        return rows.filter(later(Tuple(*self.columns), position)) if position else rows

    def _before(self, rows: QuerySet[Row], position: tuple[Value, ...]) -> QuerySet[Row]:
        earlier = TupleGreaterThan if self.is_descending else TupleLessThan
        return rows.filter(earlier(Tuple(*self.columns), position))

    def _read(self, rows: QuerySet[Row], *, backwards: bool = False) -> list[Row]:
        sign = "-" if backwards != self.is_descending else ""
        return list(rows.order_by(*(f"{sign}{name}" for name in self.columns))[: self.size + 1])

    def _key(self, row: Row) -> tuple[Value, ...]:
        return tuple(getattr(row, name) for name in self.columns)

    def _cursor(self, row: Row) -> str:
        return ".".join(f"{_LETTERS[kind]}{_number(getattr(row, name))}" for name, kind in self.columns.items())

    def _position(self, cursor: str) -> tuple[Value, ...] | None:
        """Read a cursor of this order; None for anything else, the cursor of another list too."""
        parts = [_PART.fullmatch(part) for part in cursor.split(".")]
        letters = [part[1] if part else "" for part in parts]
        if letters != [_LETTERS[kind] for kind in self.columns.values()]:
            return None
        return tuple(_value(part[1], int(part[2])) for part in parts if part)


def _number(value: Value) -> int:
    return (value - EPOCH) // _MICROSECOND if isinstance(value, datetime) else int(value)


def _value(letter: str, number: int) -> Value:
    if letter == "t":
        return EPOCH + min(timedelta(microseconds=number), FAR - EPOCH)
    return bool(number) if letter == "b" else number
