"""Decision tables: rows of conditions and results, decided by the first true row or the only one."""

from dataclasses import dataclass
from typing import Any, Literal

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.expressions import Expression, Facts
from hukumati.service_language.rounding import DOWN, Rounding

Hit = Literal["FIRST", "UNIQUE"]
ResultType = Literal["bool", "text", "money", "number"]


class NoRowApplies(LookupError):
    """No row of the table is true for these facts."""


class SeveralRowsApply(LookupError):
    """More than one row of a UNIQUE table is true for these facts."""


class WrongResult(ValueError):
    """A cell gave a value of another type than the table promises."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: all of `when` must hold; `source` says where the rule comes from, `title` what a citizen reads."""

    id: str
    when: tuple[Expression, ...]
    then: dict[str, Expression]
    source: str = ""
    title: Bilingual | None = None

    def applies(self, facts: Facts, *, amounts_in: str = "ILS") -> bool:
        """Return whether every condition of the row holds, amounts in a currency. Raises ExpressionFailed."""
        return all(condition.holds(facts, amounts_in=amounts_in) for condition in self.when)


@dataclass(frozen=True, slots=True)
class Decision:
    """The row that decided and its values; money is in minor units of the table's currency."""

    row: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table; of one that gives a fee, `title` is what the fee is called and `budget_code` its heading."""

    name: str
    hit: Hit
    gives: dict[str, ResultType]
    rows: tuple[Row, ...]
    currency: str = "ILS"
    rounding: Rounding = DOWN
    title: Bilingual | None = None
    budget_code: str = ""

    def decide(self, facts: Facts) -> Decision:
        """Find the deciding row. Raises NoRowApplies, SeveralRowsApply, WrongResult, ExpressionFailed."""
        row = self._first(facts) if self.hit == "FIRST" else self._only(facts)
        return Decision(row=row.id, values={name: self.cell(row, name, facts) for name in self.gives})

    def cell(self, row: Row, name: str, facts: Facts) -> Any:
        """Work out one result of a row. Raises WrongResult, ExpressionFailed."""
        cell = row.then.get(name)
        value: Any = None if cell is None else cell.value(facts, currency=self.currency, rounding=self.rounding)
        if not _fits(value, self.gives[name]):
            raise WrongResult(f"{self.name}, row {row.id}: {name} is not {self.gives[name]}")
        return self.rounding.round(value) if self.gives[name] == "money" else value

    def _first(self, facts: Facts) -> Row:
        for row in self.rows:
            if row.applies(facts, amounts_in=self.currency):
                return row
        raise NoRowApplies(self.name)

    def _only(self, facts: Facts) -> Row:
        applying = [row for row in self.rows if row.applies(facts, amounts_in=self.currency)]
        if len(applying) > 1:
            raise SeveralRowsApply(f"{self.name}: rows {', '.join(row.id for row in applying)} apply together")
        if not applying:
            raise NoRowApplies(self.name)
        return applying[0]


def _fits(value: object, result: ResultType) -> bool:
    if result == "bool":
        return isinstance(value, bool)
    if result == "text":
        return value is None or isinstance(value, str)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and (result == "number" or value >= 0)  # type: ignore[operator]  # whole: an int by now
