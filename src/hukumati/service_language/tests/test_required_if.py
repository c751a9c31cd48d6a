"""What is required by condition, nothing chosen, and bounds of dates that move with the day."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.ages import age_on
from hukumati.service_language.api import Definition, day_of, is_day_bound
from hukumati.service_language.tests.making import COLOURS, definition, expression, page, question, session

NEEDED: dict[str, Any] = {"required": False, "required_if": expression("purpose == 'red'")}
TRAVEL = definition(page("one", question("purpose", "choice", options=COLOURS), question("reason", **NEEDED)))


def test_what_a_condition_requires_is_missing_and_refused_without_an_answer() -> None:
    asked = session(TRAVEL, {"purpose": "red"})
    assert [each.id for each in asked.missing()] == ["reason"]
    assert list(asked.clean_page("one", {"purpose": "red"}).errors) == ["reason"]
    assert asked.effective_questions("one")[1].required


def test_what_no_condition_requires_may_be_left_out() -> None:
    asked = session(TRAVEL, {"purpose": "blue"})
    assert asked.missing() == ()
    assert asked.clean_page("one", {"purpose": "blue"}).answers == {"purpose": "blue", "reason": None}
    assert not asked.effective_questions("one")[1].required


def test_a_hidden_question_is_never_required() -> None:
    hidden = question("reason", show_if="purpose == 'blue'", **NEEDED)
    made = definition(question("purpose", "choice", options=COLOURS), hidden)
    assert session(made, {"purpose": "red"}).missing() == ()


def _colours(**more: Any) -> Definition:
    chosen = question("q", "choices", options=COLOURS, **more)
    return definition(chosen, question("r", required=False, show_if="'red' in q"))


def test_nothing_chosen_is_an_empty_list_and_never_null() -> None:
    made = _colours(required=False)
    assert session(made).facts["q"] == []
    assert session(made).clean_page("one", {}).answers == {"q": [], "r": None}
    assert session(made, {"q": []}).normalised_answers == {"q": [], "r": None}
    assert session(made, {"q": ["red"], "r": "x"}).facts["q"] == ["red"]


def test_a_hidden_list_is_empty_in_expressions() -> None:
    hidden = question("q", "choices", options=COLOURS, show_if="purpose == 'x'")
    made = definition(question("purpose"), hidden, question("r", show_if="size(q) == 0"))
    assert session(made, {"purpose": "y"}).facts["q"] == []
    assert [each.id for each in session(made, {"purpose": "y"}).visible_questions()] == ["purpose", "r"]


def test_something_has_to_be_chosen_where_it_is_required() -> None:
    assert list(session(_colours()).clean_page("one", {}).errors) == ["q"]
    assert [each.id for each in session(_colours(), {"q": []}).missing()] == ["q"]


@pytest.mark.parametrize(
    ("bound", "day"),
    [
        ("today", "2028-02-29"),
        ("2020-01-31", "2020-01-31"),
        ("today - 18 years", "2010-02-28"),
        ("today + 1 year", "2029-02-28"),
        ("today + 30 days", "2028-03-30"),
        ("today - 1 day", "2028-02-28"),
        ("today - 2 months", "2027-12-29"),
        ("today + 12 months", "2029-02-28"),
    ],
)
def test_a_bound_means_a_day(bound: str, day: str) -> None:
    assert day_of(bound, date(2028, 2, 29)).isoformat() == day


@pytest.mark.parametrize(
    "bound", ["tomorrow", "today-18 years", "today - 18", "today - 999 years", "2026-02-30", "", 7]
)
def test_what_names_no_day_is_no_bound(bound: object) -> None:
    assert not is_day_bound(bound)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_who_was_born_by_eighteen_years_ago_is_eighteen(born_on: date, today: date) -> None:
    assert (born_on <= day_of("today - 18 years", today)) == (age_on(born_on=born_on, today=today) >= 18)


def test_a_date_is_judged_by_bounds_that_move_with_the_day() -> None:
    made = definition(question("q", "date", min="today - 18 years", max="today + 30 days"))
    now = session(made)
    assert now.clean_page("one", {"q": "2008-11-23"}).errors == {}
    assert "23 November 2008" in now.clean_page("one", {"q": "2008-11-22"}).errors["q"].en
    assert "23 December 2026" in now.clean_page("one", {"q": "2026-12-24"}).errors["q"].en
    assert list(session(made, {"q": "2008-11-23"}, today=date(2026, 11, 24)).refused_answers) == ["q"]
