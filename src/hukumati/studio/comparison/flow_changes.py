"""Differences in the flow: states and the transitions between them."""

from collections.abc import Iterator

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Action, State
from hukumati.studio.comparison.pair import Pair, changed_in, field_changes, only_in
from hukumati.studio.comparison.phrases import Change, change


def flow_changes(pair: Pair) -> Iterator[Change]:
    """Yield the changes of the flow, state by state."""
    old, new = pair.old.flow, pair.new.flow
    if old.start != new.start:
        yield change(
            "flow",
            "تبدأ المعاملة الآن في الحالة {after} لا في {before}.",
            "A case now begins in the state {after}, no longer in {before}.",
            before=old.start, after=new.start,
        )  # fmt: skip
    for name in only_in(old.states, new.states):
        yield change("flow", "حُذفت الحالة {state}.", "The state {state} was removed.", state=name)
    for name in only_in(new.states, old.states):
        yield change("flow", "أضيفت الحالة {state}.", "The state {state} was added.", state=name)
    for name in changed_in(old.states, new.states):
        yield from _state_changes(pair, old.states[name], new.states[name])


def _state_changes(pair: Pair, old: State, new: State) -> Iterator[Change]:
    before, after = old.targets, new.targets
    for target in before:
        if target not in after:
            yield change(
                "flow",
                "الحالة {state} لم تعد تؤدي إلى {target}.",
                "The state {state} no longer leads to {target}.",
                state=new.name, target=target,
            )  # fmt: skip
    for target in after:
        if target not in before:
            yield change(
                "flow",
                "الحالة {state} تؤدي الآن إلى {target}.",
                "The state {state} now leads to {target}.",
                state=new.name, target=target,
            )  # fmt: skip
    yield from _action_list_changes(pair, old, new)
    subject = Bilingual(ar=f"الحالة {new.name}", en=f"State {new.name}")
    yield from field_changes(pair, "flow", subject, old, new, except_for=("name", "actions"))


def _action_list_changes(pair: Pair, old: State, new: State) -> Iterator[Change]:
    for name in only_in(old.actions, new.actions):
        yield change(
            "flow",
            "الحالة {state}: حُذف الإجراء {action}.",
            "State {state}: the action {action} was removed.",
            state=new.name, action=name,
        )  # fmt: skip
    for name in only_in(new.actions, old.actions):
        yield change(
            "flow",
            "الحالة {state}: أضيف الإجراء {action}.",
            "State {state}: the action {action} was added.",
            state=new.name, action=name,
        )  # fmt: skip
    for name in changed_in(old.actions, new.actions):
        yield from _action_changes(pair, new.name, old.actions[name], new.actions[name])


def _action_changes(pair: Pair, state: str, old: Action, new: Action) -> Iterator[Change]:
    if old.branches != new.branches:
        yield change(
            "flow",
            "الحالة {state}: الإجراء {action} كان: {before}، وصار: {after}.",
            "State {state}: the action {action} was: {before}; it is now: {after}.",
            state=state, action=new.name, before=_branches_text(old), after=_branches_text(new),
        )  # fmt: skip
    subject = Bilingual(ar=f"الحالة {state}، الإجراء {new.name}", en=f"State {state}, action {new.name}")
    yield from field_changes(pair, "flow", subject, old, new, except_for=("name", "branches"))


def _branches_text(action: Action) -> Bilingual:
    ar, en = [], []
    for branch in action.branches:
        when = branch.when.text if branch.when else ""
        ar.append(f"إلى {branch.to} إذا {when}" if when else f"إلى {branch.to}")
        en.append(f"to {branch.to} if {when}" if when else f"to {branch.to}")
    return Bilingual(ar="، وإلا ".join(ar), en=", otherwise ".join(en))
