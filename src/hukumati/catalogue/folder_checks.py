"""Checks of a folder against what exists on this platform: registers, data elements, seals, services, versions."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, cast

from django.conf import settings

from hukumati.catalogue import queries
from hukumati.catalogue.checks.checking import CheckReport, check_folder
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.migration_checks import migration_mistakes
from hukumati.catalogue.checks.notice_checks import RegisterNotice
from hukumati.catalogue.checks.service_references import (
    Services,
    check_service_names,
    check_service_references,
    published_service,
    services_in,
)
from hukumati.catalogue.folder.diagnostics import Diagnostics
from hukumati.catalogue.folder.errors import FolderRefused, Mistake
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.parser import parse_folder
from hukumati.catalogue.folder.schema_nodes import SchemaNode
from hukumati.catalogue.folder.yaml_parser import YamlFile, parse_yaml
from hukumati.documents.api import check_templates
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Definition
from hukumati.trust import api as trust

READ_HERE: Final = ("service.yaml", "flow.yaml", "answer.yaml")
"""The files of a folder that speak of other services."""


def check_service_folder(*, folder: Folder, services: Callable[[], Services] | None = None) -> CheckReport:
    """Check a folder and play its scenarios; `services` returns those beside it (None: not checked)."""
    return check_folder(
        folder=folder,
        contracts=known_contracts(),
        notices=known_notices(),
        agreements=interoperability.list_agreements(),
        elements=known_elements(),
        seals=known_seals(),
        services=services,
        setting=check_templates,
    )


def check_among_published(*, folder: Folder, definition: Definition) -> tuple[Mistake, ...]:
    """Return the mistakes in a definition against the services published now: those it starts, names it shares."""
    diagnostics, published = Diagnostics(), published_services()
    try:
        read = {name: parse_yaml(file=name, data=data) for name, data in folder.files.items() if name in READ_HERE}
    except FolderRefused:  # told by the checks of the folder itself
        return ()
    nothing: YamlFile[object] = YamlFile(file="flow.yaml", value={}, lines={})
    check_service_references(
        definition=definition,
        flow=read.get("flow.yaml", nothing),
        answer=read.get("answer.yaml"),
        diagnostics=diagnostics,
        services=published,
    )
    check_service_names(
        definition=definition,
        service=read["service.yaml"],
        diagnostics=diagnostics,
        services=published,
        words=("reference_prefix",),  # the studio looks after the others
    )
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
        parsed = parse_folder(folder=folder)
        if parsed.is_malformed:
            return None
        flow = parsed.definition.flow
        return parsed.definition if parsed.definition.answer or flow.start in flow.states else None
    except Exception:
        # parsing goes on past mistakes, and then meets values of any shape; the checks tell what is wrong
        return None


def known_contracts() -> tuple[RegisterContract, ...]:
    """List the register contracts that service folders may use."""
    contracts = interoperability.list_contracts()
    return tuple(
        RegisterContract(contract.id, cast(SchemaNode, contract.schema), contract.concepts, tuple(contract.parameters))
        for contract in contracts
    )


def known_notices() -> tuple[RegisterNotice, ...]:
    """List the contracts under which service folders may tell registers something."""
    return tuple(_notice(each) for each in interoperability.list_notice_contracts())


def _notice(contract: interoperability.NoticeContract) -> RegisterNotice:
    find_fault = partial(interoperability.find_notice_fault, contract=contract.id)
    return RegisterNotice(
        contract.id,
        tuple(contract.schema["properties"]),
        tuple(contract.schema["required"]),
        lambda message: find_fault(message=message),
    )


def known_elements() -> frozenset[str]:
    """List the elements of the data dictionary that service folders may refer to."""
    return frozenset(element.id for element in interoperability.list_elements())


def known_seals() -> tuple[str, ...]:
    """List the seals that documents may bear."""
    return trust.list_offices()


def known_folders(*, path: Path) -> Services:
    """Return the services whose folders stand beside this one, and those in the platform's services directory."""
    beside, platform = path.resolve().parent.parent, settings.HUKUMATI.services_dir.resolve()
    elsewhere = services_in(platform) if platform != beside else ()
    return (*services_in(beside), *(replace(each, is_elsewhere=True) for each in elsewhere))


def published_services() -> Services:
    """Return the services that are published, retired ones too."""
    return tuple(published_service(each.definition) for each in queries.current_versions())
