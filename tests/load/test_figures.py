"""The lines of build/bench.jsonl are as promised; nothing is measured here."""

import io
import json
from pathlib import Path

import pytest

from tests.load.figures import Figure, Goal, show, write
from tests.load.processor_time import Spent

KEYS = ["name", "value", "unit", "reference", "reference_value", "ratio", "goal", "holds"]


def figure(value: float = 1.05, limit: float = 4) -> Figure:
    return Figure(
        name="portal.service_page",
        value=value,
        unit="ms",
        reference="a bare view",
        reference_value=0.35,
        goal=Goal("ratio", "at most", limit),
        notes=("ten rounds",),
    )


def test_a_line_is_one_object_with_the_promised_keys(tmp_path: Path) -> None:
    write([figure(), figure(value=10_000.4)], tmp_path / "build" / "bench.jsonl")
    first, second = map(json.loads, (tmp_path / "build" / "bench.jsonl").read_text("utf-8").splitlines())
    assert list(first) == list(second) == KEYS
    assert first == {
        "name": "portal.service_page",
        "value": 1.05,
        "unit": "ms",
        "reference": "a bare view",
        "reference_value": 0.35,
        "ratio": 3.0,
        "goal": "ratio ≤ 4",
        "holds": True,
    }
    assert (second["value"], second["holds"]) == (10_000, False)


@pytest.mark.parametrize(
    ("goal", "holds"),
    [
        (Goal("value", "at most", 150), True),
        (Goal("value", "at most", 149), False),
        (Goal("value", "at least", 150), True),
        (Goal("ratio", "at least", 4), False),
        (Goal("ratio", "at most", 3), True),
    ],
)
def test_a_goal_is_of_the_value_or_of_the_ratio(goal: Goal, holds: bool) -> None:
    assert goal.holds(value=150, ratio=3) is holds


def test_a_figure_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        figure(value=0)


def test_the_table_names_what_does_not_hold() -> None:
    out = io.StringIO()
    show([figure(limit=2)], out)
    heading, row, *notes = out.getvalue().splitlines()
    assert heading.split() == ["figure", "value", "unit", "reference", "ratio", "goal", "holds"]
    assert row.endswith("ratio ≤ 2  NO")
    assert notes == ["", "portal.service_page", "  ten rounds"]


def test_time_spent_is_the_difference_by_program() -> None:
    spent = Spent({"web": 3.5, "worker": 1.0}) - Spent({"web": 3.0})
    assert (spent.by_program, spent.total, spent.of("web")) == ({"web": 0.5, "worker": 1.0}, 1.5, 0.5)
