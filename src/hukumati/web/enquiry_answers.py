"""Answers to enquiries as people read them: sentences, figures, tables, and the services that follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import active_language
from hukumati.core.design.parts import Row
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Column, EnquiryAnswer, FilledTable, NextStep, ReadSentence, fill_text
from hukumati.web.records import isolated
from hukumati.web.register_values import plain_text, value_text

NOTHING: Final = "—"
"""In a cell without a value: an empty one beside its heading looks forgotten."""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table: its title, the headings of its columns, and its rows of cells, each with its heading."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A button that leads to a service."""

    text: str
    slug: str
    is_enquiry: bool


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """What a page shows of an answer, in the language of the page."""

    sentences: tuple[str, ...]
    figures: tuple[Row, ...]
    tables: tuple[ReadTable, ...]
    offers: tuple[Offer, ...]


def read_answer(answer: EnquiryAnswer) -> ReadAnswer:
    """Write an answer out in the language of the page."""
    return ReadAnswer(
        sentences=tuple(_sentence(each) for each in answer.sentences),
        figures=tuple(Row(str(label), isolated(plain_text(value))) for label, value in answer.figures),
        tables=tuple(_table(each) for each in answer.tables),
        offers=tuple(offer for each in answer.next_steps if (offer := _offer(each)) is not None),
    )


def _sentence(sentence: ReadSentence) -> str:
    values = {name: isolated(plain_text(value)) for name, value in sentence.values.items()}
    return fill_text(sentence.text.of(active_language()), values)


def _table(filled: FilledTable) -> ReadTable:
    owner, name, *steps = filled.table.of.split(".")
    contract, path = interoperability.get_contract(f"{owner}.{name}"), ".".join(steps)
    headings = {each: _heading(contract, path, each) for each in filled.table.columns}
    rows = (
        tuple((heading, _cell(contract, path, each, entry)) for each, heading in headings.items())
        for entry in filled.entries
    )
    return ReadTable(str(filled.table.title), tuple(headings.values()), tuple(rows))


def _heading(contract: interoperability.Contract, path: str, column: Column) -> str:
    return str(column.label or contract.labels[f"{path}.{column.element}"])


def _cell(contract: interoperability.Contract, path: str, column: Column, entry: Mapping[str, object]) -> str:
    value = entry.get(column.element)
    return NOTHING if value is None else value_text(contract, f"{path}.{column.element}", value, entry=entry)


def _offer(step: NextStep) -> Offer | None:
    """Return the button of a service; None of one that is not offered here, or not now."""
    try:
        service = catalogue.get_service(code_or_slug=step.service).summary
    except catalogue.NoSuchService:
        return None
    return Offer(str(step.text), service.slug, service.kind == "enquiry") if service.status == "open" else None
