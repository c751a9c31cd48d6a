"""Side requests: who is asked, where appointments are held, and whether one is still open."""

import pytest

from hukumati.service_language.durations import Duration
from hukumati.service_language.side_requests import Calendar, Place, SideRequest, any_request_open, request_facts
from hukumati.service_language.tests.making import LABEL

HEBRON, NABLUS = Place("HEB", LABEL), Place("NAB", LABEL)
OPEN = {"state": "open"}
ANSWERED = {"state": "answered", "outcome": "yes"}


def test_a_calendar_knows_its_own_places() -> None:
    prints = Calendar("prints", (HEBRON, NABLUS), ("sun",), "09:00", "13:00", 20, 2)
    assert (prints.place("NAB"), prints.place("HEB"), prints.place("RAM")) == (NABLUS, HEBRON, None)


@pytest.mark.parametrize(
    ("kind", "is_of_citizen"),
    [("paper", True), ("appointment", True), ("consent", True), ("opinion", False), ("inspection", False)],
)
def test_a_paper_is_asked_of_a_person_and_an_opinion_of_an_official(kind: str, is_of_citizen: bool) -> None:
    assert SideRequest("x", kind, LABEL, Duration(3, "days")).is_of_citizen is is_of_citizen  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("states", "is_open"),
    [
        ({}, False),
        ({"a": None}, False),
        ({"a": ANSWERED}, False),
        ({"a": OPEN}, True),
        ({"a": ANSWERED, "b": OPEN}, True),
    ],
)
def test_one_open_request_is_enough(states: dict[str, dict[str, str] | None], is_open: bool) -> None:
    assert any_request_open(states) is is_open


def test_expressions_see_state_and_outcome_of_every_request_that_the_service_has() -> None:
    made = SideRequest("a", "paper", LABEL, Duration(3, "days"))
    known = {"a": made, "b": made, "c": made}
    states = {"a": {**ANSWERED, "by": "somebody"}, "b": OPEN, "ghost": OPEN}
    assert request_facts(known, states) == {"a": ANSWERED, "b": {"state": "open", "outcome": None}, "c": None}
