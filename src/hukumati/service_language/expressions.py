"""Conditions and sums in service folders: CEL, bounded in size, allowed only what is listed here.

The only module that imports `cel`, so that the language's implementation can be replaced.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import cel

from hukumati.core.ages import age_on
from hukumati.core.money import Money

MAX_TEXT = 500
MAX_ITEMS = 500
MAX_STRING = 5000
MAX_DEPTH = 12

Facts = Mapping[str, Any]

_MACRO = re.compile(r"\.\s*(?:map|filter|exists_one|exists|all)\s*\(")
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


def _amount_of(currency: str) -> Callable[[str], int]:
    return lambda text: Money.parse(text, currency).minor


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


def _pluck(entries: Sequence[Mapping[str, object]], name: str) -> list[object]:
    """One element of every entry: so that two lists can be compared with the one macro there may be."""
    return [entry.get(name) for entry in entries]


PLATFORM_FUNCTIONS = frozenset(("date", "years_between", "days", "amount", "full_name", "minor", "sum", "pluck"))
ALLOWED_FUNCTIONS = _OPERATORS | _STANDARD | PLATFORM_FUNCTIONS


@dataclass(frozen=True, slots=True)
class Expression:
    """One compiled CEL text; `names` are the facts it reads and all that it is ever given."""

    text: str
    names: tuple[str, ...]

    def value(self, facts: Facts, *, currency: str | None = None) -> Any:
        """Work the expression out; dates come back as dates. Raises ExpressionFailed."""
        try:
            given = {name: _inward(facts[name], depth=0) for name in self.names}
            return _outward(_program(self.text).execute(_context(given, currency)))
        except Exception as error:  # the Rust core raises many kinds; all mean the same here
            raise ExpressionFailed(f"{self.text}: {type(error).__name__}") from error

    def holds(self, facts: Facts) -> bool:
        """Work out a condition. Raises ExpressionFailed unless the answer is true or false."""
        value = self.value(facts)
        if not isinstance(value, bool):
            raise ExpressionFailed(f"{self.text}: neither true nor false")
        return value


def compile_expression(text: str, names: Sequence[str]) -> Expression:
    """Read `text`, which may use only the facts in `names`. Raises ExpressionRefused with a plain reason."""
    if len(text) > MAX_TEXT:
        raise ExpressionRefused(f"longer than {MAX_TEXT} characters")
    if len(_MACRO.findall(_STRING.sub("''", text))) > 1:
        raise ExpressionRefused("more than one of map, filter, exists, exists_one, all")
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


def _refuse_functions(program: cel.Program) -> None:
    refused = sorted(set(program.functions()) - ALLOWED_FUNCTIONS)
    if refused:
        raise ExpressionRefused(f"unknown function {', '.join(refused)}")


def _first_line(message: str) -> str:
    return message.splitlines()[0][:200] if message else "not an expression"


@lru_cache(maxsize=4096)
def _program(text: str) -> cel.Program:
    return cel.compile(text)


@lru_cache(maxsize=16)
def _functions(currency: str | None) -> dict[str, Callable[..., object]]:
    return {
        "date": _date,
        "years_between": _years_between,
        "days": lambda count: timedelta(days=count),
        "amount": _amount_of(currency or "ILS"),
        "minor": _minor_of(currency),
        "sum": _sum,
        "pluck": _pluck,
        "full_name": _full_name,
    }


def _context(given: dict[str, object], currency: str | None) -> cel.Context:
    return cel.Context(variables=given, functions=_functions(currency))


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
