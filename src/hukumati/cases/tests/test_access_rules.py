"""Who may act on a case, rule by rule: from its row and its service alone, so that nothing else can hide a fault."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hukumati.cases.actors import SYSTEM, Actor
from hukumati.cases.engine import access
from hukumati.cases.errors import NotPossibleHere, NotYours, OwnCase, RequestsOpen
from hukumati.cases.models import Case, Request, Task
from hukumati.catalogue.tests.samples import real_definition
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import end_of_day
from hukumati.service_language.api import Definition, State

NAME = Bilingual(ar="اسم", en="Name")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CITIZEN, STRANGER = Actor("citizen", "sub-1", NAME), Actor("citizen", "sub-2", NAME)
OFFICER = Actor("officer", "MOJ-0001", NAME, provider="moj", roles=frozenset({"officer"}), id_number="700009991")
OWN = replace(OFFICER, id_number="400000006")
OTHER = replace(OFFICER, id="MOI-0001", provider="moi")
SUPERVISOR = replace(OFFICER, id="MOJ-0004", roles=frozenset({"supervisor"}))
DEFINITION = real_definition()


def case_in(state: str, **columns: Any) -> Case:
    """An application in a state, as its row has it."""
    applicant = {"id_number": "400000006"}
    return Case(reference="NCC-1", provider="moj", applicant_sub="sub-1", applicant=applicant, state=state, **columns)


def act(case: Case, actor: Actor, action: str, definition: Definition = DEFINITION, now: datetime = NOW) -> None:
    access.require_may_act(case, definition, actor, action, now)


def with_state(**changes: Any) -> Definition:
    """The service with its state `review` changed."""
    flow = DEFINITION.flow
    states = {**flow.states, "review": replace(flow.states["review"], **changes)}
    return replace(DEFINITION, flow=replace(flow, states=states))


def with_two_officials() -> Definition:
    """The service where a second official approves."""
    actions = DEFINITION.flow.states["review"].actions
    return with_state(actions={**actions, "approve": replace(actions["approve"], four_eyes=True)})


# --- acting


@pytest.mark.parametrize(
    ("state", "actor", "action"),
    [("review", OFFICER, "approve"), ("draft", CITIZEN, "submit"), ("checking", SYSTEM, "answered")],
)
def test_who_works_in_a_state_acts_in_it(state: str, actor: Actor, action: str) -> None:
    act(case_in(state), actor, action)


@pytest.mark.parametrize(
    ("state", "actor", "action", "refusal"),
    [
        ("review", OTHER, "approve", NotYours),
        ("to_pay", OTHER, "approve", NotYours),  # another ministry's case, whatever its state
        ("review", replace(OFFICER, roles=frozenset({"judge"})), "approve", NotYours),
        ("to_pay", OFFICER, "approve", NotPossibleHere),  # nobody works there
        ("review", OWN, "approve", OwnCase),
        ("to_pay", OWN, "approve", OwnCase),
        ("review", CITIZEN, "approve", NotPossibleHere),  # not refused as the owner: it is their own to apply in
        ("draft", STRANGER, "submit", NotPossibleHere),
        ("review", SYSTEM, "approve", NotPossibleHere),
    ],
)
def test_whoever_may_not_is_told_why(state: str, actor: Actor, action: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as raised:
        act(case_in(state), actor, action)
    assert type(raised.value) is refusal


def test_a_supervisor_does_the_work_of_a_case_that_is_late() -> None:
    act(case_in("review", late_at=NOW), SUPERVISOR, "approve")


@pytest.mark.parametrize(
    ("state", "supervisor", "action", "refusal"),
    [
        ("review", replace(SUPERVISOR, provider="moi"), "approve", NotYours),
        ("review", SUPERVISOR, "paid", NotYours),
        ("to_pay", SUPERVISOR, "approve", NotPossibleHere),
        ("review", replace(SUPERVISOR, id_number="400000006"), "approve", OwnCase),
    ],
)
def test_a_supervisor_does_no_other_work(state: str, supervisor: Actor, action: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as raised:
        act(case_in(state, late_at=NOW), supervisor, action)
    assert type(raised.value) is refusal


@pytest.mark.django_db
def test_a_supervisor_waits_while_a_case_that_nobody_has_is_in_time() -> None:
    with pytest.raises(NotYours):
        act(case_in("review", id=1), SUPERVISOR, "approve")


# --- decisions held back by side requests

OPEN, ANSWERED = {"inspection": {"state": "open"}}, {"inspection": {"state": "answered"}}


@pytest.mark.parametrize(
    ("until", "requests", "actor", "action", "held"),
    [
        ("requests_closed", OPEN, OFFICER, "approve", True),
        ("requests_closed", ANSWERED, OFFICER, "approve", False),
        ("", OPEN, OFFICER, "approve", False),
        ("requests_closed", OPEN, OFFICER, "reject", True),
        ("requests_closed", OPEN, OFFICER, "ask_citizen", False),  # the citizen may be asked meanwhile
        ("requests_closed", OPEN, SYSTEM, "approve", False),
        ("requests_closed", OPEN, OFFICER, "request_opened", False),  # a note, and no decision
    ],
)
def test_officials_decide_when_what_they_wait_for_is_closed(
    until: str, requests: Mapping[str, object], actor: Actor, action: str, held: bool
) -> None:
    state = with_state(until=until).flow.states["review"]
    try:
        access.require_not_held_back(case_in("review", requests=requests), state, actor, action)
    except RequestsOpen:
        assert held
    else:
        assert not held


def test_the_whole_rule_holds_back_what_an_open_request_holds_back() -> None:
    with pytest.raises(RequestsOpen):
        act(case_in("review", requests=OPEN), OFFICER, "approve", with_state(until="requests_closed"))


# --- two officials


def test_an_action_of_two_officials_is_taken_by_another_one_than_proposed_it() -> None:
    act(case_in("review", proposal={"action": "approve", "by": "MOJ-0002"}), OFFICER, "approve", with_two_officials())


@pytest.mark.parametrize(
    "proposal", [None, {"action": "approve", "by": "MOJ-0001"}, {"action": "reject", "by": "MOJ-0002"}, {}]
)
def test_it_is_not_taken_by_who_proposed_it_nor_without_a_proposal(proposal: Mapping[str, str] | None) -> None:
    with pytest.raises(NotPossibleHere, match="approve"):
        act(case_in("review", proposal=proposal), OFFICER, "approve", with_two_officials())


def test_an_action_of_one_official_needs_no_proposal() -> None:
    act(case_in("review"), OFFICER, "reject", with_two_officials())
    act(case_in("review"), OFFICER, "request_opened", with_two_officials())  # not an action of the flow at all


# --- notes


@pytest.mark.parametrize(
    ("actor", "action", "refusal"),
    [
        (OFFICER, "request_opened", None),  # who works in the state
        (replace(OTHER, roles=frozenset({"inspector"})), "request_answered", None),  # who is asked
        (OTHER, "request_opened", NotYours),
        (OWN, "request_answered", OwnCase),
        (CITIZEN, "request_opened", NotPossibleHere),
    ],
)
def test_who_may_record_a_note(actor: Actor, action: str, refusal: type[Exception] | None) -> None:
    if refusal is None:
        access.require_may_record(case_in("review"), DEFINITION, actor, action)
        return
    with pytest.raises(refusal):
        access.require_may_record(case_in("review"), DEFINITION, actor, action)


# --- leading an ended case back

ENDED = NOW - timedelta(days=30)
LAST_MOMENT = end_of_day(ENDED, days_later=30)


def test_a_refused_person_objects_until_the_last_second_of_the_last_day() -> None:
    act(case_in("refused", closed_at=ENDED), CITIZEN, "object", now=LAST_MOMENT)
    with pytest.raises(NotPossibleHere, match="object"):
        act(case_in("refused", closed_at=ENDED), CITIZEN, "object", now=LAST_MOMENT + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("columns", "in_time"),
    [({"closed_at": ENDED}, True), ({"closed_at": None}, False), ({"closed_at": ENDED, "erased_at": NOW}, False)],
)
def test_only_an_ended_case_that_is_not_erased_is_led_back(columns: Mapping[str, Any], in_time: bool) -> None:
    way = DEFINITION.flow.states["refused"].reopen["object"]
    assert access.is_in_time(case_in("refused", **columns), way, NOW) is in_time


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(STRANGER, NotPossibleHere), (OFFICER, NotPossibleHere), (OWN, OwnCase), (SYSTEM, NotPossibleHere)],
)
def test_nobody_else_objects(actor: Actor, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        act(case_in("refused", closed_at=ENDED), actor, "object")


def led_back_by_officers(to: str) -> Definition:
    """The service whose refusals officers correct, leading the case to a state."""
    flow = DEFINITION.flow
    refused = flow.states["refused"]
    way = replace(refused.reopen["object"], by="officer", to=to)
    states = {**flow.states, "refused": replace(refused, reopen={"object": way})}
    return replace(DEFINITION, flow=replace(flow, states=states))


def test_an_officer_corrects_in_the_role_of_the_work_it_leads_to() -> None:
    judged = replace(OFFICER, roles=frozenset({"judge"}))
    review = DEFINITION.flow.states["review"]
    assert review.work is not None
    definition = led_back_by_officers("review")
    states = {**definition.flow.states, "review": replace(review, work=replace(review.work, role="moj.judge"))}
    of_judges = replace(definition, flow=replace(definition.flow, states=states))
    act(case_in("refused", closed_at=ENDED), judged, "object", of_judges)
    with pytest.raises(NotPossibleHere):
        act(case_in("refused", closed_at=ENDED), OFFICER, "object", of_judges)


def test_where_it_leads_to_nobodys_work_an_officer_corrects() -> None:
    act(case_in("refused", closed_at=ENDED), OFFICER, "object", led_back_by_officers("issuing"))


@pytest.mark.parametrize(
    "columns", [{"single_open": False, "closed_at": NOW}, {"single_open": True, "closed_at": None}]
)
def test_no_other_application_is_looked_for_where_many_may_be_open_or_this_one_is(columns: Mapping[str, Any]) -> None:
    access.require_no_other_open(case_in("refused", **columns))  # a look into the database would be refused here


# --- tasks and side requests


@pytest.mark.parametrize(
    ("official", "columns", "may"),
    [
        (OFFICER, {}, True),
        (OTHER, {}, False),
        (replace(OFFICER, roles=frozenset({"judge"})), {}, False),
        (SUPERVISOR, {}, False),
        (SUPERVISOR, {"escalated_at": NOW}, True),
        (SUPERVISOR, {"claimed_by": "MOJ-0004"}, True),
        (SUPERVISOR, {"claimed_by": "MOJ-0001"}, False),
        (OFFICER, {"provider": "moi"}, False),
        (replace(SUPERVISOR, provider="moi"), {"escalated_at": NOW}, False),
        (SUPERVISOR, {"escalated_at": NOW, "provider": "moi"}, True),  # the case is their ministry's
        (replace(SUPERVISOR, provider="moi"), {"escalated_at": NOW, "provider": "moi"}, True),  # the work is
    ],
)
def test_whose_a_task_is(official: Actor, columns: Mapping[str, Any], may: bool) -> None:
    task = Task(**{"case": case_in("review"), "provider": "moj", "role": "officer", **columns})
    assert access.may_take(task, official) is may


@pytest.mark.parametrize(
    ("columns", "put"),
    [
        ({"provider": "moj", "role": "officer"}, True),
        ({"provider": "moi", "role": "officer"}, False),
        ({"provider": "moj", "role": "inspector"}, False),
        ({"provider": "moj", "role": ""}, False),
    ],
)
def test_a_request_is_put_to_a_role_of_a_ministry(columns: Mapping[str, str], put: bool) -> None:
    assert access.is_put_to(Request(**columns), replace(OFFICER, roles=frozenset({"officer", ""}))) is put


@pytest.mark.parametrize("state", ["to_pay", "review"])
def test_no_request_is_offered_where_nobody_works_or_none_is_declared(state: str) -> None:
    assert access.requestable(case_in(state), DEFINITION, OFFICER) == ()


@pytest.mark.django_db
def test_the_requests_that_are_not_open_are_offered_to_who_works_on_the_case() -> None:
    definition = with_state(requests=("inspection", "report"))
    case = case_in("review", id=1, requests=OPEN)
    assert access.requestable(case, definition, OFFICER) == ("report",)
    assert access.requestable(case, definition, OTHER) == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("official", "name", "refusal"),
    [
        (OFFICER, "report", None),
        (OFFICER, "inspection", NotPossibleHere),  # it is open
        (OFFICER, "unknown", NotPossibleHere),
        (OTHER, "report", NotYours),
        (OWN, "unknown", OwnCase),
    ],
)
def test_a_request_is_opened_by_who_works_on_the_case(
    official: Actor, name: str, refusal: type[Exception] | None
) -> None:
    definition, case = with_state(requests=("inspection", "report")), case_in("review", id=1, requests=OPEN)
    if refusal is None:
        access.require_may_open_request(case, definition, official, name)
        return
    with pytest.raises(refusal):
        access.require_may_open_request(case, definition, official, name)


def test_nothing_is_asked_where_nobody_works() -> None:
    state: State = replace(DEFINITION.flow.states["review"], work=None, requests=("report",))
    states = {**DEFINITION.flow.states, "review": state}
    definition = replace(DEFINITION, flow=replace(DEFINITION.flow, states=states))
    with pytest.raises(NotPossibleHere, match="request report"):
        access.require_may_open_request(case_in("review"), definition, OFFICER, "report")
