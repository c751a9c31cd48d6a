"""Checks of single questions: some answer can be given, and what stands beside a question has a meaning there."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.bounds import is_empty_range
from hukumati.catalogue.folder.diagnostics import At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.core.clock import local_date, now
from hukumati.service_language.api import (
    ELEMENT_BY_TYPE,
    FILE_TYPES,
    Question,
    day_of,
    is_day_bound,
    lengths_of,
    may_have_check_digits,
)

BOUNDED: Final = frozenset({
    "text", "long_text", "number", "year_number", "decimal", "money", "date", "time", "choices", "group", "records",
})  # fmt: skip
"""Types whose answers have a size, an amount or a day."""
COUNTED: Final = frozenset({"text", "long_text", "choices", "group", "records"})
YEAR: Final = timedelta(days=365)
TYPE_OF_ELEMENT: Final = {element: kind for kind, element in ELEMENT_BY_TYPE.items()}
OF_ACCOUNT: Final = {"account.phone": "phone", "account.email": "email"}

Steps = tuple[str | int, ...]


def check_questions(parsed: ParsedFolder) -> None:
    """Record questions that no answer fits, and bounds, defaults and patterns that mean nothing."""
    for question, path in _questions(parsed):
        for word, problem, remedy in _faults(question):
            place = at(parsed.sources.form, *path, word)
            parsed.diagnostics.add(place, "form.word" if "no meaning" in problem else "form.bound", problem, remedy)


def check_files_in_groups(parsed: ParsedFolder) -> None:
    """Record files where an entry cannot hold them: of a chosen record, or in what officials fill in."""
    for question, path in _questions(parsed):
        for index, part in enumerate(question.ask):
            if part.type in FILE_TYPES and (question.each or path[0] == "officials"):
                place = at(parsed.sources.form, *path, "ask", index, "type")
                problem = f"{part.id!r} asks for files in {question.id!r}, whose entries cannot hold any"
                parsed.diagnostics.add(place, "form.file", problem, "Ask for them in a question of its own.")


def check_labels(parsed: ParsedFolder) -> None:
    """Record choices of a list that read alike."""
    for name, source in parsed.sources.lists.items():
        choices = parsed.definition.lists.get(name, ())
        for language in ("ar", "en"):
            seen: dict[str, str] = {}
            for choice, line in zip(choices, source.lines, strict=False):
                text = choice.label.of(language)
                if text in seen:
                    problem = f"{choice.code!r} reads {text!r}, as {seen[text]!r} does: nobody can tell them apart"
                    remedy = "Give each choice a text of its own."
                    parsed.diagnostics.add(At(source.file, line), "list.label", problem, remedy)
                seen.setdefault(text, choice.code)


def check_sources(parsed: ParsedFolder, contracts: dict[str, RegisterContract]) -> None:
    """Record questions that are filled in with what does not fit their type."""
    for question, path in _questions(parsed):
        kind = _kind_of_source(question, contracts)
        if kind and kind != question.type:
            place = at(parsed.sources.form, *path, "from")
            problem = f"{question.source} is of type {kind}, the question {question.id!r} of type {question.type}"
            parsed.diagnostics.add(place, "form.source", problem, f"Write type: {kind}, or name another source.")


def _questions(parsed: ParsedFolder) -> Iterator[tuple[Question, Steps]]:
    form = parsed.definition.form
    for word, pages in (("pages", form.pages), ("officials", form.officials)):
        for number, page in enumerate(pages):
            for index, question in enumerate(page.ask):
                path: Steps = (word, number, "ask", index)
                yield question, path
                yield from ((part, (*path, "ask", at_part)) for at_part, part in enumerate(question.ask))


def _faults(question: Question) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong: (word, problem, remedy)."""
    bounds = [word for word in ("min", "max") if getattr(question, word) is not None]
    if question.type not in BOUNDED:
        for word in bounds:
            yield word, f"{word!r} has no meaning for a question of type {question.type}", "Remove it."
        bounds = []
    entries = len(question.options)
    if question.type == "choices" and entries and isinstance(question.min, int) and question.min > entries:
        yield "min", f"{question.min} are to be chosen of a list of {entries}", "Lower min, or add to the list."
    if question.type in COUNTED and isinstance(question.max, int) and question.max < 1 and question.min is None:
        yield "max", f"max {question.max} allows no answer at all", "Write a number above zero, or remove it."
    if _is_out_of_bounds(question):
        yield "default", f"the default {question.default!r} is not between min and max", "Choose one that is."
    if question.type == "date" and _is_never(question):
        yield "min", "min is above max, today and for a year to come", "Correct one of the two."
    if question.pattern:
        yield from _faults_of_pattern(question)


def _is_out_of_bounds(question: Question) -> bool:
    value = question.default
    if isinstance(value, bool) or not isinstance(value, int) or question.type not in ("number", "year_number"):
        return False
    low, high = question.min, question.max
    return (isinstance(low, int) and value < low) or (isinstance(high, int) and value > high)


def _is_never(question: Question) -> bool:
    """A day that stands and one that moves may part and meet: they are compared on the days to come."""
    if not is_day_bound(question.min) or not is_day_bound(question.max) or is_empty_range(question):
        return False  # what is no day, and what stands in the wrong order, is told as such
    today = local_date(now())
    return all(_is_empty_on(question, day) for day in (today, today + YEAR))


def _is_empty_on(question: Question, day: date) -> bool:
    return day_of(str(question.min), day) > day_of(str(question.max), day)


def _faults_of_pattern(question: Question) -> Iterator[tuple[str, str, str]]:
    shortest, longest = lengths_of(question.pattern)
    if isinstance(question.max, int) and shortest > question.max:
        yield "pattern", f"the pattern needs {shortest} letters and max allows {question.max}", "Correct one of them."
    if isinstance(question.min, int) and longest < question.min:
        yield "pattern", f"the pattern allows {longest} letters and min needs {question.min}", "Correct one of them."
    if question.check and not may_have_check_digits(question.pattern, question.check):
        yield "check", f"nothing that has the pattern can have check digits by {question.check}", "Correct one of them."


def _kind_of_source(question: Question, contracts: dict[str, RegisterContract]) -> str:
    """Return the type that a question must have by its source, "" where several fit."""
    source = question.source or ""
    if source in OF_ACCOUNT:
        return OF_ACCOUNT[source]
    owner, _, rest = source.partition(".")
    name, _, path = rest.partition(".")
    contract = contracts.get(f"{owner}.{name}")
    shape = contract.element(tuple(path.split("."))) if contract is not None and path else None
    if shape is None:
        return ""
    by_meaning = TYPE_OF_ELEMENT.get(contract.concepts.get(path, "") if contract else "")
    if by_meaning:
        return by_meaning
    kinds = shape.get("type", "")
    named = [each for each in (kinds if isinstance(kinds, list) else [kinds]) if each != "null"]
    if named == ["string"] and shape.get("format") == "date":
        return "date"
    return "yes_no" if named == ["boolean"] else ""
