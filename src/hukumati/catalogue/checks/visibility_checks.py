"""Checks that a question can be asked at all: what its condition names may be hidden just when it would hold."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from hukumati.catalogue.checks.chains import ENOUGH, MOST_TRIED
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_sampling import ExpressionSampler
from hukumati.catalogue.folder.diagnostics import NOTHING, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import LISTS, Expression, ExpressionFailed, Facts, Question

WORDS: Final = ("show_if", "required_if")


def check_visibility(parsed: ParsedFolder, contracts: Mapping[str, RegisterContract]) -> None:
    """Record conditions that hold only with answers to questions which are not asked then."""
    sampler = ExpressionSampler(parsed.definition, contracts)
    for word, question, path in _conditional(parsed):
        condition: Expression = getattr(question, word)
        hidden = _hideable(condition, sampler.questions)
        if hidden and _never_holds(condition, hidden, sampler):
            names = ", ".join(repr(each.id) for each in hidden)
            problem = f"{condition.text!r} never holds: when it would, {names} is not asked and has no answer"
            remedy = "Compare the conditions of the questions that it names."
            parsed.diagnostics.add(at(parsed.sources.form, *path, word), "expression.hidden", problem, remedy)


def _conditional(parsed: ParsedFolder) -> Iterator[tuple[str, Question, tuple[str | int, ...]]]:
    for number, page in enumerate(parsed.definition.form.pages):
        for index, question in enumerate(page.ask):
            for word in WORDS:
                if getattr(question, word) not in (None, NOTHING):
                    yield word, question, ("pages", number, "ask", index)


def _hideable(condition: Expression, questions: Mapping[str, Question]) -> list[Question]:
    """Return the questions with a condition of their own that a condition rests on, in the order of the form."""
    found, waiting = set[str](), list(condition.names)
    while waiting:
        name = waiting.pop()
        question = questions.get(name)
        if question is not None and name not in found and question.show_if not in (None, NOTHING):
            found.add(name)
            waiting += question.show_if.names
    return [question for name, question in questions.items() if name in found]


def _never_holds(condition: Expression, hidden: list[Question], sampler: ExpressionSampler) -> bool:
    """Return whether the condition often holds as the answers are, and never once hidden ones are left out."""
    held = 0
    parents = [each.show_if for each in hidden if each.show_if is not None]
    for facts in islice(sampler.random_facts([condition, *parents]), MOST_TRIED):
        held += _holds(condition, facts)
        if _holds(condition, _settled(facts, hidden)):
            return False
        if held >= ENOUGH:
            return True
    return False


def _settled(facts: Mapping[str, object], hidden: list[Question]) -> Facts:
    settled = dict(facts)
    for question in hidden:
        if question.show_if is not None and not _holds(question.show_if, settled):
            settled[question.id] = [] if question.type in LISTS else None
    return settled


def _holds(condition: Expression, facts: Facts) -> bool:
    try:
        return condition.holds(facts)
    except ExpressionFailed:
        return False
