"""What is to come about within a length of time has room in the others, up to the last day."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from hukumati.catalogue.checks.promise_checks import check_promise, check_refunds, check_request_times
from hukumati.catalogue.checks.time_checks import check_times, days_of
from hukumati.catalogue.folder.parser import ParsedFolder, parse_folder
from hukumati.catalogue.tests.samples import asking_folder
from hukumati.catalogue.tests.single_checks import declaring, flow_of, problems, with_definition
from hukumati.service_language.api import (
    Action,
    After,
    Branch,
    Definition,
    DocumentSpec,
    Duration,
    Effect,
    Once,
    Promise,
    Reopen,
    State,
    Work,
)
from hukumati.service_language.tests.making import LABEL, expression


@pytest.mark.parametrize(
    ("length", "days"),
    [
        (Duration(3, "days"), 3),
        (Duration(5, "working_days"), 7),
        (Duration(6, "working_days"), 9),
        (Duration(1, "working_days"), 2),
        (Duration(8, "working_hours"), 0),
    ],
)
def test_five_working_days_are_a_week(length: Duration, days: int) -> None:
    assert days_of(length) == days


def _review(**more: Any) -> State:
    return State("review", "in_review", **more)


def _work(amount: int) -> Work:
    return Work("moj.officer", "single", Duration(amount, "days"))


@pytest.mark.parametrize(
    ("state", "promise", "found"),
    [
        (_review(work=_work(3)), Promise(3, "days"), []),
        (
            _review(work=_work(4)),
            Promise(3, "days"),
            ["the work in 'review' is due after the time in which the service promises to decide"],
        ),
        (_review(work=_work(4)), Promise(3, "days", ("review",)), []),
        (_review(work=_work(4)), None, []),
        (_review(work=Work("moj.officer", "single")), Promise(3, "days"), []),
        (
            _review(),
            Promise(3, "days", (), "reject", "review"),
            ["silence decides, and 'review' is a state in which the decision is still owed"],
        ),
        (_review(end=True), Promise(3, "days", (), "reject", "review"), []),
        (State("review", "closed"), Promise(3, "days", (), "reject", "review"), []),
        (_review(), Promise(3, "days", (), "reject", "gone"), []),
    ],
)  # fmt: skip
def test_a_promise_leaves_time_for_the_work_and_ends_in_a_decision(
    state: State, promise: Promise | None, found: list[str]
) -> None:
    parsed = with_definition(flow=flow_of(state), promise=promise, documents={}, requests={}, once=Once())
    assert problems(check_times, declaring(parsed, {"review": {}})) == found


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ((After(5, "gone"),), []),
        ((After(5, "gone"), After(5, "other")), []),
        ((After(5, "review"),), ["after 5 days 'review' leads to itself, and its time begins anew for ever"]),
        (
            (After(5, "gone"), After(6, "other")),
            ["'review' is left after 5 days already, so that 6 days are never over"],
        ),
    ],
)  # fmt: skip
def test_the_first_timer_of_a_state_ends_it(after: tuple[After, ...], found: list[str]) -> None:
    parsed = with_definition(flow=flow_of(_review(after=after)), promise=None, documents={}, requests={}, once=Once())
    entry = {f"{each.days} days" + " " * at: each.to for at, each in enumerate(after)}
    told = problems(check_times, declaring(parsed, {"review": {"after": entry}}))
    assert [each.replace("days  ", "days ") for each in told] == found


def _paper(days: int | None) -> DocumentSpec:
    return DocumentSpec(
        name="d", title=LABEL, template="d.typ", template_source="", seal="s", serial_prefix="D",
        bound=expression("applicant.id_number"), data={}, valid_days=days,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reuse", "valid", "found"),
    [
        (90, (30, 90), []),
        (91, (30, 90), ["a paper is offered again for 91 days, and none is valid for more than 90"]),
        (91, (None,), []),
        (None, (30,), []),
    ],
)
def test_a_paper_is_offered_again_only_while_one_may_be_valid(
    reuse: int | None, valid: tuple[int | None, ...], found: list[str]
) -> None:
    documents = {str(number): _paper(days) for number, days in enumerate(valid)}
    parsed = with_definition(once=Once(reuse_days=reuse), documents=documents, promise=None, requests={})
    assert problems(check_times, parsed) == found


@pytest.mark.parametrize(("days", "is_found"), [(30, False), (29, True), (None, False)])
def test_a_case_is_kept_as_long_as_it_may_be_opened_again(days: int | None, is_found: bool) -> None:
    ways = {"object": Reopen("object", "review", "citizen", 30), "correct": Reopen("correct", "review", "citizen", 10)}
    flow = flow_of(State("refused", "closed", end=True, reopen=ways))
    parsed = with_definition(flow=flow, keep_case_days=days, promise=None, documents={}, requests={}, once=Once())
    found = problems(check_times, declaring(parsed, {"refused": {}}))
    assert found == (["a case is erased after 29 days, and may be opened again for 30"] if is_found else [])


@cache
def _requests() -> ParsedFolder:
    return parse_folder(folder=asking_folder())


def _changed_state(name: str, **more: Any) -> Definition:
    made = _requests().definition
    states = {**made.flow.states, name: replace(made.flow.states[name], **more)}
    return replace(made, flow=replace(made.flow, states=states))


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (30, []),
        (29, ["'biometrics' may take longer than the 29 days after which 'invited' is left"]),
        (14, ["'biometrics' may take longer than the 14 days after which 'invited' is left"]),
    ],
)
def test_a_request_ends_before_the_state_that_waits_for_it(days: int, found: list[str]) -> None:
    made = _changed_state("invited", after=(After(days, "review"), After(99, "review")))
    assert problems(check_request_times, replace(_requests(), definition=made)) == found


def test_a_request_that_an_official_may_open_ends_before_its_state_too() -> None:
    made = _changed_state("review", after=(After(13, "waiting_citizen"),))
    assert problems(check_request_times, replace(_requests(), definition=made)) == [
        "'medical_report' may take longer than the 13 days after which 'review' is left"
    ]


def test_a_promise_runs_somewhere() -> None:
    states = (State("draft", "started"), _review(), State("visit", "your_turn"), State("gone", "in_review", end=True))
    some = with_definition(flow=flow_of(*states), promise=Promise(3, "days", ("review",)))
    assert problems(check_promise, some) == []
    nowhere = with_definition(flow=flow_of(*states), promise=Promise(3, "days", ("review", "visit")))
    assert problems(check_promise, nowhere) == [
        "the promise's clock stands in every state, so that no time is ever over"
    ]
    assert problems(check_promise, with_definition(flow=flow_of(*states), promise=None)) == []
    ended = with_definition(flow=flow_of(states[0], states[3]), promise=Promise(3, "days"))
    assert problems(check_promise, ended) == []


def test_only_what_was_paid_is_paid_back() -> None:
    pay = State(
        "pay",
        "submitted",
        {"paid": Action("paid", (Branch(None, "review"),)), "withdraw": Action("withdraw", (Branch(None, "gone"),))},
    )
    review = _review(actions={"reject": Action("reject", (Branch(None, "refused"),))})
    refund = (Effect("notify", "x"), Effect("refund"))
    refused, gone = State("refused", "closed", effects=refund, end=True), State("gone", "closed", end=True)
    assert problems(check_refunds, with_definition(flow=flow_of(pay, review, refused, gone), promise=None)) == []
    early = replace(gone, effects=refund)
    assert problems(check_refunds, with_definition(flow=flow_of(pay, review, refused, early), promise=None)) == [
        "'gone' pays back, and nothing was paid on any way to it"
    ]
