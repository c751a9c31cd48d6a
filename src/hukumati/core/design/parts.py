"""The small values that pages hand to the components of the design system."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list. `value` is escaped unless marked safe; `ltr` isolates numbers and Latin codes."""

    key: object
    value: object
    ltr: bool = False
    change_url: str = ""
    change_text: object = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone of a case, in the order in which the citizen lives it."""

    title: object
    state: Literal["done", "current", "todo"]
    at: datetime | date | None = None
    note: object = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: `numeric` aligns its cells to the end, `ltr` isolates them."""

    title: object
    numeric: bool = False
    ltr: bool = False
