"""Which questions of a page one choice of another question of the page brings up, so that they can stand inside it."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from hukumati.service_language.expressions import Facts
from hukumati.service_language.questions import Question, as_fact, entries, entry_key, is_shown

MOST_CHOICES: Final = 50
"""A list with more is not tried choice by choice."""
YES: Final = "yes"
NO: Final = "no"


class Bringing(NamedTuple):
    """That a question is asked exactly when `choice` of `question` is taken; of a declaration, "yes"."""

    question: str
    choice: str


def brought_up(*, asked: Sequence[Question], known: Facts) -> dict[str, Bringing]:
    """Tell by question which single choice on the page decides whether it is asked.

    `asked` are the page's questions, `known` all facts, answers of other pages included. A condition that also looks at
    a second question of the page, holds for several choices or before anything is chosen, brings up nothing here.
    """
    here = {question.id: question for question in asked}
    found: dict[str, Bringing] = {}
    for question in asked:
        named = set(question.show_if.names) & here.keys() if question.show_if else set()
        if len(named) == 1:
            other = here[named.pop()]
            choices = [choice for choice in _choices(other, known) if _decides(question, other, choice, known)]
            if len(choices) == 1:
                found[question.id] = Bringing(other.id, choices[0])
    return found


def _choices(question: Question, known: Facts) -> list[str]:
    found: Iterator[str]
    match question.type:
        case "yes_no":
            found = iter((YES, NO))
        case "declaration":
            found = iter((YES,))
        case "choice" | "choices":
            found = (option.code for option in question.options)
        case "record" | "records":
            found = (key for entry in entries(question, known) if (key := entry_key(question, entry)))
        case _:
            found = iter(())
    listed = list(found)
    return listed if len(listed) <= MOST_CHOICES else []


def _decides(question: Question, other: Question, choice: str, known: Facts) -> bool:
    """Whether the question is asked with this choice, and never without it."""

    def asked_with(answer: Any) -> bool:
        return is_shown(question, {**known, other.id: as_fact(other, answer, known)})

    if other.type not in ("choices", "records"):
        return asked_with(_answer(other, choice)) and not asked_with(None)
    without = [each for each in _choices(other, known) if each != choice]
    return asked_with([choice]) and asked_with([*without, choice]) and not asked_with(without) and not asked_with([])


def _answer(other: Question, choice: str) -> str | bool:
    return choice == YES if other.type in ("yes_no", "declaration") else choice
