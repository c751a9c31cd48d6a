"""Checks that a case does not wait for ever: neither for its applicant, nor for a register that does not answer."""

from collections.abc import Iterator
from typing import Final

from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import Flow, Promise, SideRequest, State

REMEDY: Final = "Add after: {14 days: STATE}."
OF_APPLICANTS: Final = frozenset({"submit", "answer", "withdraw", "paid"})


def check_endless(parsed: ParsedFolder) -> None:
    """Record states in which a case may wait for its applicant for ever."""
    flow, requests = parsed.definition.flow, parsed.definition.requests
    for state in flow.states.values():
        awaited = _awaited(state, flow, requests)
        place = at(parsed.sources.flow, "states", state.name)
        if awaited and not state.after:
            problem = f"{state.name!r} waits for {awaited} without a day on which it ends"
            parsed.diagnostics.add(place, "flow.endless", problem, REMEDY)
        elif awaited and not _runs_out(state, flow, requests):
            problem = f"where time runs out in {state.name!r}, the case waits for the applicant again, without end"
            remedy = "Lead `after` to a state that ends the case, or in which an official works."
            parsed.diagnostics.add(place, "flow.endless", problem, remedy)


def _awaited(state: State, flow: Flow, requests: dict[str, SideRequest]) -> str:
    """Return what the applicant owes in a state; "" where they owe nothing, or only what has a day of its own."""
    if state.end or state.name == flow.start or state.work is not None:
        return ""
    if state.awaits_payment:
        return "a payment"
    if "answer" in state.actions:
        return "an answer"
    if state.waits_alone:
        opened = {each.argument for each in state.effects if each.kind == "request"} & requests.keys()
        return "what was asked for" if any(requests[name].waits for name in opened) else ""
    return "the applicant" if state.milestone == "your_turn" and not state.passes_by_itself else ""


def _runs_out(state: State, flow: Flow, requests: dict[str, SideRequest]) -> bool:
    """Return whether a case that nobody touches comes from a state to one that waits for no applicant."""
    passed: set[str] = set()
    while state.name not in passed:
        passed.add(state.name)
        if not _awaited(state, flow, requests):
            return True
        first = min(state.after, key=lambda timer: timer.days, default=None)
        if first is None or first.to not in flow.states:
            return True  # told where it is
        state = flow.states[first.to]
    return False


def check_silent_registers(parsed: ParsedFolder) -> None:
    """Record states in which officials work and from which a case comes to no end while no register answers.

    What a register has acknowledged once is left to it: such a case is finished when the register is back.
    """
    flow = parsed.definition.flow
    leads = {name: set(_while_silent(flow, state, parsed.definition.promise)) for name, state in flow.states.items()}
    ending = {name for name, state in flow.states.items() if state.end or name == flow.start}
    while more := {name for name, targets in leads.items() if name not in ending and targets & ending}:
        ending |= more
    for name in flow.states.keys() - ending:
        if flow.states[name].work is not None:
            problem = f"while a register does not answer, a case in {name!r} comes to no end"
            remedy = "Add an action that leads to an end: ACTION: {to: STATE, needs: [reason], four_eyes: true}."
            parsed.diagnostics.add(at(parsed.sources.flow, "states", name), "flow.endless", problem, remedy)


def _while_silent(flow: Flow, state: State, promise: Promise | None) -> Iterator[str]:
    """Yield where a case goes from a state while no register answers and its applicant does nothing."""
    yield from (after.to for after in state.after)
    if promise is not None and promise.decides and promise.runs_in(state):
        yield promise.late_to
    asks, tells = (any(each.kind == kind for each in state.effects) for kind in ("ask", "tell"))
    if (asks or tells) and state.on_error is not None:
        yield state.on_error.target(is_told=tells)
    if not (asks or tells):
        for action in state.actions.values():
            if action.name not in OF_APPLICANTS:
                yield from (branch.to for branch in action.branches)
