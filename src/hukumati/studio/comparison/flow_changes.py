"""What is otherwise in the flow: states, and the ways between them."""

from collections.abc import Iterator

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Action, State
from hukumati.studio.comparison.parts import Pair, changed_parts, in_both, only_in
from hukumati.studio.comparison.phrases import Change, say


def flow_changes(pair: Pair) -> Iterator[Change]:
    """Tell the changes of the flow, state by state."""
    old, new = pair.old.flow, pair.new.flow
    if old.start != new.start:
        yield say(
            "flow",
            "تبدأ المعاملة الآن في الحالة {after} لا في {before}.",
            "A case now begins in the state {after}, no longer in {before}.",
            before=old.start, after=new.start,
        )  # fmt: skip
    for name in only_in(old.states, new.states):
        yield say("flow", "حُذفت الحالة {state}.", "The state {state} was removed.", state=name)
    for name in only_in(new.states, old.states):
        yield say("flow", "أضيفت الحالة {state}.", "The state {state} was added.", state=name)
    for name in in_both(old.states, new.states):
        yield from _state(pair, old.states[name], new.states[name])


def _state(pair: Pair, old: State, new: State) -> Iterator[Change]:
    before, after = _targets(old), _targets(new)
    for target in before:
        if target not in after:
            yield say(
                "flow",
                "الحالة {state} لم تعد تؤدي إلى {target}.",
                "The state {state} no longer leads to {target}.",
                state=new.name, target=target,
            )  # fmt: skip
    for target in after:
        if target not in before:
            yield say(
                "flow",
                "الحالة {state} تؤدي الآن إلى {target}.",
                "The state {state} now leads to {target}.",
                state=new.name, target=target,
            )  # fmt: skip
    yield from _actions(pair, old, new)
    whose = Bilingual(ar=f"الحالة {new.name}", en=f"State {new.name}")
    yield from changed_parts(pair, "flow", whose, old, new, besides=("name", "actions"))


def _targets(state: State) -> list[str]:
    named = [branch.to for action in state.actions.values() for branch in action.branches]
    timers = [timer.to for timer in state.after]
    failed = [state.on_error.then] if state.on_error else []
    again = [way.to for way in state.reopen.values()]
    return list(dict.fromkeys([*named, *timers, *failed, *again]))


def _actions(pair: Pair, old: State, new: State) -> Iterator[Change]:
    for name in only_in(old.actions, new.actions):
        yield say(
            "flow",
            "الحالة {state}: حُذف الإجراء {action}.",
            "State {state}: the action {action} was removed.",
            state=new.name, action=name,
        )  # fmt: skip
    for name in only_in(new.actions, old.actions):
        yield say(
            "flow",
            "الحالة {state}: أضيف الإجراء {action}.",
            "State {state}: the action {action} was added.",
            state=new.name, action=name,
        )  # fmt: skip
    for name in in_both(old.actions, new.actions):
        yield from _action(pair, new.name, old.actions[name], new.actions[name])


def _action(pair: Pair, state: str, old: Action, new: Action) -> Iterator[Change]:
    if old.branches != new.branches:
        yield say(
            "flow",
            "الحالة {state}: الإجراء {action} كان: {before}، وصار: {after}.",
            "State {state}: the action {action} was: {before}; it is now: {after}.",
            state=state, action=new.name, before=_ways(old), after=_ways(new),
        )  # fmt: skip
    whose = Bilingual(ar=f"الحالة {state}، الإجراء {new.name}", en=f"State {state}, action {new.name}")
    yield from changed_parts(pair, "flow", whose, old, new, besides=("name", "branches"))


def _ways(action: Action) -> Bilingual:
    ar, en = [], []
    for branch in action.branches:
        when = branch.when.text if branch.when else ""
        ar.append(f"إلى {branch.to} إذا {when}" if when else f"إلى {branch.to}")
        en.append(f"to {branch.to} if {when}" if when else f"to {branch.to}")
    return Bilingual(ar="، وإلا ".join(ar), en=", otherwise ".join(en))
