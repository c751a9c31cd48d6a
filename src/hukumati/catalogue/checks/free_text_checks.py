"""Checks that nothing an applicant has typed is sealed before an officer has read it and decided."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_sampling import ExpressionSampler
from hukumati.catalogue.checks.typical_answers import typical_answers
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
_LABEL = re.compile(r"\blabels\.([a-z][a-z0-9_]*)")
_MARKED: Final[dict[str, Callable[[Question], object]]] = {
    **dict.fromkeys(FREE, lambda _question: MARK),
    "address": lambda _question: {"governorate": "PS-RBH", "locality": MARK, "street": MARK, "postcode": None},
    "foreign_address": lambda _question: {"country": "JO", "lines": [MARK]},
    "group": lambda question: [{each.id: _typed(each) for each in question.ask}],
}
"""Answers of each type that a person types, or types a part of, with the mark wherever something is typed."""


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
    behind = (written, *expanded(written, definition.calculations))
    names = {name for each in behind for name in (*each.names, *_LABEL.findall(each.text))}
    for question in definition.form.questions():
        if question.id in names and question.source is None and MARK in str(_typed(question)):
            yield question


def _typed(question: Question) -> object:
    """Return an answer that shows the mark where the applicant may have typed anything."""
    if question.type in _MARKED:
        return _MARKED[question.type](question)
    return next(iter(typical_answers(question, [], [])), None)


def _marked(facts: Mapping[str, object], question: Question) -> dict[str, object]:
    """Return facts in which the question is answered so, in its label too."""
    labels = facts.get("labels")
    named = {**labels, question.id: {"ar": MARK, "en": MARK}} if isinstance(labels, Mapping) else labels
    return {**facts, question.id: _typed(question), **({"labels": named} if "labels" in facts else {})}


def _issued_unread(
    definition: Definition, question: Question, written: Expression, sampler: ExpressionSampler
) -> set[str]:
    """Return the documents that a case with this text comes to by the actions of applicant and platform alone."""

    def unread(state: State) -> Iterator[str]:
        yield from state.targets_by_itself
        for action in state.actions.values():
            if not is_official_action(action.name):
                yield from _targets(action, question, written, sampler)

    states = definition.flow.states
    return {effect.argument for name in definition.flow.reached(unread) for effect in _issues(states[name])}


def _issues(state: State) -> Iterator[Any]:
    return (effect for effect in state.effects if effect.kind == "issue")


def _targets(action: Action, question: Question, written: Expression, sampler: ExpressionSampler) -> set[str]:
    """Return where an action may lead while the document shows the text."""
    if action.leads_one_way:
        return {action.branches[0].to}
    conditions = [branch.when for branch in action.branches if branch.when is not None]
    targets: set[str] = set()
    for facts in sampler.facts([*conditions, written], silent=True, nulls=True):
        marked = _marked(facts, question)
        try:
            if MARK in str(written.value(marked)):
                targets.add(action.choose(marked))
        except (ExpressionFailed, NotPossibleHere):
            continue
    return targets
