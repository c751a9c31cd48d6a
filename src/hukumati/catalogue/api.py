"""The door of the catalogue: which services exist, and how a folder becomes one.

CatalogueError
└── NoSuchService      404  no service by this code, slug or version

FolderRefused               a folder holds mistakes (`mistakes`: file, line, problem, remedy)
FeeNotOfficial              a paid service with an example fee, outside the demonstration
NewServiceRefused                 answers from which no new folder can be made

What a service says and decides is the service language's: `service_language.api`.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from uuid import UUID

from hukumati.catalogue import queries
from hukumati.catalogue.checks.checking import CheckReport
from hukumati.catalogue.checks.enquiry_scenarios import SimulatedEnquiry
from hukumati.catalogue.checks.scenarios import ScenarioResult
from hukumati.catalogue.checks.simulation import Simulation, registers_of
from hukumati.catalogue.confined_checks import BUSY, UNFINISHED, ChecksBusy, CheckUnfinished, check_folder_apart
from hukumati.catalogue.errors import CatalogueError, NoSuchService
from hukumati.catalogue.exports import formats, public_json
from hukumati.catalogue.exports.formats import (
    CATALOGUE_FORMATS,
    EXPORT_FORMATS,
    CatalogueFormat,
    Exported,
    ExportFormat,
)
from hukumati.catalogue.folder.csv_parser import CsvFile, parse_csv
from hukumati.catalogue.folder.errors import FolderRefused, Mistake
from hukumati.catalogue.folder.files import MAX_FILES, SHARED, Folder, read_folder, read_shared, service_folders
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.folder.sources import is_known_path
from hukumati.catalogue.folder.yaml_parser import YamlFile, parse_yaml
from hukumati.catalogue.folder_checks import (
    check_among_published,
    check_migration,
    check_service_folder,
    sketch_definition,
)
from hukumati.catalogue.offices import office_governorates, office_label
from hukumati.catalogue.provider_services import (
    find_provider_service,
    find_version_source,
    get_provider_service,
    is_name_taken,
    list_provider_services,
    list_versions,
    lock_current_version,
)
from hukumati.catalogue.publishing import FeeNotOfficial, Published, publish_checked_folder, publish_folder
from hukumati.catalogue.scaffolding.new_service import scaffold_service
from hukumati.catalogue.scaffolding.templates import NewService, NewServiceRefused
from hukumati.catalogue.views import ElementUse, ProviderService, PublishedVersion, Service, Summary
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Concepts, Definition, elements_used, lowest_fee, stage_of

__all__ = [  # noqa: RUF022 - grouped by who needs them
    # services as citizens find them, and their versions
    "ElementUse", "Service", "Summary", "catalogue_fingerprint", "get_numbered_version", "get_service", "get_version",
    "list_element_uses", "list_services", "search",
    # the offices of the providers
    "office_governorates",
    "office_label",
    # exports
    "CATALOGUE_FORMATS", "EXPORT_FORMATS", "CatalogueFormat", "ExportFormat", "Exported", "describe_service",
    "describe_services", "export_catalogue", "export_service",
    # services as those see them who write them
    "ProviderService", "PublishedVersion", "find_provider_service", "find_version_source", "get_provider_service",
    "is_name_taken", "list_provider_services", "list_versions", "lock_current_version",
    # the files of a folder
    "MAX_FILES", "SHARED", "CsvFile", "Folder", "NewService", "YamlFile", "is_known_path", "parse_csv",
    "parse_definition", "parse_yaml", "read_folder", "read_shared", "scaffold_service", "service_folders",
    # checking and simulating a folder
    "CheckReport", "Mistake", "ScenarioResult", "SimulatedEnquiry", "Simulation", "check_migration",
    "check_service_folder", "check_folder_apart",
    "BUSY", "UNFINISHED", "CheckUnfinished", "ChecksBusy", "check_among_published", "registers_of", "sketch_definition",
    # publishing a folder
    "Published", "publish_checked_folder", "publish_folder",
    # errors
    "CatalogueError", "FeeNotOfficial", "FolderRefused", "NoSuchService", "NewServiceRefused",
]  # fmt: skip


def search(*, text: str, today: date | None = None) -> tuple[Summary, ...]:
    """Find services by words in Arabic or English, misspelt ones too, best first; empty text finds nothing.

    A call that is not open `today` is "seasonal".
    """
    return tuple(_summary(version.definition, today) for version in queries.find_versions(text=text))


def list_services(*, today: date | None = None) -> tuple[Summary, ...]:
    """List every published service that is not retired, by provider and code; calls as in `search`."""
    return tuple(_summary(version.definition, today) for version in queries.open_versions())


def get_service(*, code_or_slug: str) -> Service:
    """Return the current version of "MOJ-NCC" or "non-conviction-certificate". Raises NoSuchService."""
    try:
        return _service(queries.current_version(code_or_slug))
    except queries.NoSuchVersion:
        raise NoSuchService("There is no such service.") from None


def get_version(*, version_id: UUID) -> Service:
    """Return one version; versions never change, so the process caches them. Raises NoSuchService."""
    try:
        return _cached_version(version_id)
    except queries.NoSuchVersion:
        raise NoSuchService("There is no such version.") from None


@lru_cache(maxsize=2048)
def _cached_version(version_id: UUID) -> Service:
    """Cached, since its summary calculates the lowest fee and every action of a case needs its version."""
    return _service(queries.open_version(version_id))


def get_numbered_version(*, code: str, number: int) -> Service:
    """Return version 3 of "MOJ-NCC", even when a newer one has replaced it. Raises NoSuchService."""
    try:
        return _service(queries.numbered_version(code, number))
    except queries.NoSuchVersion:
        raise NoSuchService("There is no such version.") from None


def export_service(*, service: Service, export_format: ExportFormat, portal: str) -> Exported:
    """Export a service in a published format; `portal` is the portal's address without a slash at its end."""
    return formats.export_service(
        definition=service.definition, number=service.number, export_format=export_format, portal=portal
    )


