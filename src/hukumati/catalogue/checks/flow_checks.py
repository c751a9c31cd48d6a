"""Checks of a flow: every state is reached and left, every end awaited, every official's action has a label."""

from functools import partial
from typing import Final

from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import (
    CASE_ACTIONS,
    LABELLED_ACTIONS,
    OUTSIDE_ACTIONS,
    RESERVED_ACTIONS,
    Action,
    Flow,
    Promise,
    Reopen,
    State,
    is_official_action,
)

DRAFT, TO_PAY = "draft", "to_pay"
OPEN: Final = frozenset({"started", "submitted", "your_turn", "in_review"})
TOLD_WHY: Final = frozenset({"reject", "ask_citizen"})
OVER: Final = ("decided", "ready", "closed")
HANDED: Final = ("handed_over", "returned")
"""How a hand-over ends: somebody collected the paper, or nobody did in time."""


def check_flow(parsed: ParsedFolder) -> None:
    """Record states nobody reaches or leaves, and effects whose end is not awaited."""
    flow, diagnostics, source = parsed.definition.flow, parsed.diagnostics, parsed.sources.flow
    reached = reachable(flow, [flow.start], parsed.definition.promise)
    for name, state in flow.states.items():
        place = at(source, "states", name)
        if name not in reached:
            diagnostics.add(
                place, "flow.unreachable", f"no way leads to the state {name!r}", "Lead an action to it, or remove it."
            )
        if state.end and (state.actions or state.after or state.work):
            remedy = "Remove `end`, or its actions; what may follow an end is a `reopen`."
            diagnostics.add(place, "flow.end", f"{name!r} ends the case and yet leads on", remedy)
        if state.reopen and not state.end:
            diagnostics.add(
                place, "flow.reopen", f"{name!r} has not ended and cannot be reopened", "Write it as an action."
            )
        if not state.end and not any(flow.states[each].end for each in reachable(flow, [name]) if each in flow.states):
            diagnostics.add(
                place,
                "flow.dead_end",
                f"from {name!r} the case can never end",
                "Lead an action to a state with `end: true`.",
            )
        _check_milestone(parsed, state)
        _check_effects(parsed, state)
    start = flow.states.get(flow.start)
    if start and "submit" not in start.actions:
        diagnostics.add(
            at(source, "states", flow.start), "flow.submit", "the first state has no action submit", "Add it."
        )
    _check_known_names(parsed)


def _check_milestone(parsed: ParsedFolder, state: State) -> None:
    """A state's milestone is what everybody reads of it: an end is over, and only an official reviews."""
    place = at(parsed.sources.flow, "states", state.name, "milestone")
    if state.end and state.milestone in OPEN:
        problem = f"{state.name!r} ends the case, and everybody reads that it goes on ({state.milestone})"
        parsed.diagnostics.add(place, "flow.milestone", problem, f"Write one of {', '.join(OVER)}.")
    elif state.milestone == "in_review" and state.work is None and "answer" in state.actions:
        problem = f"in {state.name!r} the applicant has to answer, and reads that the provider is at work"
        parsed.diagnostics.add(place, "flow.milestone", problem, "Write milestone: your_turn.")


def _check_known_names(parsed: ParsedFolder) -> None:
    """The citizens' pages know two states by name: where the form is filled in, and where the fee is paid."""
    flow, diagnostics, source = parsed.definition.flow, parsed.diagnostics, parsed.sources.flow
    if flow.start != DRAFT:
        diagnostics.add(
            at(source, "start"), "flow.name", f"the first state is called {flow.start!r}", f"Call it {DRAFT}."
        )
    for name, state in flow.states.items():
        if "paid" in state.actions and not state.charge and name != TO_PAY:
            problem = f"the state that awaits payment is called {name!r}"
            diagnostics.add(at(source, "states", name), "flow.name", problem, f"Call it {TO_PAY}.")
        if state.charge and "paid" not in state.actions:
            problem = f"{name!r} charges a fee and does not await its payment"
            diagnostics.add(at(source, "states", name, "charge"), "flow.charge", problem, "Add the action paid.")


def reachable(flow: Flow, start: list[str], promise: Promise | None = None) -> set[str]:
    """Return the states that a case can come to from those of `start`."""
    return flow.reached(partial(_targets, promise=promise), start=start)


def _targets(state: State, promise: Promise | None = None) -> list[str]:
    by_silence = [promise.late_to] if promise and promise.decides and promise.runs_in(state) else []
    return [*by_silence, *state.targets]


