"""How a case stands, in a word: yes and no are told apart, and only what was given or answered is completed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override

from hukumati.cases.api import CaseView, Milestone
from hukumati.web.summaries import case_status, steps

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOTHING: Any = None
CASE = CaseView(
    reference="IDC-0000-0000", service=NOTHING, version_id=NOTHING, state="x", milestone="in_review", steps=(),
    answers={}, registers={}, answered_pages=(), prefill="done", form_session=NOTHING, awaits_payment=False,
    blocked=None, blocked_by_answers=False, eligible=True, bill_id=None, documents=(), handover=None,
    decision_reason=None, can_withdraw=False, delayed="", message=None, shown={}, due_at=None, last_seq=1,
    opened_at=NOW, submitted_at=NOW, closed_at=None, draft_expires_at=None,
)  # fmt: skip
DECIDED = Milestone("decided", "done", NOW)
READY = Milestone("ready", "done", NOW)


def _ended(by: str, *reached: Milestone, **more: Any) -> CaseView:
    return replace(CASE, closed_at=NOW, milestone="closed", ended_by=by, steps=reached, **more)


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (replace(CASE, milestone="your_turn"), "Action needed from you"),
        (replace(CASE, milestone="your_turn", booked=True), "Appointment booked"),
        (replace(CASE, milestone="decided"), "Approved"),
        (_ended("reject", DECIDED, is_refused=True), "Refused"),
        (_ended("handed_over", DECIDED, READY), "Completed"),
        (_ended("withdraw", documents=("TMP-2026-0000001",)), "Withdrawn"),
        (_ended("timed_out", documents=("TMP-2026-0000001",)), "The time ran out"),
        (_ended("answered"), "Closed"),
    ],
)
def test_the_status_says_how_it_stands(case: CaseView, told: str) -> None:
    with override("en"):
        assert str(case_status(case).text) == told


@pytest.mark.parametrize(
    ("state", "is_refused", "told"),
    [
        ("todo", False, "Decision"),
        ("current", False, "Approved"),
        ("done", False, "Approved"),
        ("done", True, "Refused"),
    ],
)
def test_a_decision_that_was_made_says_yes_or_no(state: Any, is_refused: bool, told: str) -> None:
    case = replace(CASE, steps=(Milestone("decided", state, NOW),), is_refused=is_refused)
    with override("en"):
        assert [str(step.title) for step in steps(case)] == [told]


@pytest.mark.parametrize("by", ["give_back", "withdraw", "timed_out"])
def test_what_was_closed_with_nothing_is_not_told_as_approved(by: str) -> None:
    with override("en"):
        assert [str(step.title) for step in steps(_ended(by, DECIDED))] == ["Decision"]
        assert [str(step.title) for step in steps(_ended("handed_over", DECIDED, READY))] == ["Approved", "Ready"]


def test_the_step_of_a_booked_appointment_asks_for_nothing() -> None:
    case = replace(CASE, milestone="your_turn", steps=(Milestone("your_turn", "current", NOW),), booked=True)
    with override("en"):
        assert [str(step.title) for step in steps(case)] == ["Appointment booked"]
