"""Conditions and sums in service folders: CEL, bounded in size, allowed only what is listed here.

The only module that imports `cel`, so that the language's implementation can be replaced.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

import cel

from hukumati.core.ages import age_on
from hukumati.core.money import Money
from hukumati.core.typed import bare_code
from hukumati.service_language.expression_cost import MOST, Shape, cost
from hukumati.service_language.expression_tree import Node, SyntaxRefused, parse
from hukumati.service_language.rounding import DOWN, Rounding

logging.getLogger("cel").disabled = True
"""It would write what a person typed, and a function refused, into the log; who asks is told by ExpressionFailed."""

MAX_TEXT = 500
MAX_ITEMS = 500
MAX_STRING = 5000
MAX_DEPTH = 12

Facts = Mapping[str, Any]

_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_OPERATORS = frozenset(
    [
        "_&&_",
        "_||_",
        "!_",
        "_==_",
        "_!=_",
        "_<_",
        "_<=_",
        "_>_",
        "_>=_",
        "_+_",
        "_-_",
        "-_",
        "_*_",
        "_/_",
        "_%_",
        "_?_:_",
        "_[_]",
        "@in",
        "@not_strictly_false",
    ]
)
_SIZE = re.compile(rf"{_STRING.pattern}|\bsize(?=\s*\()")
_SIZE_IN_CHARACTERS = "size_"
"""Stands in for CEL's own `size`, whose implementation counts a text's bytes: two for each Arabic letter."""
_STANDARD = frozenset(("size", "contains", "startsWith", "endsWith", "string", "int", "has"))


class ExpressionRefused(ValueError):
    """The text is not an expression that a service folder may hold; `unknown` are names that do not exist here."""

    def __init__(self, reason: str, unknown: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.unknown = tuple(unknown)


class ExpressionFailed(ValueError):
    """The expression could not be worked out from these facts."""


def _date(text: object) -> datetime | None:
    if text is None:
        return None
    if isinstance(text, datetime):
        return text
    return _midnight(date.fromisoformat(str(text)))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _years_between(earlier: datetime | None, later: datetime | None) -> int | None:
    if earlier is None or later is None:
        return None
    return age_on(born_on=earlier, today=later)


def _full_name(name: Mapping[str, Mapping[str, str]] | None, language: str) -> str | None:
    if not name:
        return None
    parts = name[language]
    return " ".join(parts[part] for part in ("first", "father", "grandfather", "family") if parts.get(part))


def _amount_of(currency: str) -> Callable[..., int]:
    """An amount is of the table's currency unless it says its own: amount('20.000', 'JOD')."""
    return lambda text, own=currency: Money.parse(text, own).minor


def _minor_of(currency: str | None) -> Callable[[Mapping[str, str] | None], int | None]:
    """Where an amount of one currency is worked out, a register's money in another is a mistake, not a number."""

    def minor(money: Mapping[str, str] | None) -> int | None:
        if money is None:
            return None
        if currency is not None and money["currency"] != currency:
            raise ValueError("another currency")
        return Money.parse(money["amount"], money["currency"]).minor

    return minor


def _sum(amounts: Sequence[int]) -> int:
    return sum(amounts)


