"""Checks of what states say: each has a true sentence for each way into it, and no refusal is the last word."""

from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import (
    BACK_IN_REVIEW,
    State,
    Way,
    is_told,
    is_told_again,
    is_told_by_the_page,
    leads_back,
    ways_in,
    ways_of,
)


def check_sentences(parsed: ParsedFolder) -> None:
    """Record states that would say nothing, or something untrue, to a citizen whose case came there."""
    definition = parsed.definition
    ways = sorted(set(ways_in(definition)))
    for name, way_in in ways:
        state = definition.flow.states.get(name)
        is_only_way = [target for target, _ in ways].count(name) == 1
        if state is not None and not is_told(state, way_in) and not (is_only_way and state.tell):
            _untold(parsed, state, way_in)
        elif state is not None:
            _check_ways_back(parsed, state, way_in)
    for state in definition.flow.states.values():
        _check_ways_named(parsed, state)
        _check_messages_again(parsed, state)
        _check_refusal(parsed, state)


def check_sentences_of_ends(parsed: ParsedFolder) -> None:
    """Record ends that say, word for word, what is said while the case goes on."""
    states = parsed.definition.flow.states.values()
    going_on = {text.ar: state.name for state in states if not state.end for text in state.told}
    for state in (each for each in states if each.end):
        other = next((going_on[text.ar] for text in state.told if text.ar in going_on), None)
        if other is not None:
            place = at(parsed.sources.flow, "states", state.name)
            problem = f"{state.name!r} is an end, and says what {other!r} says while the case goes on"
            parsed.diagnostics.add(place, "flow.said_at_end", problem, "Give each a sentence of its own.")


def _untold(parsed: ParsedFolder, state: State, way_in: str) -> None:
    place = at(parsed.sources.flow, "states", state.name)
    problem = f"{state.name!r} says nothing to the citizen after {way_in!r}"
    word = "tell: TEXT_KEY" if state.tell is None else f"tell_after: {{{way_in}: TEXT_KEY}}"
    parsed.diagnostics.add(place, "flow.untold", problem, f"Add {word}.")


def _check_ways_back(parsed: ParsedFolder, state: State, way_in: str) -> None:
    """What was true the first time is not said again to somebody whose case had come further."""
    definition = parsed.definition
    ways = sorted({way for way in ways_of(definition) if (way.to, way.action) == (state.name, way_in)}, key=_start)
    back = [way for way in ways if leads_back(way, definition)]
    if not back or is_told_by_the_page(state, way_in) or _is_neutral(state, way_in):
        return
    if len(back) < len(ways):
        _said_of_two(parsed, state, back[0], next(way for way in ways if way not in back))
    elif not is_told_again(state, way_in) and _is_also_new(parsed, state):
        _untold_again(parsed, state, back[0])


def _is_also_new(parsed: ParsedFolder, state: State) -> bool:
    """Return whether a case may come to a state by a way that does not lead back: the plain sentence tells of that."""
    ways = (way for way in ways_of(parsed.definition) if way.to == state.name)
    return any(not leads_back(way, parsed.definition) for way in ways)


def _check_messages_again(parsed: ParsedFolder, state: State) -> None:
    """Record messages that say once more, to somebody whose case comes back, what was true the first time."""
    ways = [way for way in ways_of(parsed.definition) if way.to == state.name]
    back = sorted((way for way in ways if leads_back(way, parsed.definition)), key=_start)
    if not back or len(back) == len(ways) or state.hands_over or state.end:
        return
    for index, effect in enumerate(state.effects):
        message = parsed.definition.messages.get(effect.argument) if effect.kind == "notify" else None
        if message is not None and not message.once:
            place = at(parsed.sources.flow, "states", state.name, "do", index)
            problem = f"{message.name!r} is sent again after {back[0].action!r} from {back[0].start!r}"
            remedy = f"Add once: true to messages/{message.name}.yaml, or lead there from a state of its own."
            parsed.diagnostics.add(place, "flow.said_again", problem, remedy)


def _start(way: Way) -> str:
    return way.start


def _is_neutral(state: State, way_in: str) -> bool:
    """Return whether the platform's sentence is said, which is true the first time and later."""
    return state.milestone == "in_review" and way_in in BACK_IN_REVIEW and way_in not in state.tell_after


def _untold_again(parsed: ParsedFolder, state: State, way: Way) -> None:
    place = at(parsed.sources.flow, "states", state.name)
    problem = f"{state.name!r} says after {way.action!r} from {way.start!r} what was true the first time"
    parsed.diagnostics.add(place, "flow.said_again", problem, f"Add tell_after: {{{way.action}: TEXT_KEY}}.")


def _said_of_two(parsed: ParsedFolder, state: State, back: Way, first: Way) -> None:
    place = at(parsed.sources.flow, "states", back.start)
    problem = f"after {back.action!r} {state.name!r} says the same of {back.start!r}, which comes later, as of "
    remedy = "Lead it to a state of its own, which says what is true there."
    parsed.diagnostics.add(place, "flow.said_again", f"{problem}{first.start!r}", remedy)


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
