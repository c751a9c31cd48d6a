"""The door of the catalogue: find services, read one, and ask its definition.

CatalogueError
└── NoSuchService      404  no service by this code, slug or version

What a service says and decides is the service language's: `service_language.api`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from hukumati.catalogue import queries
from hukumati.catalogue.errors import CatalogueError, NoSuchService
from hukumati.catalogue.exports import described, formats
from hukumati.catalogue.exports.formats import CATALOGUE_FORMS, FORMS, CatalogueForm, Exported
from hukumati.catalogue.exports.formats import Form as ExportForm
from hukumati.catalogue.folder.new_folder import NewService, NotPossible
from hukumati.catalogue.scaffolding import new_folder
from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Concepts, Definition, elements_used, lowest_fee

__all__ = [
    "CATALOGUE_FORMS", "FORMS", "CatalogueError", "CatalogueForm", "ElementUse", "ExportForm", "Exported", "NewService",
    "NoSuchService", "NotPossible", "Service", "Summary", "catalogue_mark", "describe_service", "describe_services",
    "export_catalogue", "export_service", "get_numbered_version", "get_service", "get_version", "list_element_uses",
    "list_services", "new_folder", "search",
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
    """Find services by words in Arabic or English, misspelt ones too, best first; for empty text nothing."""
    return tuple(_summary(version.definition) for version in queries.find_versions(text=text, limit=limit))


def list_services() -> tuple[Summary, ...]:
    """List every published service that is not retired, by provider and code."""
    return tuple(_summary(version.definition) for version in queries.open_versions())


def get_service(*, code_or_slug: str) -> Service:
    """Return the current version of "MOJ-NCC" or "non-conviction-certificate". Raises NoSuchService."""
    try:
        return _service(queries.current_version(code_or_slug))
    except queries.NoSuchVersion:
        raise NoSuchService("There is no such service.") from None


def get_version(*, version_id: UUID) -> Service:
    """Return one version, kept in the process since versions never change. Raises NoSuchService."""
    try:
        return _opened(version_id)
    except queries.NoSuchVersion:
        raise NoSuchService("There is no such version.") from None


@lru_cache(maxsize=2048)
def _opened(version_id: UUID) -> Service:
    """Its summary works out the lowest fee: once, since each action of a case asks for its version."""
    return _service(queries.open_version(version_id))


def get_numbered_version(*, code: str, number: int) -> Service:
    """Return version 3 of "MOJ-NCC", even when a newer one has replaced it. Raises NoSuchService."""
    try:
        return _service(queries.numbered_version(code, number))
    except queries.NoSuchVersion:
        raise NoSuchService("There is no such version.") from None


def export_service(*, service: Service, form: ExportForm, portal: str) -> Exported:
    """Write a service in a published format; `portal` is the portal's address without a slash at its end."""
    return formats.export_service(definition=service.definition, number=service.number, form=form, portal=portal)


def export_catalogue(*, form: CatalogueForm, portal: str) -> Exported:
    """Write every service that is not retired as one file of linked data."""
    definitions = [version.definition for version in queries.open_versions()]
    return formats.export_catalogue(definitions=definitions, form=form, portal=portal)


def describe_services(*, portal: str) -> list[dict[str, Any]]:
    """Tell every service that is not retired as the public JSON interface lists it."""
    versions = queries.open_versions()
    return [described.in_a_list(definition=each.definition, number=each.number, portal=portal) for each in versions]


def describe_service(*, service: Service, portal: str) -> dict[str, Any]:
    """Tell one service as the public JSON interface does."""
    return described.whole(definition=service.definition, number=service.number, portal=portal)


def list_element_uses(*, element: str) -> tuple[ElementUse, ...]:
    """List where services have to do with an element of the data dictionary: answers read, asked, issued."""
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
    """Return a short text that changes whenever what `list_services` gives changes."""
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