def _exact(number: int | float) -> Fraction:
    """Return a number as it is written, not as it is stored: 0.1 is a tenth."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def _share_of(rounding: Rounding) -> Callable[[int, float, float], int]:
    """A part of an amount, as its rule rounds; `/` cuts the rest off whatever the rule says."""

    def share(amount: int, numerator: float, denominator: float) -> int:
        return rounding.round(amount * _exact(numerator) / _exact(denominator))

    return share


def _pluck(entries: Sequence[Mapping[str, object]], name: str) -> list[object]:
    """One element of every entry: so that two lists can be compared."""
    return [entry.get(name) for entry in entries]


def _same_code(one: str | None, other: str | None) -> bool:
    """Return whether two numbers of papers are one, however they are grouped or capitalised."""
    return one is not None and other is not None and bare_code(one).upper() == bare_code(other).upper()


PLATFORM_FUNCTIONS = frozenset(
    ("date", "years_between", "days", "amount", "full_name", "minor", "sum", "pluck", "share", "same_code")
)
ALLOWED_FUNCTIONS = _OPERATORS | _STANDARD | PLATFORM_FUNCTIONS


@dataclass(frozen=True, slots=True)
class Expression:
    """One compiled CEL text; `names` are the facts it reads and all that it is ever given."""

    text: str
    names: tuple[str, ...]

    def value(
        self, facts: Facts, *, currency: str | None = None, amounts_in: str = "ILS", rounding: Rounding = DOWN
    ) -> Any:
        """Work the expression out; dates come back as dates. Raises ExpressionFailed.

        `currency` is that of the sum which is worked out: other money is a mistake. `amounts_in` is that of amounts
        which do not say theirs, where no sum is worked out.
        """
        try:
            given = {name: _inward(facts[name], depth=0) for name in self.names}
            _refuse_costly(self.text, given)
            return _outward(_program(self.text).execute(_context(given, currency, amounts_in, rounding)))
        except Exception as error:  # the Rust core raises many kinds; all mean the same here
            raise ExpressionFailed(f"{self.text}: {type(error).__name__}") from error

    def holds(self, facts: Facts, *, amounts_in: str = "ILS") -> bool:
        """Work out a condition. Raises ExpressionFailed unless the answer is true or false."""
        value = self.value(facts, amounts_in=amounts_in)
        if not isinstance(value, bool):
            raise ExpressionFailed(f"{self.text}: neither true nor false")
        return value


def compile_expression(text: str, names: Sequence[str]) -> Expression:
    """Read `text`, which may use only the facts in `names`. Raises ExpressionRefused with a plain reason."""
    if len(text) > MAX_TEXT:
        raise ExpressionRefused(f"longer than {MAX_TEXT} characters")
    try:
        tree = parse(text)
    except SyntaxRefused as error:
        raise ExpressionRefused(str(error)) from error
    if cost(tree, {}) > MOST:
        raise ExpressionRefused("it takes too long: map, filter, exists, exists_one, all stand in one another")
    try:
        program = _program(text)
    except Exception as error:
        raise ExpressionRefused(_first_line(str(error))) from error
    _refuse_functions(program)
    used = [name for name in program.variables() if not name.startswith("_") or name in names]
    unknown = sorted(set(used) - set(names))
    if unknown:
        raise ExpressionRefused(f"unknown name {', '.join(unknown)}", unknown)
    return Expression(text=text, names=tuple(used))


def _refuse_costly(text: str, given: Facts) -> None:
    """Without a macro an expression is as short as its text; with one it is as long as its lists."""
    tree = _tree_with_macro(text)
    if tree and cost(tree, {name: Shape.of(value) for name, value in given.items()}) > MOST:
        raise ValueError("it would take too long")


@lru_cache(maxsize=4096)
def _tree_with_macro(text: str) -> Node | None:
    tree = parse(text)
    return tree if tree.has_macro() else None


def _refuse_functions(program: cel.Program) -> None:
    refused = sorted(set(program.functions()) - ALLOWED_FUNCTIONS - {_SIZE_IN_CHARACTERS})
    if refused:
        raise ExpressionRefused(f"unknown function {', '.join(refused)}")


def _first_line(message: str) -> str:
    return message.splitlines()[0][:200] if message else "not an expression"


@lru_cache(maxsize=4096)
def _program(text: str) -> cel.Program:
    return cel.compile(_SIZE.sub(lambda found: _SIZE_IN_CHARACTERS if found[0] == "size" else found[0], text))


@lru_cache(maxsize=64)
def _functions(currency: str | None, amounts_in: str, rounding: Rounding) -> dict[str, Callable[..., object]]:
    return {
        _SIZE_IN_CHARACTERS: len,
        "date": _date,
        "years_between": _years_between,
        "days": lambda count: timedelta(days=count),
        "amount": _amount_of(currency or amounts_in),
        "minor": _minor_of(currency),
        "sum": _sum,
        "pluck": _pluck,
        "share": _share_of(rounding),
        "same_code": _same_code,
        "full_name": _full_name,
    }


def _context(given: dict[str, object], currency: str | None, amounts_in: str, rounding: Rounding) -> cel.Context:
    return cel.Context(variables=given, functions=_functions(currency, amounts_in, rounding))


def _inward(value: object, *, depth: int) -> object:
    """Dates become midnights, since CEL knows only instants; what is too big is refused rather than walked."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return _midnight(value)
    if isinstance(value, str) and len(value) > MAX_STRING:
        raise ValueError("text too long")
    if isinstance(value, Mapping | list | tuple):
        return _inward_many(value, depth=depth + 1)
    return value


def _inward_many(value: Mapping[str, object] | list[object] | tuple[object, ...], *, depth: int) -> object:
    if depth > MAX_DEPTH or len(value) > MAX_ITEMS:
        raise ValueError("too many items")
    if isinstance(value, Mapping):
        return {key: _inward(item, depth=depth) for key, item in value.items()}
    return [_inward(item, depth=depth) for item in value]


def _outward(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value