def _check_effects(parsed: ParsedFolder, state: State) -> None:
    place = at(parsed.sources.flow, "states", state.name, "do")
    for kind, action in _awaited(state):
        if not state.end and action not in state.actions:
            problem = f"{state.name!r} does not await the end of {kind}"
            parsed.diagnostics.add(place, "flow.awaits", problem, f"Add the action {action}.")
    for index, effect in enumerate(state.effects):
        if effect in state.effects[:index]:
            twice = at(parsed.sources.flow, "states", state.name, "do", index)
            problem = f"{state.name!r} does the same twice: {effect.kind} {effect.argument}"
            parsed.diagnostics.add(twice, "flow.twice", problem, "Remove one of them.")
    if state.work and not state.actions:
        parsed.diagnostics.add(place, "flow.work", f"the official in {state.name!r} can do nothing", "Add actions.")


def _awaited(state: State) -> list[tuple[str, str]]:
    """List the effects whose end the state must await, with the action: of several outside, that of the last."""
    outside = [
        (effect.kind, OUTSIDE_ACTIONS[effect.kind]) for effect in state.effects if effect.kind in OUTSIDE_ACTIONS
    ]
    handed = [(each.kind, action) for each in state.effects if each.kind == "hand_over" for action in HANDED]
    return [*outside[-1:], *handed]


def check_shown(parsed: ParsedFolder) -> None:
    """Record answers that a state shows although no state before it asks for them."""
    flow, form = parsed.definition.flow, parsed.definition.form
    filled = form.contracts()
    for name, state in flow.states.items():
        for index, contract in enumerate(state.show):
            if "." in contract and contract not in filled and name not in _after_asking(flow, contract):
                place = at(parsed.sources.flow, "states", name, "show", index)
                problem = f"{name!r} shows {contract}, which nothing asks before"
                parsed.diagnostics.add(place, "flow.unasked", problem, f"Lead to it from a state with ask {contract}.")


def _after_asking(flow: Flow, contract: str) -> set[str]:
    asking = [state for state in flow.states.values() if ("ask", contract) in _effects(state)]
    return reachable(flow, [target for state in asking for target in _targets(state)])


def _effects(state: State) -> set[tuple[str, str]]:
    return {(effect.kind, effect.argument) for effect in state.effects}


def check_officials(parsed: ParsedFolder) -> None:
    """Record unknown roles, officials' actions that nobody can take or that have no label, and misplaced four eyes."""
    providers = parsed.sources.providers.value
    for name, state in parsed.definition.flow.states.items():
        path = ("states", name)
        if state.work and "." in state.work.role and state.work.role.partition(".")[0] not in providers:
            place = at(parsed.sources.flow, *path, "work", "role")
            owner = state.work.role.partition(".")[0]
            parsed.diagnostics.unknown(place, "flow.role", "provider", owner, providers)
        for action in state.actions.values():
            _check_action(parsed, state, action)
        for reopen in state.reopen.values():
            _check_label(parsed, reopen, (*path, "reopen", reopen.name))


def _check_action(parsed: ParsedFolder, state: State, action: Action) -> None:
    path = ("states", state.name, "actions", action.name)
    if action.name in RESERVED_ACTIONS:
        problem = f"{action.name!r} is the platform's own name for something else: nobody would be offered it"
        remedy = "Choose another name, and give it the text action_NAME."
        parsed.diagnostics.add(at(parsed.sources.flow, *path), "flow.reserved", problem, remedy)
        return
    officials = is_official_action(action.name)
    if officials and state.work is None:
        problem = f"in {state.name!r} nobody can take the action {action.name!r}"
        remedy = "Add `work` with the role of the official who takes it, or correct the action's name."
        parsed.diagnostics.add(at(parsed.sources.flow, *path), "flow.nobody", problem, remedy)
    elif officials:
        _check_label(parsed, action, path)
        if action.name in TOLD_WHY and "reason" not in action.needs:
            problem = f"nobody is told why: {action.name!r} needs no reason"
            place = at(parsed.sources.flow, *path)
            parsed.diagnostics.add(place, "flow.reason", problem, "Write needs: [reason].")
    elif action.four_eyes:
        problem = f"{action.name!r} is no official's action, so that no second one can confirm it"
        parsed.diagnostics.add(at(parsed.sources.flow, *path), "flow.four_eyes", problem, "Remove `four_eyes`.")


def _check_label(parsed: ParsedFolder, action: Action | Reopen, path: tuple[str, ...]) -> None:
    if action.label is None and action.name not in LABELLED_ACTIONS:
        place = at(parsed.sources.flow, *path)
        problem = f"the action {action.name!r} has no name that people read"
        parsed.diagnostics.add(
            place, "flow.label", problem, f"Add action_{action.name} to text/ar.yaml and text/en.yaml."
        )
    if action.done is None and action.name not in CASE_ACTIONS:
        place = at(parsed.sources.flow, *path)
        problem = f"a case's history has no words for the fact that {action.name!r} was taken"
        remedy = f"Add done_{action.name} to text/ar.yaml and text/en.yaml: what was done, not what to do."
        parsed.diagnostics.add(place, "flow.done", problem, remedy)
