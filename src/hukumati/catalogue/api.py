"""The door of the catalogue: find services, read one, and ask its definition.

CatalogueError
├── NoSuchService      404  no open door by this code, slug or version
├── NoSuchPage         404  the form has no page of this name
└── DraftError              what the studio refuses: see `studio`

The definition itself is a tree of frozen dataclasses (`Definition` and what it holds), the same for every case of one
version; conditions in it raise `ExpressionFailed` when the facts lack what they need.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from hukumati.catalogue import queries, studio
from hukumati.catalogue.beginnings import new_folder
from hukumati.catalogue.errors import CatalogueError, NoSuchPage, NoSuchService
from hukumati.catalogue.exports import described, formats
from hukumati.catalogue.exports.formats import CATALOGUE_FORMS, FORMS, CatalogueForm, Exported
from hukumati.catalogue.exports.formats import Form as ExportForm
from hukumati.catalogue.folder.new_folder import NewService, NotPossible
from hukumati.catalogue.language import awaiting, bringing_up, forms
from hukumati.catalogue.language.actions import NOT_OFFICIALS
from hukumati.catalogue.language.answers.groups import count_of
from hukumati.catalogue.language.asking import Asking, how_to_ask
from hukumati.catalogue.language.bringing_up import Bringing
from hukumati.catalogue.language.definition import (
    Action,
    After,
    Branch,
    Definition,
    DocumentSpec,
    Duration,
    Effect,
    FilledMessage,
    Flow,
    MessageSpec,
    NotPossibleHere,
    Once,
    OnError,
    Promise,
    Reopen,
    State,
    Status,
    Work,
)
from hukumati.catalogue.language.elements import Concepts, elements_used
from hukumati.catalogue.language.expressions import Expression, ExpressionFailed, ExpressionRefused
from hukumati.catalogue.language.facts import (
    Eligibility,
    FeeItem,
    build_facts,
    delivery,
    eligibility,
    fee,
    fee_items,
    is_fee_open,
    lowest_fee,
)
from hukumati.catalogue.language.forms import Cleaned
from hukumati.catalogue.language.migration import Migration
from hukumati.catalogue.language.questions import (
    FILES,
    Choice,
    Form,
    Page,
    Question,
    entries,
    entry_key,
    is_paper,
    listed_entries,
)
from hukumati.catalogue.language.refusals import not_held
from hukumati.catalogue.language.requests import (
    CHECK,
    NEVER_HELD_BACK,
    Calendar,
    Place,
    SideRequest,
    Span,
    anything_open,
)
from hukumati.catalogue.language.silence import Difference, differences
from hukumati.catalogue.language.tables import Decision, NoRowApplies, Row, SeveralRowsApply, Table, WrongResult
from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.interoperability import api as interoperability

__all__ = [
    "CATALOGUE_FORMS", "CHECK", "FILES", "FORMS", "NEVER_HELD_BACK", "NOT_OFFICIALS", "Action", "After", "Asking",
    "Branch", "Bringing", "Calendar", "CatalogueError", "CatalogueForm", "Choice", "Cleaned", "Decision", "Definition",
    "Difference", "DocumentSpec", "Duration", "Effect", "ElementUse", "Eligibility", "ExportForm", "Exported",
    "Expression", "ExpressionFailed", "ExpressionRefused", "FeeItem", "FilledMessage", "Flow", "Form", "MessageSpec",
    "Migration", "NewService", "NoRowApplies", "NoSuchPage", "NoSuchService", "NotPossible", "NotPossibleHere",
    "OnError", "Once", "Page", "Place", "Promise", "Question", "Reopen", "Row", "Service", "SeveralRowsApply",
    "SideRequest", "Span", "State", "Status", "Summary", "Table", "Work", "WrongResult", "anything_open", "asked_as",
    "asked_pages", "awaited", "blocking_contracts", "brought_up", "build_facts", "catalogue_mark", "clean_page",
    "count_of", "declared", "delivery", "describe_service", "describe_services", "differences", "eligibility",
    "entries", "entry_key", "export_catalogue", "export_service", "fee", "fee_items", "first_unfinished_page",
    "get_numbered_version", "get_service", "get_version", "how_to_ask", "initial_answers", "is_fee_open", "is_locked",
    "is_paper", "late_answers", "list_element_uses", "list_services", "listed_entries", "lowest_fee", "missing_answers",
    "new_folder", "not_held", "pays_on_submission", "search", "settle", "studio",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summary:
    """A service as lists and search results show it; `fee` is the lowest amount that can be told."""

    code: str
    slug: str
    name: Bilingual
    summary: Bilingual
    provider: str
    provider_name: Bilingual
    kind: str
    status: str
    fee: Money | None
    fee_official: bool


@dataclass(frozen=True, slots=True)
class ElementUse:
    """That a service reads, asks or issues an element; `label` names the register, question or document."""

    service: Summary
    kind: Literal["register", "question", "document"]
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Service:
    """One published version of a service."""

    summary: Summary
    version_id: UUID
    number: int
    definition: Definition


def search(*, text: str, limit: int = 20) -> tuple[Summary, ...]:
    """This will find services by words in Arabic or English, misspelt ones too, best first; for empty text nothing."""
    return tuple(_summary(version.definition) for version in queries.find_versions(text=text, limit=limit))


def list_services() -> tuple[Summary, ...]:
    """This will list every published service that is not retired, by provider and code."""
    return tuple(_summary(version.definition) for version in queries.open_versions())


def get_service(*, code_or_slug: str) -> Service:
    """This will give the current version of "MOJ-NCC" or "non-conviction-certificate". Raises NoSuchService."""
    try:
        return _service(queries.current_version(code_or_slug))
    except queries.NoSuchVersion:
        raise NoSuchService("There is no such service.") from None


def get_version(*, version_id: UUID) -> Service:
    """This will give one version, kept in the process since versions never change. Raises NoSuchService."""
    try:
        return _opened(version_id)
    except queries.NoSuchVersion:
        raise NoSuchService("There is no such version.") from None


@lru_cache(maxsize=2048)
def _opened(version_id: UUID) -> Service:
    """Its summary works out the lowest fee: once, since each action of a case asks for its version."""
    return _service(queries.open_version(version_id))


def get_numbered_version(*, code: str, number: int) -> Service:
    """This will give version 3 of "MOJ-NCC", even when a newer one has replaced it. Raises NoSuchService."""
    try:
        return _service(queries.numbered_version(code, number))
    except queries.NoSuchVersion:
        raise NoSuchService("There is no such version.") from None


def export_service(*, service: Service, form: ExportForm, portal: str) -> Exported:
    """This will write a service in a published format; `portal` is the portal's address without a slash at its end."""
    return formats.export_service(definition=service.definition, number=service.number, form=form, portal=portal)


