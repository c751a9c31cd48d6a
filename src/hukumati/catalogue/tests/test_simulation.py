"""What a simulated case does when it is acted upon, and what it refuses."""

from dataclasses import replace
from datetime import date

import pytest

from hukumati.catalogue.checks.simulation import Endless, Simulation, registers_of, uploaded_files
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.tests.samples import asking_folder, card_folder, real_definition
from hukumati.service_language.api import Action, Branch, Definition, NotPossibleHere, Promise
from hukumati.service_language.tests.making import PERSON

TODAY = date(2026, 11, 23)


def in_state(definition: Definition, state: str) -> Simulation:
    registers = registers_of(person=PERSON, given={"moj.criminal_record": {"clear": True, "judgments": []}})
    return Simulation(definition=definition, registers=registers, today=TODAY, state=state)


def linked(definition: Definition, **states: dict[str, str]) -> Definition:
    """Lead actions of some states elsewhere; such a state has no effects."""
    changed = {
        name: replace(
            definition.flow.states[name],
            effects=(),
            actions={action: Action(action, (Branch(None, to),)) for action, to in actions.items()},
        )
        for name, actions in states.items()
    }
    return replace(definition, flow=replace(definition.flow, states={**definition.flow.states, **changed}))


def test_an_action_that_the_state_does_not_have_is_refused() -> None:
    with pytest.raises(NotPossibleHere):
        in_state(real_definition(), "draft").act("approve")


def test_states_messages_and_documents_are_recorded_as_they_come() -> None:
    case = in_state(real_definition(), "review")
    case.act("reject")
    assert case.visited == ["refused"]
    assert list(case.documents) == ["refusal_letter"]
    assert case.messages == ["refused"]
    assert case.documents["refusal_letter"]


def test_an_effect_that_never_succeeds_leads_where_on_error_says() -> None:
    definition = real_definition()
    name, state = next((name, each) for name, each in definition.flow.states.items() if each.on_error)
    case = in_state(definition, name)
    case.act("failed")
    assert state.on_error is not None
    assert case.visited[0] == state.on_error.then


def test_an_end_is_reopened_by_its_own_word() -> None:
    definition = parse_definition(folder=card_folder())
    case = in_state(definition, "refused")
    case.act("object")
    assert case.visited[0] == definition.flow.states["refused"].reopen["object"].to


def test_a_flow_that_goes_on_by_itself_in_a_circle_is_endless() -> None:
    definition = parse_definition(folder=asking_folder())
    name = next(name for name, state in definition.flow.states.items() if state.waits_alone)
    circle = linked(definition, **{name: {"requests_closed": name}})
    with pytest.raises(Endless):
        in_state(circle, name).act("requests_closed")


def test_lateness_escalates_once_the_clock_runs_or_decides() -> None:
    definition = replace(real_definition(), promise=Promise(2, "working_days", ("waiting_citizen",)))
    case = in_state(definition, "review")
    assert not case.escalated
    case.act("late")
    assert (case.escalated, case.state) == (True, "review")
    with pytest.raises(NotPossibleHere):
        in_state(definition, "waiting_citizen").act("late")
    with pytest.raises(NotPossibleHere):
        in_state(replace(definition, promise=None), "review").act("late")
    decided = replace(definition, promise=Promise(2, "working_days", (), "reject", "refused"))
    silent = in_state(decided, "review")
    silent.act("late")
    assert (silent.escalated, silent.state) == (False, "refused")


def requesting_state(definition: Definition) -> tuple[str, str]:
    """Return a state in which an official may open a request and must wait for it, and the request's name."""
    return next(
        (name, state.requests[0])
        for name, state in definition.flow.states.items()
        if state.requests and state.work and state.until == "requests_closed"
    )


def test_an_official_waits_for_the_request_that_was_opened() -> None:
    definition = parse_definition(folder=asking_folder())
    name, request = requesting_state(definition)
    case = in_state(definition, name)
    assert case.request_states()[request] is None
    case.open_request(request)
    assert case.request_states()[request] == "open"
    with pytest.raises(NotPossibleHere):
        case.open_request(request)
    with pytest.raises(NotPossibleHere):
        case.act("reject")
    case.close_request(request, "answered", "favourable")
    assert case.requests[request] == {"state": "answered", "outcome": "favourable"}
    with pytest.raises(NotPossibleHere):
        case.close_request(request, "answered", "favourable")
    case.act("reject")
    assert case.state == "refused"


def test_a_request_that_the_state_does_not_name_is_not_opened() -> None:
    definition = parse_definition(folder=asking_folder())
    name, _ = requesting_state(definition)
    other = next(each for each in definition.requests if each not in definition.flow.states[name].requests)
    with pytest.raises(NotPossibleHere):
        in_state(definition, name).open_request(other)


def test_nothing_waits_for_a_register_that_was_not_asked() -> None:
    with pytest.raises(NotPossibleHere):
        in_state(real_definition(), "draft").receive_answer("moj.criminal_record", {"clear": True})


def test_silent_registers_have_no_answer_and_late_ones_have() -> None:
    case = in_state(real_definition(), "review")
    case.registers = {"interior.person": None, "moj.criminal_record": {"clear": True, "judgments": []}}
    assert "interior.person" not in case.session().registers
    case.late["interior.person"] = None
    assert case.session().registers["interior.person"] is None


def test_files_are_filled_in_by_their_names() -> None:
    (first, second, odd) = uploaded_files(["a.jpg", "b.xyz", {"id": 1}])
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert (first["name"], first["media"], first["size"]) == ("a.jpg", "image/jpeg", 1)
    assert second["media"] == "application/octet-stream"
    assert first["id"] != second["id"]
    assert odd == {"id": 1}
    assert len(uploaded_files("c.pdf")) == 1
