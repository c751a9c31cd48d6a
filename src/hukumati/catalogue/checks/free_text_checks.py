"""Checks that nothing an applicant has typed is sealed before an officer has read it and decided."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_sampling import ExpressionSampler
from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import (
    Action,
    Definition,
    Expression,
    ExpressionFailed,
    NotPossibleHere,
    Question,
    State,
    expanded,
    is_official_action,
)

FREE: Final = ("text", "long_text")
MARK: Final = "كلام كتبه مقدّم الطلب"


def check_free_texts(parsed: ParsedFolder, contracts: Mapping[str, RegisterContract]) -> None:
    """Record typed answers in documents that are issued although no officer has decided."""
    definition = parsed.definition
    sampler = ExpressionSampler(definition, contracts)
    for spec in definition.documents.values():
        for key, written in spec.data.items():
            for question in _typed_in(definition, written):
                if spec.name in _issued_unread(definition, question, written, sampler):
                    typed = f"{question.id!r} is typed by the applicant"
                    problem = f"{typed}, and {spec.name!r} is sealed before an officer read it"
                    remedy = "Lead the case to an officer where it was typed, or let it be chosen from a list."
                    place = at(parsed.sources.documents[spec.name], "data", key)
                    parsed.diagnostics.add(place, "document.free_text", problem, remedy)


def _typed_in(definition: Definition, written: Expression) -> Iterator[Question]:
    """Yield the questions with free text that an expression names, by itself or through values worked out."""
    names = {name for each in (written, *expanded(written, definition.calculations)) for name in each.names}
    for question in definition.form.questions():
        if question.id in names and question.source is None and question.type in FREE:
            yield question


def _issued_unread(
    definition: Definition, question: Question, written: Expression, sampler: ExpressionSampler
) -> set[str]:
    """Return the documents that a case with this text comes to by the actions of applicant and platform alone."""
    states, reached, waiting = definition.flow.states, set[str](), [definition.flow.start]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in states:
            continue
        reached.add(name)
        state = states[name]
        waiting += [after.to for after in state.after] + ([state.on_error.then] if state.on_error else [])
        for action in state.actions.values():
            if not is_official_action(action.name):
                waiting += _targets(action, question, written, sampler)
    return {effect.argument for name in reached for effect in _issues(states[name])}


def _issues(state: State) -> Iterator[Any]:
    return (effect for effect in state.effects if effect.kind == "issue")


def _targets(action: Action, question: Question, written: Expression, sampler: ExpressionSampler) -> set[str]:
    """Return where an action may lead while the document shows the text."""
    if action.leads_one_way:
        return {action.branches[0].to}
    conditions = [branch.when for branch in action.branches if branch.when is not None]
    targets: set[str] = set()
    for facts in sampler.facts([*conditions, written], silent=True, nulls=True):
        marked = {**facts, question.id: MARK}
        try:
            if MARK in str(written.value(marked)):
                targets.add(action.choose(marked))
        except (ExpressionFailed, NotPossibleHere):
            continue
    return targets