def export_catalogue(*, export_format: CatalogueFormat, portal: str) -> Exported:
    """Export every service that is not retired as one file of linked data."""
    definitions = [version.definition for version in queries.open_versions()]
    return formats.export_catalogue(definitions=definitions, export_format=export_format, portal=portal)


def describe_services(*, portal: str) -> list[dict[str, object]]:
    """Return every service that is not retired, as the public JSON interface lists it."""
    versions = queries.open_versions()
    return [
        public_json.describe_listed(definition=each.definition, number=each.number, portal=portal) for each in versions
    ]


def describe_service(*, service: Service, portal: str) -> dict[str, object]:
    """Return one service as the public JSON interface describes it."""
    return public_json.describe_full(definition=service.definition, number=service.number, portal=portal)


def list_element_uses(*, element: str) -> tuple[ElementUse, ...]:
    """List where services use an element of the data dictionary: registers read, questions asked, documents issued."""
    concepts = {contract.id: contract.concepts for contract in interoperability.list_contracts()}
    return tuple(
        use
        for version in queries.open_versions()
        for use in (
            *_registers_read(version.definition, element),
            *_elements_used(version.definition, element, concepts),
        )
    )


def _registers_read(definition: Definition, element: str) -> Iterator[ElementUse]:
    for contract in map(interoperability.get_contract, definition.uses):
        if element in contract.concepts.values():
            yield ElementUse(_summary(definition), "register", contract.title)


def _elements_used(definition: Definition, element: str, concepts: Concepts) -> Iterator[ElementUse]:
    for each in elements_used(definition=definition, concepts=concepts):
        if each.element == element:
            yield ElementUse(_summary(definition), each.kind, each.label)


def catalogue_fingerprint() -> str:
    """Return a short text that changes whenever the result of `list_services` does."""
    return queries.fingerprint_of_open_versions()


def _service(version: queries.Version) -> Service:
    definition = version.definition
    return Service(summary=_summary(definition), version_id=version.id, number=version.number, definition=definition)


def _summary(definition: Definition, today: date | None = None) -> Summary:
    call = definition.call
    stage = "open" if today is None else stage_of(call, today)
    return Summary(
        code=definition.code,
        slug=definition.slug,
        name=definition.name,
        summary=definition.summary,
        provider=definition.provider,
        provider_name=definition.provider_name,
        kind=definition.kind,
        status="seasonal" if stage != "open" and definition.status.now == "open" else definition.status.now,
        fee=lowest_fee(definition=definition),
        fee_official=definition.fee_official,
        opens_on=call.opens_on if call and stage == "before" else None,
        closed_on=call.closes_on if call and stage == "over" else None,
    )
