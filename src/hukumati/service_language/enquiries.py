"""The answer to an enquiry as a service folder lays it out: sentences, figures, tables and what may be done next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.expressions import Expression, Facts
from hukumati.service_language.questions import ENTRY_VARIABLE, MAX_REGISTER_ENTRIES, Entry, at_path


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that is read while its condition holds; `values` fill in its {placeholders}."""

    text: Bilingual
    when: Expression | None = None
    values: dict[str, Expression] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with its label: an amount, a day, a name; left out where it is null."""

    label: Bilingual
    value: Expression
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """An element of each entry; without a label of its own it has that of the register's contract."""

    element: str
    label: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The entries of a list that a register answered (`of`: mot.fines.fines) for which `where` holds."""

    title: Bilingual
    of: str
    columns: tuple[Column, ...]
    where: Expression | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """A service that follows from the answer, as a button: its folder's name and the button's text."""

    service: str
    text: Bilingual
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class AnswerLayout:
    """What answer.yaml says: how an enquiry's answer is laid out."""

    sentences: tuple[Sentence, ...]
    figures: tuple[Figure, ...] = ()
    tables: tuple[AnswerTable, ...] = ()
    next_steps: tuple[NextStep, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A sentence with the values of its placeholders."""

    text: Bilingual
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A table with its entries, at least one."""

    table: AnswerTable
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class EnquiryAnswer:
    """What one person reads: values are the register's own, to be written out by the page."""

    sentences: tuple[ReadSentence, ...]
    figures: tuple[tuple[Bilingual, object], ...]
    tables: tuple[FilledTable, ...]
    next_steps: tuple[NextStep, ...]


def compose_answer(layout: AnswerLayout, facts: Facts) -> EnquiryAnswer:
    """Return the answer that a layout makes of the facts. Raises ExpressionFailed."""
    figures = ((each.label, each.value.value(facts)) for each in layout.figures if _is_read(each.when, facts))
    return EnquiryAnswer(
        sentences=tuple(_sentence(each, facts) for each in layout.sentences if _is_read(each.when, facts)),
        figures=tuple((label, value) for label, value in figures if value is not None),
        tables=tuple(filled for each in layout.tables if (filled := _table(each, facts)).entries),
        next_steps=tuple(each for each in layout.next_steps if _is_read(each.when, facts)),
    )


def expressions_of(layout: AnswerLayout) -> Iterator[Expression]:
    """Yield every expression of a layout but the `where` of its tables."""
    conditions = [
        *(each.when for each in layout.sentences),
        *(each.when for each in layout.figures),
        *(each.when for each in layout.next_steps),
    ]
    yield from (each for each in conditions if each is not None)
    for sentence in layout.sentences:
        yield from sentence.values.values()
    yield from (figure.value for figure in layout.figures)


def _is_read(when: Expression | None, facts: Facts) -> bool:
    return when is None or when.holds(facts)


def _sentence(sentence: Sentence, facts: Facts) -> ReadSentence:
    return ReadSentence(sentence.text, {name: each.value(facts) for name, each in sentence.values.items()})


def _table(table: AnswerTable, facts: Facts) -> FilledTable:
    listed = at_path(table.of, facts)
    entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    kept = [each for each in entries if _is_read(table.where, {**facts, ENTRY_VARIABLE: each})]
    return FilledTable(table, tuple(kept[:MAX_REGISTER_ENTRIES]))
