"""The small values that pages hand to the components of the design system."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list. `value` is escaped unless marked safe; `ltr` isolates numbers and Latin codes."""

    key: Any
    value: Any
    ltr: bool = False
    change_url: str = ""
    change_text: Any = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone of a case, in the order in which the citizen lives it."""

    title: Any
    state: Literal["done", "current", "todo"]
    at: datetime | date | None = None
    note: Any = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: `numeric` aligns its cells to the end, `ltr` isolates them."""

    title: Any
    numeric: bool = False
    ltr: bool = False
