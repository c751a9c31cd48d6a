"""Checks that a case does not wait for ever: neither for its applicant, nor for a register that does not answer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import Flow, Promise, SideRequest, State

REMEDY: Final = "Add after: {14 days: STATE}."
OF_REGISTERS: Final = frozenset({"ask", "tell"})
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


@dataclass(frozen=True, slots=True)
class _Known:
    """A case in a state: whether a register has acknowledged anything of it, and what of that waits for its paper."""

    state: str
    acknowledged: bool = False
    unfinished: frozenset[str] = frozenset()


def check_silent_registers(parsed: ParsedFolder) -> None:
    """Record states in which officials work and from which a case comes to no end while no register answers.

    Nobody vouches for it that a register recorded nothing which acknowledged something of the case before, before it
    was opened again for example. What it acknowledged and whose paper failed is not told a second time.
    """
    flow, promise = parsed.definition.flow, parsed.definition.promise
    cases = _reached(flow, promise)
    leads = {case: set(_while_silent(flow, case, promise)) for case in cases}
    ending = {case for case in cases if flow.states[case.state].end or case.state == flow.start}
    while more := {case for case, targets in leads.items() if case not in ending and targets & ending}:
        ending |= more
    for name in sorted({case.state for case in cases - ending if flow.states[case.state].work is not None}):
        problem = f"while a register does not answer, a case in {name!r} comes to no end"
        remedy = "Add an action that leads to an end: ACTION: {to: STATE, needs: [reason], four_eyes: true}."
        parsed.diagnostics.add(at(parsed.sources.flow, "states", name), "flow.endless", problem, remedy)


def _reached(flow: Flow, promise: Promise | None) -> set[_Known]:
    """Return every state with what registers may know of a case by then, whether they answer or not."""
    reached, waiting = set[_Known](), [_Known(flow.start)]
    while waiting:
        case = waiting.pop()
        if case not in reached and case.state in flow.states:
            reached.add(case)
            waiting += [*_answered(flow, case, promise), *_while_silent(flow, case, promise)]
    return reached


def _answered(flow: Flow, case: _Known, promise: Promise | None) -> Iterator[_Known]:
    """Yield where a case goes from a state in which all that is asked, told and issued succeeds, or a paper fails."""
    state = flow.states[case.state]
    told = frozenset(each.argument for each in state.effects if each.kind == "tell")
    done = replace(case, acknowledged=case.acknowledged or bool(told), unfinished=case.unfinished - told)
    yield from _left(flow, done, promise)
    yield from (replace(done, state=way.to) for way in state.reopen.values())
    if state.on_error is not None and any(each.kind == "issue" for each in state.effects):
        failed = replace(done, unfinished=done.unfinished | told)
        yield replace(failed, state=state.on_error.target(is_told=done.acknowledged))


def _left(flow: Flow, case: _Known, promise: Promise | None) -> Iterator[_Known]:
    """Yield where actions, time and silence that decides lead; nobody vouches for what was acknowledged."""
    state = flow.states[case.state]
    for action in state.actions.values():
        if not (case.acknowledged and flow.vouches(state.name, action)):
            yield from (replace(case, state=branch.to) for branch in action.branches)
    yield from (replace(case, state=after.to) for after in state.after)
    if promise is not None and promise.decides and promise.runs_in(state):
        yield replace(case, state=promise.late_to)


def _while_silent(flow: Flow, case: _Known, promise: Promise | None) -> Iterator[_Known]:
    """Yield where a case goes from a state while no register answers and its applicant does nothing."""
    state = flow.states[case.state]
    missing = [each for each in state.effects if each.kind in OF_REGISTERS and each.argument not in case.unfinished]
    if not missing:
        actions = {name: action for name, action in state.actions.items() if name not in OF_APPLICANTS}
        left = replace(flow, states={**flow.states, state.name: replace(state, actions=actions)})
        yield from _left(left, case, promise)
        return
    waiting = replace(flow, states={**flow.states, state.name: replace(state, actions={})})
    yield from _left(waiting, case, promise)
    if state.on_error is not None:
        is_told = case.acknowledged or missing[0].kind == "tell"
        yield replace(case, state=state.on_error.target(is_told=is_told))
