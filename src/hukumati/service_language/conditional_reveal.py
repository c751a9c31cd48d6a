"""Which questions of a page a single choice of another question reveals, to be drawn inside that choice."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from hukumati.service_language.expressions import Facts
from hukumati.service_language.questions import Question, as_fact, entry_key, is_shown, offered_entries

MAX_CHOICES: Final = 50
"""A list with more is not tried choice by choice."""
YES: Final = "yes"
NO: Final = "no"


class RevealingChoice(NamedTuple):
    """The choice of `question` with which, and only with which, another question is asked; of a declaration, "yes"."""

    question: str
    choice: str


def revealed_by(*, questions: Sequence[Question], known: Facts) -> dict[str, RevealingChoice]:
    """Return, by question, the one choice on the page that decides whether it is asked.

    `questions` are the page's, `known` all facts, answers of other pages included. A question is left out if its
    condition also reads a second question of the page, or holds for several choices or before anything is chosen.
    """
    here = {question.id: question for question in questions}
    found: dict[str, RevealingChoice] = {}
    for question in questions:
        named = set(question.show_if.names) & here.keys() if question.show_if else set()
        if len(named) == 1:
            other = here[named.pop()]
            choices = [choice for choice in _choices(other, known) if _decides(question, other, choice, known)]
            if len(choices) == 1:
                found[question.id] = RevealingChoice(other.id, choices[0])
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
            found = (key for entry in offered_entries(question, known) if (key := entry_key(question, entry)))
        case _:
            found = iter(())
    listed = list(found)
    return listed if len(listed) <= MAX_CHOICES else []


def _decides(question: Question, other: Question, choice: str, known: Facts) -> bool:
    """Return whether the question is asked with this choice, and never without it."""

    def asked_with(answer: object) -> bool:
        return is_shown(question, {**known, other.id: as_fact(other, answer, known)})

    if other.type not in ("choices", "records"):
        return asked_with(_answer(other, choice)) and not asked_with(None)
    without = [each for each in _choices(other, known) if each != choice]
    return asked_with([choice]) and asked_with([*without, choice]) and not asked_with(without) and not asked_with([])


def _answer(other: Question, choice: str) -> str | bool:
    return choice == YES if other.type in ("yes_no", "declaration") else choice
