"""A call takes applications from one day on until the end of another."""

from datetime import date

import pytest

from hukumati.service_language.api import Call, from_json, to_json
from hukumati.service_language.tests.making import definition, question, session

CALL = Call("2026-11-01", "2026-11-30")
SCHOLARSHIP = definition(question(), call=CALL)


@pytest.mark.parametrize(
    ("day", "stage"),
    [("2026-10-31", "before"), ("2026-11-01", "open"), ("2026-11-30", "open"), ("2026-12-01", "over")],
)
def test_first_and_last_day_belong_to_the_call(day: str, stage: str) -> None:
    asked = session(SCHOLARSHIP, {"q": "x"}, today=date.fromisoformat(day))
    assert asked.call_stage == stage
    assert asked.eligibility().eligible == (stage == "open")


def test_whoever_is_late_is_told_the_day_in_both_languages() -> None:
    reason = session(SCHOLARSHIP, {"q": "x"}, today=date(2026, 12, 1)).eligibility().reason
    assert reason is not None
    assert "30 تشرين الثاني 2026" in reason.ar
    assert "30 November 2026" in reason.en


def test_a_call_may_have_one_end_only() -> None:
    assert Call(opens="2026-11-01").stage(date(2099, 1, 1)) == "open"
    assert Call(closes="2026-11-30").stage(date(1999, 1, 1)) == "open"


def test_what_was_submitted_in_time_is_decided_after_the_call() -> None:
    late = date(2026, 12, 9)
    assert session(SCHOLARSHIP, {"q": "x"}, today=late, answered_on=date(2026, 11, 30)).eligibility().eligible
    assert session(SCHOLARSHIP, {"q": "x"}, today=late, is_settled=True).call_stage == "open"


def test_a_call_is_kept_with_its_version() -> None:
    assert from_json(compiled=to_json(definition=SCHOLARSHIP)).call == CALL
    assert from_json(compiled=to_json(definition=definition(question()))).call is None
