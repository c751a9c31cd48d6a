"""Checks of what stands beside a question: its label is its own, and hints and examples say what is accepted."""

import re
from collections.abc import Sequence
from typing import Final

from hukumati.catalogue.folder.diagnostics import At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import Question

_NUMBER: Final = r"([0-9][0-9,]*(?:\.[0-9]+)?)"
_RANGE: Final = (
    re.compile(rf"\b(?:[Ff]rom|[Bb]etween) {_NUMBER} (?:to|and) {_NUMBER}"),
    re.compile(rf"\b(?:من|بين) {_NUMBER} (?:إلى|و) ?{_NUMBER}"),
)
_DAYS: Final = re.compile(r"(?<![0-9.,])([0-9]+) (?:days?\b|يوم|أيام)")
_EXAMPLE: Final = re.compile(
    r"(?:[Ss]uch as|[Ff]or example|[Ll]ike|مثلا|مثلًا|مثال|مثل)[:,،]? ([A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*)(?![\w-])"
)


def check_labels_of_questions(parsed: ParsedFolder) -> None:
    """Record questions of one page, pages and actions that read alike, and hints that contradict what is accepted."""
    form, source = parsed.definition.form, parsed.sources.form
    for kind, pages in (("pages", form.pages), ("officials", form.officials)):
        for number, page in enumerate(pages):
            _check_alike(parsed, page.ask, (kind, number, "ask"))
            for index, question in enumerate(page.ask):
                place = at(source, kind, number, "ask", index)
                _check_hint(parsed, question, place)
                _check_alike(parsed, question.ask, (kind, number, "ask", index, "ask"))
                for inner, part in enumerate(question.ask):
                    _check_hint(parsed, part, at(source, kind, number, "ask", index, "ask", inner))


def _check_alike(parsed: ParsedFolder, questions: Sequence[Question], path: tuple[str | int, ...]) -> None:
    """Of two that are asked by condition, perhaps only one is ever asked."""
    seen: dict[str, str] = {}
    for index, question in enumerate(questions):
        if question.show_if is not None:
            continue
        for text in {question.label.ar, question.label.en}:
            if seen.setdefault(text, question.id) != question.id:
                place = at(parsed.sources.form, *path, index)
                problem = (
                    f"{question.id!r} reads {text!r} on its page, as {seen[text]!r} does: nobody can tell them apart"
                )
                parsed.diagnostics.add(place, "form.label", problem, "Give each question a label of its own.")
                break


def _check_hint(parsed: ParsedFolder, question: Question, place: At) -> None:
    accepted = (_bound(question.min), _bound(question.max))
    if question.type in ("number", "decimal") and None not in accepted and question.hint is not None:
        for pattern, text in zip(_RANGE, (question.hint.en, question.hint.ar), strict=True):
            for low, high in pattern.findall(text):
                said = (float(low.replace(",", "")), float(high.replace(",", "")))
                if said != accepted:
                    problem = f"the hint of {question.id!r} says {said[0]:g} to {said[1]:g}, and accepted is "
                    problem += f"{accepted[0]:g} to {accepted[1]:g}"
                    parsed.diagnostics.add(place, "form.hint", problem, "Correct the hint, or min and max.")
    _check_days(parsed, question, place)
    _check_example(parsed, question, place)


def _check_days(parsed: ParsedFolder, question: Question, place: At) -> None:
    accepted = {each for bound in (question.min, question.max) for each in _DAYS.findall(str(bound))}
    for text in (question.hint.ar, question.hint.en) if question.type == "date" and question.hint is not None else ():
        said = set(_DAYS.findall(text))
        if accepted and said and said.isdisjoint(accepted):
            problem = f"the hint of {question.id!r} says {', '.join(sorted(said))} days, and accepted are "
            problem += ", ".join(sorted(accepted))
            parsed.diagnostics.add(place, "form.hint", problem, "Correct the hint, or min and max.")
            return


def _bound(bound: int | str | None) -> float | None:
    try:
        return None if bound is None else float(bound)
    except ValueError:  # told as a bound that does not fit
        return None


def _check_example(parsed: ParsedFolder, question: Question, place: At) -> None:
    """Whoever writes the example that the form gives is not told that it is wrong."""
    texts = (question.pattern_text, question.hint)
    given = [each for text in texts if text for said in (text.ar, text.en) for each in _EXAMPLE.findall(said)]
    wrong = next((each for each in given if not _is_like(question.pattern, each)), None) if question.pattern else None
    if wrong is not None:
        problem = f"{question.id!r} gives the example {wrong!r}, which its pattern refuses"
        parsed.diagnostics.add(place, "form.example", problem, "Correct the example, or the pattern.")


def _is_like(pattern: str, example: str) -> bool:
    """One with spaces is not read whole, and a pattern that cannot be read is told elsewhere."""
    try:
        return " " in pattern or "\\s" in pattern or re.fullmatch(pattern, example) is not None
    except re.error:
        return True
