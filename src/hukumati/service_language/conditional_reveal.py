"""Which questions of a page a single choice of another question reveals, to be drawn inside that choice."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from hukumati.service_language.expressions import Facts
from hukumati.service_language.questions import ENTRY_VARIABLE, Question, as_fact, entry_key, is_shown, offered_entries

MAX_CHOICES: Final = 50
"""A list with more is not tried choice by choice."""
YES: Final = "yes"
NO: Final = "no"
_OF_ENTRY: Final = re.compile(rf"\b{ENTRY_VARIABLE}\.([a-z][a-z0-9_]*)")


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


def revealed_in_group(*, group: Question, known: Facts) -> dict[str, RevealingChoice]:
    """Return the same for the questions of a group, whose conditions read the entry: the same for every entry."""
    parts = {part.id: part for part in group.ask}
    nothing = {name: as_fact(part, None, known) for name, part in parts.items()}
    found: dict[str, RevealingChoice] = {}
    for part in group.ask:
        named = set(_OF_ENTRY.findall(part.show_if.text)) & parts.keys() if part.show_if else set()
        if len(named) == 1 and part.show_if is not None:
            other = parts[named.pop()]
            choices = [code for code in _choices(other, known) if _decides_inside(part, other, code, known, nothing)]
            if len(choices) == 1:
                found[part.id] = RevealingChoice(other.id, choices[0])
    return found


def _decides_inside(part: Question, other: Question, choice: str, known: Facts, entry: Facts) -> bool:
    """Return whether the question of an entry is asked with this choice alone; `entry` is one without answers."""
    answer: object = [choice] if other.type == "choices" else _answer(other, choice)

    def asked_with(given: object) -> bool:
        return is_shown(part, {**known, ENTRY_VARIABLE: {**entry, other.id: as_fact(other, given, known)}})

    return asked_with(answer) and not asked_with(None)


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