def export_catalogue(*, form: CatalogueForm, portal: str) -> Exported:
    """This will write every service that is not retired as one file of linked data."""
    definitions = [version.definition for version in queries.open_versions()]
    return formats.export_catalogue(definitions=definitions, form=form, portal=portal)


def describe_services(*, portal: str) -> list[dict[str, Any]]:
    """This will tell every service that is not retired as the public JSON interface lists it."""
    versions = queries.open_versions()
    return [described.in_a_list(definition=each.definition, number=each.number, portal=portal) for each in versions]


def describe_service(*, service: Service, portal: str) -> dict[str, Any]:
    """This will tell one service as the public JSON interface does."""
    return described.whole(definition=service.definition, number=service.number, portal=portal)


def list_element_uses(*, element: str) -> tuple[ElementUse, ...]:
    """This will list where services have to do with an element of the data dictionary: answers read, asked, issued."""
    concepts = {contract.id: contract.concepts for contract in interoperability.list_contracts()}
    return tuple(
        use
        for version in queries.open_versions()
        for use in (*_read(version.definition, element), *_used(version.definition, element, concepts))
    )


def _read(definition: Definition, element: str) -> Iterator[ElementUse]:
    for contract in map(interoperability.get_contract, definition.uses):
        if element in contract.concepts.values():
            yield ElementUse(_summary(definition), "register", contract.title)


def _used(definition: Definition, element: str, concepts: Concepts) -> Iterator[ElementUse]:
    for each in elements_used(definition=definition, concepts=concepts):
        if each.element == element:
            yield ElementUse(_summary(definition), each.kind, each.label)


def catalogue_mark() -> str:
    """This will give a short text that changes whenever what `list_services` gives changes."""
    return queries.mark_of_open_versions()


def _service(version: queries.Version) -> Service:
    definition = version.definition
    return Service(summary=_summary(definition), version_id=version.id, number=version.number, definition=definition)


def _summary(definition: Definition) -> Summary:
    return Summary(
        code=definition.code,
        slug=definition.slug,
        name=definition.name,
        summary=definition.summary,
        provider=definition.provider,
        provider_name=definition.provider_name,
        kind=definition.kind,
        status=definition.status.now,
        fee=lowest_fee(definition=definition),
        fee_official=definition.fee_official,
    )


