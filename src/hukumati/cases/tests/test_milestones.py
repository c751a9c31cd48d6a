from datetime import UTC, datetime
from typing import get_args

from hukumati.cases.domain.milestones import ORDER, path, steps
from hukumati.service_language.api import Milestone

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_downloaded_paper_does_not_travel() -> None:
    assert path(collected=True, posted=False, current="submitted", ended=False, reached=["started", "submitted"]) == (
        "started", "submitted", "in_review", "decided", "ready", "closed",
    )  # fmt: skip


def test_a_posted_paper_travels_before_it_can_be_collected() -> None:
    names = path(collected=True, posted=True, current="on_its_way", ended=False, reached=["started"])
    assert names.index("decided") < names.index("on_its_way") < names.index("ready") < names.index("closed")


def test_a_question_to_the_citizen_is_shown_only_while_it_lasts() -> None:
    assert "your_turn" in path(collected=True, posted=False, current="your_turn", ended=False, reached=[])
    assert "your_turn" not in path(
        collected=True, posted=False, current="in_review", ended=False, reached=["your_turn"]
    )


def test_a_withdrawn_case_shows_only_what_it_reached() -> None:
    reached = {"started": NOON, "submitted": NOON, "closed": NOON}
    names = path(collected=True, posted=True, current="closed", ended=True, reached=reached)
    assert [(step.name, step.state) for step in steps(names=names, reached=reached, current="closed")] == [
        ("started", "done"), ("submitted", "done"), ("closed", "done"),
    ]  # fmt: skip


def test_steps_before_the_present_one_are_done_and_later_ones_have_no_time() -> None:
    reached = {"started": NOON, "submitted": NOON, "in_review": NOON}
    names = path(collected=True, posted=False, current="submitted", ended=False, reached=reached)
    assert [(step.state, step.at) for step in steps(names=names, reached=reached, current="submitted")] == [
        ("done", NOON), ("current", NOON), ("todo", None), ("todo", None), ("todo", None), ("todo", None),
    ]  # fmt: skip


def test_every_milestone_of_the_service_language_has_its_place() -> None:
    assert sorted(ORDER) == sorted(get_args(Milestone))
