"""A state says what is true after the way the case came to it, and a way without a true sentence is known."""

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.definition import Definition, Promise
from hukumati.service_language.flows import (
    Action,
    After,
    Branch,
    Effect,
    Flow,
    Milestone,
    OnError,
    Reopen,
    State,
    Work,
)
from hukumati.service_language.sentences import (
    BACK_IN_REVIEW,
    FAILED,
    TIMED_OUT,
    Way,
    is_told,
    leads_back,
    sentence_of,
    ways_in,
)
from hukumati.service_language.tests.making import definition

FIRST = Bilingual(ar="أول مرة", en="the first time")
AGAIN = Bilingual(ar="مرة أخرى", en="once more")
WORK = Work(role="moi.officer", queue="single")


def _review(**more: object) -> State:
    return State(name="review", milestone="in_review", work=WORK, tell=FIRST, **more)  # type: ignore[arg-type]


WAYS: dict[str, tuple[Milestone, list[str]]] = {
    "draft": ("started", ["checking"]),
    "checking": ("in_review", ["review", "issuing"]),
    "review": ("in_review", ["checking", "issuing", "refused"]),
    "issuing": ("decided", ["review", "not_recorded"]),
    "not_recorded": ("in_review", ["review", "issuing"]),
    "refused": ("decided", ["review"]),
}


def flow_of(ways: dict[str, tuple[Milestone, list[str]]]) -> Definition:
    """Return a definition with these states, each with its milestone and where it leads."""
    states = {
        name: State(
            name=name,
            milestone=milestone,
            actions={to: Action(to, (Branch(None, to),)) for to in targets if name != "refused"},
            reopen={to: Reopen(to, to, "citizen", 30) for to in targets if name == "refused"},
            end=name == "refused",
        )
        for name, (milestone, targets) in ways.items()
    }
    return definition(flow=Flow("draft", states))


def test_the_first_time_a_state_says_its_own_sentence() -> None:
    assert sentence_of(_review(), "paid") == FIRST


@pytest.mark.parametrize("way_in", ["answer", "object", "correct", "send_back", "requests_closed", "returned"])
def test_after_a_way_back_the_sentence_of_the_first_time_is_not_said(way_in: str) -> None:
    assert sentence_of(_review(), way_in) == BACK_IN_REVIEW[way_in] != FIRST


def test_a_service_says_it_in_its_own_words_where_it_has_them() -> None:
    assert sentence_of(_review(tell_after={"object": AGAIN}), "object") == AGAIN


@pytest.mark.parametrize(
    ("start", "to", "back"),
    [
        ("draft", "checking", False),
        ("checking", "review", False),
        ("review", "checking", True),  # it was there before
        ("issuing", "review", True),  # it was decided
        ("not_recorded", "review", True),  # it comes after a decision
        ("review", "issuing", False),
        ("refused", "review", True),  # it had ended
    ],
)
def test_a_way_leads_back_to_what_was_told_before(start: str, to: str, back: bool) -> None:
    assert leads_back(Way(start, to, "x"), flow_of(WAYS)) is back


@pytest.mark.parametrize(
    ("state", "way_in", "told"),
    [
        (State(name="visit", milestone="your_turn", tell=FIRST), "paid", True),
        (State(name="visit", milestone="your_turn"), "paid", False),
        (State(name="visit", milestone="your_turn", tell=FIRST), "call_again", False),  # an officer's own action
        (State(name="visit", milestone="your_turn", tell_after={"call_again": AGAIN}), "call_again", True),
        (State(name="printing", milestone="decided", work=WORK), "approve", False),
        (State(name="issuing", milestone="decided", effects=(Effect("issue", "card"),)), "approve", True),
        (State(name="gone", milestone="closed", end=True), "timed_out", True),
        (State(name="gone", milestone="closed", end=True), "answered", False),
        (State(name="done", milestone="closed", end=True), "keep_on_file", False),
        (State(name="done", milestone="ready", end=True), "keep_on_file", True),
        (State(name="shelf", milestone="ready"), "keep_on_file", False),
        (State(name="back", milestone="in_review"), "object", True),
        (State(name="back", milestone="in_review"), "paid", False),
        (State(name="desk", milestone="in_review", work=WORK), "paid", True),
        (State(name="desk", milestone="in_review", work=WORK), "call_again", False),
        (State(name="visit", milestone="your_turn"), "object", False),
        (State(name="visit", milestone="your_turn", tell=FIRST), TIMED_OUT, True),
        (State(name="visit", milestone="your_turn", tell=FIRST), FAILED, True),
        (State(name="done", milestone="closed", end=True), "handed_over", True),
        (
            State(name="asked", milestone="your_turn", actions={"answer": Action("answer", (Branch(None, "x"),))}),
            "x",
            True,
        ),
    ],
)
def test_a_way_in_without_a_true_sentence_is_found(state: State, way_in: str, told: bool) -> None:
    assert is_told(state, way_in) is told


def _ways(state: State, promise: Promise | None = None) -> list[tuple[str, str]]:
    made = definition(
        flow=Flow("review", {"review": state, "gone": State("gone", "closed", end=True)}), promise=promise
    )
    return list(ways_in(made))


def test_every_way_out_of_a_state_is_a_way_into_another() -> None:
    approve = Action("approve", (Branch(None, "issuing"), Branch(None, "printing")))
    state = State(
        "review",
        "in_review",
        {"approve": approve, "reject": Action("reject", (Branch(None, "refused"),))},
        on_error=OnError(3, "stuck"),
        after=(After(5, "gone"),),
        reopen={"object": Reopen("object", "again", "citizen", 30)},
    )
    assert _ways(state) == [
        ("issuing", "approve"),
        ("printing", "approve"),
        ("refused", "reject"),
        ("again", "object"),
        ("gone", TIMED_OUT),
        ("stuck", FAILED),
    ]
    assert _ways(State("review", "in_review")) == []


@pytest.mark.parametrize(
    ("promise", "ways"),
    [
        (Promise(2, "days", (), "reject", "refused"), [("refused", "reject")]),
        (Promise(2, "days", (), "accept", "issuing"), [("issuing", "approve")]),
        (Promise(2, "days", (), "escalate", "issuing"), []),
        (Promise(2, "days", ("review",), "reject", "refused"), []),
        (None, []),
    ],
)
def test_silence_that_decides_is_a_way_in_wherever_the_clock_runs(
    promise: Promise | None, ways: list[tuple[str, str]]
) -> None:
    assert _ways(State("review", "in_review"), promise) == ways
