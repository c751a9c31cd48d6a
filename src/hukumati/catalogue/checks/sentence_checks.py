"""Checks of what states say: each has a true sentence for each way into it, and no refusal is the last word."""

from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import State, is_told, ways_in


def check_sentences(parsed: ParsedFolder) -> None:
    """Record states that would say nothing, or something untrue, to a citizen whose case came there."""
    definition = parsed.definition
    ways = sorted(set(ways_in(definition)))
    for name, way_in in ways:
        state = definition.flow.states.get(name)
        is_only_way = [target for target, _ in ways].count(name) == 1
        if state is not None and not is_told(state, way_in) and not (is_only_way and state.tell):
            _untold(parsed, state, way_in)
    for state in definition.flow.states.values():
        _check_ways_named(parsed, state)
        _check_refusal(parsed, state)


def _untold(parsed: ParsedFolder, state: State, way_in: str) -> None:
    place = at(parsed.sources.flow, "states", state.name)
    problem = f"{state.name!r} says nothing to the citizen after {way_in!r}"
    word = "tell: TEXT_KEY" if state.tell is None else f"tell_after: {{{way_in}: TEXT_KEY}}"
    parsed.diagnostics.add(place, "flow.untold", problem, f"Add {word}.")


def _check_ways_named(parsed: ParsedFolder, state: State) -> None:
    known = {way_in for target, way_in in ways_in(parsed.definition) if target == state.name}
    for action in state.tell_after:
        if action not in known:
            place = at(parsed.sources.flow, "states", state.name, "tell_after", action)
            parsed.diagnostics.unknown(place, "flow.way_in", f"action that leads to {state.name!r}", action, known)


def _check_refusal(parsed: ParsedFolder, state: State) -> None:
    """What an officer refuses, the citizen may object to."""
    for action in state.actions.values():
        for branch in action.branches if action.name == "reject" else ():
            target = parsed.definition.flow.states.get(branch.to)
            if target is not None and target.end and not any(way.by == "citizen" for way in target.reopen.values()):
                place = at(parsed.sources.flow, "states", target.name)
                problem = f"{target.name!r} refuses, and nobody can object"
                remedy = "Add reopen: {object: {to: STATE, within: 30 days, by: citizen, needs: [reason]}}."
                parsed.diagnostics.add(place, "flow.no_objection", problem, remedy)
