"""Checks of a folder against what exists on this platform: registers, data elements, seals, services, versions."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from django.conf import settings

from hukumati.catalogue import queries
from hukumati.catalogue.checks.checking import CheckReport, check_folder
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.migration_checks import migration_mistakes
from hukumati.catalogue.checks.service_references import Services, check_service_references, services_in, starts_of
from hukumati.catalogue.folder.diagnostics import Diagnostics
from hukumati.catalogue.folder.errors import FolderRefused, Mistake
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.parser import parse_folder
from hukumati.catalogue.folder.schema_nodes import SchemaNode
from hukumati.catalogue.folder.yaml_parser import parse_yaml
from hukumati.documents.api import check_templates
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Definition
from hukumati.trust import api as trust


def check_service_folder(*, folder: Folder, services: Callable[[], Services] | None = None) -> CheckReport:
    """Check a folder and play its scenarios; `services` returns those that it may start (None: not checked)."""
    return check_folder(
        folder=folder,
        contracts=known_contracts(),
        elements=known_elements(),
        seals=known_seals(),
        services=services,
        setting=check_templates,
    )


def check_started_services(*, folder: Folder, definition: Definition) -> tuple[Mistake, ...]:
    """Return the mistakes in the services that a definition starts, against those published now."""
    diagnostics = Diagnostics()
    flow = parse_yaml(file="flow.yaml", data=folder.files["flow.yaml"])
    check_service_references(definition=definition, flow=flow, diagnostics=diagnostics, services=published_services)
    return tuple(diagnostics.mistakes)


def check_migration(*, code: str, definition: Definition) -> tuple[Mistake, ...]:
    """Return what running cases of the service would miss in the version that they are to move to."""
    migration = definition.migration
    if migration is None:
        return ()
    try:
        old = queries.numbered_version(code, migration.source)
    except queries.NoSuchVersion:
        return ()
    return tuple(migration_mistakes(old=old.definition, new=definition, migration=migration))


def sketch_definition(*, folder: Folder) -> Definition | None:
    """Return a definition from a folder that may hold mistakes, None where it cannot be parsed.

    Good enough for a picture or a comparison, never for publishing.
    """
    try:
        return parse_folder(folder=folder).definition
    except (FolderRefused, ValueError, LookupError, TypeError, AttributeError):
        # parsing goes on past mistakes, and then meets values of any shape
        return None


def known_contracts() -> tuple[RegisterContract, ...]:
    """List the register contracts that service folders may use."""
    contracts = interoperability.list_contracts()
    return tuple(
        RegisterContract(contract.id, cast(SchemaNode, contract.schema), contract.concepts, tuple(contract.parameters))
        for contract in contracts
    )


def known_elements() -> frozenset[str]:
    """List the elements of the data dictionary that service folders may refer to."""
    return frozenset(element.id for element in interoperability.list_elements())


def known_seals() -> tuple[str, ...]:
    """List the seals that documents may bear."""
    return trust.list_offices()


def known_folders(*, path: Path) -> Services:
    """Return the services whose folders stand beside this one, or in the platform's services directory."""
    return services_in(settings.HUKUMATI.services_dir, path.resolve().parent.parent)


def published_services() -> Services:
    """Return the services that are published and not retired."""
    return {each.definition.code: starts_of(each.definition) for each in queries.open_versions()}
