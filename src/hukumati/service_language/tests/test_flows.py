"""Where a case may go from a state, and where it comes to in the end."""

from hukumati.service_language.flows import Action, After, Branch, Flow, OnError, Reopen, State


def leading(name: str, *targets: str) -> State:
    """Return a state from which one action leads to each target."""
    return State(name, "in_review", actions={to: Action(to, (Branch(None, to),)) for to in targets})


FLOW = Flow("a", {"a": leading("a", "b", "lost"), "b": leading("b", "a"), "c": leading("c", "b")})


def test_a_state_leads_where_people_time_failures_and_objections_lead_each_once() -> None:
    state = State(
        "a",
        "decided",
        actions={"approve": Action("approve", (Branch(None, "b"), Branch(None, "c")))},
        after=(After(7, "d"),),
        on_error=OnError(3, "e", once_told="f"),
        reopen={"object": Reopen("object", "b", "citizen", 30)},
    )
    assert state.targets == ("b", "c", "d", "e", "f")
    assert state.targets_by_itself == ("d", "e", "f")
    assert leading("a").targets_by_itself == ()


def test_a_case_comes_from_the_first_state_wherever_it_is_led() -> None:
    assert FLOW.reached(lambda state: state.targets) == {"a", "b"}
    assert FLOW.reached(lambda state: ()) == {"a"}


def test_a_case_comes_from_the_states_that_are_named_and_from_none_where_none_is() -> None:
    assert FLOW.reached(lambda state: state.targets, start=["c"]) == {"a", "b", "c"}
    assert FLOW.reached(lambda state: state.targets, start=["lost"]) == set()
    assert FLOW.reached(lambda state: state.targets, start=[]) == set()