def initial_answers(*, definition: Definition, facts: Mapping[str, Any]) -> dict[str, Any]:
    """This will give what the form holds before the person types: register and account values, and defaults.

    Questions whose register is silent are None. Locked ones cannot be changed by `clean_page` either.
    """
    return forms.initial_answers(definition=definition, facts=facts)


def clean_page(
    *,
    definition: Definition,
    page_id: str,
    raw: Mapping[str, Any],
    answers: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> Cleaned:
    """This will normalise and validate one page of hostile input.

    `raw` is a QueryDict or a mapping. Composite values come whole or in parts: a date as ISO text, a date, or
    `<id>_day`, `<id>_month`, `<id>_year`; a collection as {"method", "place"} or `<id>_method` and `<id>_place`
    (or `<id>_office`, `<id>_post_office`); a name as {"ar": {first…}, "en": {…}} or `<id>_ar_first`….
    Locked questions take the register's value from `facts`, whatever the browser sent; hidden ones become None.
    Raises NoSuchPage.
    """
    try:
        page = definition.form.page(page_id)
    except LookupError:
        raise NoSuchPage(page_id) from None
    return forms.clean_page(definition=definition, page=page, raw=raw, answers=answers, facts=facts)


def settle(*, definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """This will give all answers with the hidden questions' ones set to None, as a submitted case keeps them."""
    return forms.settle(definition=definition, answers=answers, facts=facts)


def first_unfinished_page(
    *, definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, Any]
) -> str | None:
    """This will name the first page that still lacks a required, visible answer; None when the form is complete."""
    return forms.first_unfinished_page(definition=definition, answers=answers, facts=facts)


def asked_pages(*, definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    """This will name the pages on which these answers leave something to ask, in order; the others are skipped."""
    return forms.asked_pages(definition=definition, answers=answers, facts=facts)


def pays_on_submission(*, definition: Definition, facts: Mapping[str, Any]) -> bool:
    """This will tell whether submitting leads straight to payment; otherwise the fee is due later, if at all."""
    try:
        target = definition.flow.step(definition.flow.start, "submit").choose(facts)
    except NotPossibleHere:
        return False
    return "paid" in definition.flow.states[target].actions


def asked_as(*, definition: Definition, question: Question, facts: Mapping[str, Any]) -> Question:
    """This will give a question as it is asked now: while its register is away, of the person, or for a paper."""
    return forms.asked_as(definition=definition, question=question, facts=facts)


def brought_up(
    *, definition: Definition, asked: Sequence[Question], answers: Mapping[str, Any], facts: Mapping[str, Any]
) -> dict[str, Bringing]:
    """This will tell, of a page's questions, which single choice of another one decides whether each is asked."""
    return bringing_up.brought_up(asked=asked, known=definition.form.known(answers, facts))


def declared(*, definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, str]:
    """This will name the answers given in a silent register's place, each with the contract to be asked later."""
    return forms.declared(definition=definition, answers=answers, facts=facts)


def blocking_contracts(*, definition: Definition) -> frozenset[str]:
    """This will name the contracts without whose answer nobody can go on."""
    return forms.blocking_contracts(definition)


def awaited(
    *, definition: Definition, facts: Mapping[str, Any], answers: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """This will name the questions whose answers a silent register still owes (`accept_and_queue`), with its contract.

    `answers` stand before those in `facts`. The form goes on without what is owed; `eligibility` and `is_fee_open`
    tell what is left open until it has come.
    """
    return awaiting.awaited(definition=definition, facts=facts, answers=answers)


def late_answers(*, definition: Definition, questions: Collection[str], facts: Mapping[str, Any]) -> dict[str, Any]:
    """This will give what the registers in `facts` say at last to the questions that waited for them."""
    return awaiting.late_answers(definition=definition, questions=questions, facts=facts)


def missing_answers(
    *, definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, Any]
) -> tuple[Question, ...]:
    """This will list the required, visible questions without an answer, besides those that a register still owes."""
    missing = forms.missing_answers(definition=definition, answers=answers, facts=facts)
    return tuple(question for question in definition.form.questions() if question.id in missing)


def is_locked(*, definition: Definition, question: Question, facts: Mapping[str, Any]) -> bool:
    """This will tell whether the page shows the register's word instead of a field."""
    return forms.is_locked(definition=definition, question=question, facts=facts)
