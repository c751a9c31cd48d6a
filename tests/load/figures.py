"""A figure, the table that people read, and the lines that programs read."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TextIO

SIGNS: Final = {"at most": "≤", "at least": "≥"}
HEADINGS: Final = ("figure", "value", "unit", "reference", "ratio", "goal", "holds")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure, or its ratio to the reference, is meant to be."""

    of: Literal["value", "ratio"]
    side: Literal["at most", "at least"]
    limit: float

    def __str__(self) -> str:
        return f"{self.of} {SIGNS[self.side]} {self.limit:g}"

    def holds(self, *, value: float, ratio: float) -> bool:
        """Return whether the goal is met."""
        measured = value if self.of == "value" else ratio
        return measured <= self.limit if self.side == "at most" else measured >= self.limit


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number beside a floor or a peer that was measured in the same run, in the same unit."""

    name: str
    value: float
    unit: str
    reference: str
    reference_value: float
    goal: Goal
    notes: tuple[str, ...] = field(default=())
    """For people: where the number comes from. Not in the lines."""

    def __post_init__(self) -> None:
        if self.value <= 0 or self.reference_value <= 0:
            raise ValueError(f"{self.name}: nothing was measured")

    @property
    def ratio(self) -> float:
        """The value as a multiple of the reference."""
        return self.value / self.reference_value

    @property
    def holds(self) -> bool:
        """Whether the goal is met."""
        return self.goal.holds(value=self.value, ratio=self.ratio)

    def as_json(self) -> dict[str, Any]:
        """Return the figure as one object of build/bench.jsonl."""
        return {
            "name": self.name,
            "value": _rounded(self.value),
            "unit": self.unit,
            "reference": self.reference,
            "reference_value": _rounded(self.reference_value),
            "ratio": _rounded(self.ratio),
            "goal": str(self.goal),
            "holds": self.holds,
        }

    def as_row(self) -> tuple[str, ...]:
        """Return the figure's cells in the order of HEADINGS."""
        return (
            self.name,
            _shown(self.value),
            self.unit,
            f"{_shown(self.reference_value)}  {self.reference}",
            _shown(self.ratio),
            str(self.goal),
            "yes" if self.holds else "NO",
        )


def write(figures: Iterable[Figure], path: Path) -> None:
    """Write one object a line, replacing an earlier file only when all are written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(json.dumps(figure.as_json(), ensure_ascii=False) + "\n" for figure in figures), "utf-8")
    fresh.replace(path)


def show(figures: Iterable[Figure], out: TextIO) -> None:
    """Print the table, and below it the notes of each figure."""
    shown = list(figures)
    rows = [HEADINGS, *(figure.as_row() for figure in shown)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip(), file=out)
    for figure in shown:
        if figure.notes:
            print(f"\n{figure.name}", *figure.notes, sep="\n  ", file=out)


def _rounded(number: float) -> float:
    return float(f"{number:.4g}") if abs(number) < 1000 else round(number)


def _shown(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.3g}"
