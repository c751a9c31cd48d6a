"""Checks of what a case has given: no money back, no refusal and no second paper while its benefit stays."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import Flow, Promise, State

DECIDED: Final = frozenset({"decided", "ready", "on_its_way"})
REFUSAL: Final = "reject"


@dataclass(frozen=True, slots=True)
class _Given:
    """What a case has given by the time it enters a state: registers told, papers that are valid.

    `unsure` are the registers that were told, and did not answer.
    """

    state: str
    told: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()


def check_paid_back(parsed: ParsedFolder) -> None:
    """Record states that give money back although its benefit stays: in a register, or as a valid paper."""
    flow = parsed.definition.flow
    letters = _letters(flow)
    for given in sorted(_reached(flow, parsed.definition.promise), key=_order):
        state = flow.states[given.state]
        if not any(effect.kind == "refund" for effect in state.effects):
            continue
        for contract in sorted(given.told | given.unsure):
            problem = f"{state.name!r} gives the money back, and {contract} may have been told before"
            remedy = "Lead there only while no register was told: on_error: {retry: 8, then: STATE, once_told: STATE}."
            _add(parsed, state, problem, remedy)
        for paper in sorted(given.papers - letters - _revoked(state)):
            problem = f"{state.name!r} gives the money back, and {paper!r} stays valid"
            _add(parsed, state, problem, f"Add do: [revoke {paper}].")


def check_superseded(parsed: ParsedFolder) -> None:
    """Record states that follow another decision, and leave the paper of the one before it valid."""
    flow = parsed.definition.flow
    letters = _letters(flow)
    promise = parsed.definition.promise
    for given in sorted(_reached(flow, promise), key=_order):
        left = flow.states[given.state]
        for next_given in _following(flow, given, promise) if left.milestone not in DECIDED else ():
            state = flow.states.get(next_given.state)
            if state is not None and state.milestone in DECIDED and not state.reopen:
                _check_letters(parsed, state, next_given.papers & letters - _revoked(state))


def _check_letters(parsed: ParsedFolder, state: State, letters: frozenset[str]) -> None:
    place = at(parsed.sources.flow, "states", state.name)
    for paper in sorted(letters):
        problem = f"in {state.name!r} the case is decided otherwise, and {paper!r} stays valid"
        parsed.diagnostics.add(place, "flow.superseded", problem, f"Add do: [revoke {paper}].")


def check_given_again(parsed: ParsedFolder) -> None:
    """Record states that refuse, or issue again, while a paper that the case issued before stays valid.

    What came back uncollected is kept and handed over later: it was decided, and its paper is in force.
    """
    flow, promise = parsed.definition.flow, parsed.definition.promise
    refusing = _refusing(flow, promise)
    for given in sorted(_reached(flow, promise), key=_order):
        state = flow.states[given.state]
        valid = given.papers - _letters(flow) - _revoked(state)
        if state.name in refusing:
            for paper in sorted(valid):
                _add_given(parsed, state, f"{state.name!r} refuses, and {paper!r} of the same case stays valid", paper)
        for paper in sorted(valid & _issues(state)):
            _add_given(parsed, state, f"{state.name!r} issues {paper!r} again, and the one before stays valid", paper)


def _refusing(flow: Flow, promise: Promise | None) -> set[str]:
    """Return the states to which a refusal leads."""
    actions = [action for state in flow.states.values() for action in state.actions.values()]
    refusing = {branch.to for action in actions if action.name == REFUSAL for branch in action.branches}
    if promise is not None and promise.decides and promise.if_late == REFUSAL:
        refusing.add(promise.late_to)
    return refusing


def _add_given(parsed: ParsedFolder, state: State, problem: str, paper: str) -> None:
    place = at(parsed.sources.flow, "states", state.name)
    remedy = f"Add do: [revoke {paper}], or lead a paper that came back to a state that keeps it."
    parsed.diagnostics.add(place, "flow.given_again", problem, remedy)


def _order(given: _Given) -> tuple[str, list[str], list[str], list[str]]:
    return given.state, sorted(given.told), sorted(given.papers), sorted(given.unsure)


def _add(parsed: ParsedFolder, state: State, problem: str, remedy: str) -> None:
    place = at(parsed.sources.flow, "states", state.name)
    parsed.diagnostics.add(place, "flow.paid_back", problem, remedy)


def _letters(flow: Flow) -> frozenset[str]:
    """Return the papers that only ends after which a case may go on issue: letters of a refusal."""
    issued = [(paper, state) for state in flow.states.values() for paper in _issues(state)]
    others = {paper for paper, state in issued if not (state.end and state.reopen)}
    return frozenset(paper for paper, _ in issued) - others


def _issues(state: State) -> frozenset[str]:
    return frozenset(effect.argument for effect in state.effects if effect.kind == "issue")


def _revoked(state: State) -> frozenset[str]:
    return frozenset(effect.argument for effect in state.effects if effect.kind == "revoke")


def _reached(flow: Flow, promise: Promise | None) -> set[_Given]:
    """Return every state with what a case may have given by then."""
    reached, waiting = set[_Given](), [_Given(flow.start)]
    while waiting:
        given = waiting.pop()
        if given not in reached and given.state in flow.states:
            reached.add(given)
            waiting += _following(flow, given, promise)
    return reached


def _following(flow: Flow, given: _Given, promise: Promise | None) -> Iterator[_Given]:
    state = flow.states[given.state]
    done = _done(state, given)
    for action in state.actions.values():
        vouched = flow.vouches(state.name, action)
        if vouched and done.told:
            continue  # nobody is offered it: a register has acknowledged what it was told
        left = replace(done, unsure=frozenset()) if vouched else done
        yield from (replace(left, state=branch.to) for branch in action.branches)
    yield from (replace(done, state=way.to) for way in state.reopen.values())
    yield from (replace(done, state=after.to) for after in state.after)
    if promise is not None and promise.decides and promise.runs_in(state):
        yield replace(done, state=promise.late_to)
    if state.on_error is not None:
        for partly in _failed(state, given):
            yield replace(partly, state=state.on_error.target(is_told=bool(partly.told | partly.unsure)))


def _done(state: State, given: _Given, count: int | None = None) -> _Given:
    """Return what a case has given once the first `count` effects of a state are done, or all."""
    told, unsure, papers = set(given.told), set(given.unsure), set(given.papers)
    for effect in state.effects[:count]:
        if effect.kind == "tell":
            told.add(effect.argument)
            unsure.discard(effect.argument)
        elif effect.kind == "issue":
            papers.add(effect.argument)
        elif effect.kind == "revoke":
            papers.discard(effect.argument)
    return _Given(given.state, frozenset(told), frozenset(unsure), frozenset(papers))


def _failed(state: State, given: _Given) -> Iterator[_Given]:
    """Yield what has been given where an effect outside the platform fails: all before it.

    A register that does not answer may have recorded what it was told.
    """
    for index, effect in enumerate(state.effects):
        if effect.kind in {"ask", "tell", "issue"}:
            yield _done(state, given, index)
        if effect.kind == "tell":
            before = _done(state, given, index)
            yield replace(before, unsure=before.unsure | {effect.argument})
