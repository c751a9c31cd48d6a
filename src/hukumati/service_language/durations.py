"""Lengths of time as services declare them."""

from dataclasses import dataclass
from typing import Literal

DurationUnit = Literal["working_days", "working_hours", "days"]


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; `days` are calendar days."""

    amount: int
    unit: DurationUnit
