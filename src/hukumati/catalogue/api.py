"""The door of the catalogue: find services, read one, and ask its definition.

CatalogueError
├── NoSuchService      404  no open door by this code, slug or version
└── NoSuchPage         404  the form has no page of this name

The definition itself is a tree of frozen dataclasses (`Definition` and what it holds), the same for every case of one
version; conditions in it raise `ExpressionFailed` when the facts lack what they need.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hukumati.catalogue.definition import (
    Action,
    After,
    Branch,
    Choice,
    Definition,
    DocumentSpec,
    Duration,
    Effect,
    FilledMessage,
    Flow,
    Form,
    MessageSpec,
    NotPossibleHere,
    Once,
    OnError,
    Page,
    Promise,
    Question,
    State,
    Status,
    Work,
)
from hukumati.catalogue.expressions import Expression, ExpressionFailed, ExpressionRefused
from hukumati.catalogue.facts import Eligibility, FeeItem, build_facts, eligibility, fee, fee_items, lowest_fee
from hukumati.catalogue.tables import Decision, NoRowApplies, Row, SeveralRowsApply, Table, WrongResult
from hukumati.core.bilingual import Bilingual
from hukumati.core.errors import HukumatiError
from hukumati.core.money import Money

__all__ = [
    "Action", "After", "Branch", "CatalogueError", "Choice", "Cleaned", "Decision", "Definition", "DocumentSpec",
    "Duration", "Effect", "Eligibility", "Expression", "ExpressionFailed", "ExpressionRefused", "FeeItem",
    "FilledMessage", "Flow", "Form", "MessageSpec", "NoRowApplies", "NoSuchPage", "NoSuchService", "NotPossibleHere",
    "OnError", "Once", "Page", "Promise", "Question", "Row", "Service", "SeveralRowsApply", "State", "Status",
    "Summary", "Table", "Work", "WrongResult", "build_facts", "clean_page", "eligibility", "fee", "fee_items",
    "first_unfinished_page", "get_service", "get_version", "initial_answers", "list_services", "lowest_fee", "search",
    "settle",
]  # fmt: skip


class CatalogueError(HukumatiError):
    code = "catalogue.error"


class NoSuchService(CatalogueError):
    code = "catalogue.no_such_service"
    status = 404


class NoSuchPage(CatalogueError):
    code = "catalogue.no_such_page"
    status = 404


@dataclass(frozen=True, slots=True)
class Summary:
    """A service as lists and search results show it; `fee` is the lowest amount, None for a free service."""

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
class Service:
    """One published version of a service."""

    summary: Summary
    version_id: UUID
    number: int
    definition: Definition


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A page's answers, normalised and JSON-ready (dates as ISO text), and what is wrong, by question."""

    answers: dict[str, Any]
    errors: dict[str, Bilingual]


def search(*, text: str, limit: int = 20) -> tuple[Summary, ...]:
    """This will find services by words in Arabic or English, misspelt ones too, best first; for empty text nothing."""
    raise NotImplementedError


def list_services() -> tuple[Summary, ...]:
    """This will list every published service that is not retired, by provider and name."""
    raise NotImplementedError


def get_service(*, code_or_slug: str) -> Service:
    """This will give the current version of "MOJ-NCC" or "non-conviction-certificate". Raises NoSuchService."""
    raise NotImplementedError


def get_version(*, version_id: UUID) -> Service:
    """This will give one version, kept in the process since versions never change. Raises NoSuchService."""
    raise NotImplementedError


def initial_answers(*, definition: Definition, facts: Mapping[str, Any]) -> dict[str, Any]:
    """This will give what the form holds before the person types: register and account values, and defaults.

    Questions whose register is silent are None. Locked ones cannot be changed by `clean_page` either.
    """
    raise NotImplementedError


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
    `<id>_0, _1, _2` (day, month, year); a collection as {"method", "place"} or `<id>_method` and `<id>_place`
    (or `<id>_office`, `<id>_post_office`); a name as {"ar": {first…}, "en": {…}} or `<id>_ar_first`….
    Locked questions take the register's value from `facts`, whatever the browser sent; hidden ones become None.
    Raises NoSuchPage.
    """
    raise NotImplementedError


def settle(*, definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """This will give all answers with the hidden questions' ones set to None, as a submitted case keeps them."""
    raise NotImplementedError


def first_unfinished_page(
    *, definition: Definition, answers: Mapping[str, Any], facts: Mapping[str, Any]
) -> str | None:
    """This will name the first page that still lacks a required, visible answer; None when the form is complete."""
    raise NotImplementedError
