"""Publishing: a checked folder becomes an immutable version, once for each digest, and the service's current one."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection, transaction

from hukumati.catalogue.checks.agreement_checks import unagreed_contracts
from hukumati.catalogue.checks.migration_checks import migration_mistakes
from hukumati.catalogue.checks.service_references import Services
from hukumati.catalogue.confined_checks import report_apart
from hukumati.catalogue.events import VersionPublished
from hukumati.catalogue.folder.errors import FolderRefused, Mistake
from hukumati.catalogue.folder.files import Folder, read_folder
from hukumati.catalogue.folder_checks import known_folders, published_services
from hukumati.catalogue.models import Service, ServiceVersion
from hukumati.catalogue.queries import open_version
from hukumati.catalogue.version_source import store_source
from hukumati.core.arabic import fold
from hukumati.core.clock import local_date
from hukumati.core.outbox import publish
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Definition, to_json


class FeeNotOfficial(ValueError):
    """Outside the demonstration a paid service must have an official fee."""


@dataclass(frozen=True, slots=True)
class Published:
    """The version that a folder became; `is_new` is false when the folder had not changed."""

    code: str
    number: int
    is_new: bool
    version_id: UUID
    service_id: int


def publish_folder(*, path: Path, by: str, now: datetime, examples_allowed: bool) -> Published:
    """Check a folder, scenarios included, apart, and publish it. Raises FolderRefused, FeeNotOfficial."""
    folder = read_folder(path=path)
    report = report_apart(folder=folder, services=_startable_services(path))
    if report.definition is None:
        raise FolderRefused(list(report.mistakes))
    return publish_checked_folder(
        folder=folder, definition=report.definition, by=by, now=now, examples_allowed=examples_allowed
    )


def _startable_services(path: Path) -> Services:
    """A folder on disk may start a service that is published, or one that will be published together with it."""
    return (*published_services(), *known_folders(path=path))


def publish_checked_folder(
    *, folder: Folder, definition: Definition, by: str, now: datetime, examples_allowed: bool
) -> Published:
    """Publish a folder in which the checks found no mistake, and keep its files.

    Raises FeeNotOfficial, and FolderRefused where running cases would not fit the version they are to move to.
    """
    with transaction.atomic():
        published = publish_definition(
            definition=definition, digest=folder.digest(), by=by, now=now, examples_allowed=examples_allowed
        )
        store_source(version_id=published.version_id, folder=folder)
    return published


def publish_definition(
    *, definition: Definition, digest: str, by: str, now: datetime, examples_allowed: bool
) -> Published:
    """Store a new version unless the current one has the same digest. Raises FeeNotOfficial, FolderRefused."""
    if definition.kind == "paid" and not definition.fee_official and not examples_allowed:
        raise FeeNotOfficial(f"{definition.code}: the fee is an example (official: false)")
    _require_agreements(definition, now)
    with transaction.atomic():
        _refuse_taken_names(definition)
        service = _locked_service(definition)
        is_new = service.current is None or service.current.digest != digest
        if is_new:
            moves_from = _moves_from(service, definition)
            service.current = _new_version(service, definition, digest, by, now)
            _announce(service.current, definition, moves_from, now)
        service.provider, service.status = definition.provider, definition.status.now
        service.save()
        _index(service, definition)
        assert service.current is not None  # noqa: S101 - just set
        return Published(
            code=service.code,
            number=service.current.number,
            is_new=is_new,
            version_id=service.current.id,
            service_id=service.id,
        )


def _require_agreements(definition: Definition, now: datetime) -> None:
    """Raise FolderRefused where the owner of a register does not agree, on this day, to what a service does with it."""
    missing = unagreed_contracts(definition, interoperability.list_agreements(), local_date(now))
    if missing:
        problem = f"the owner of {missing[0]} has not agreed that {definition.provider} uses it for {definition.code}"
        remedy = "Ask the owner of the register for an agreement, or do without it."
        raise FolderRefused([Mistake("service.yaml", 1, "agreement.none", problem, remedy)])


def _moves_from(service: Service, definition: Definition) -> UUID | None:
    """Find the version whose running cases the new one takes over. Raises FolderRefused if they would not fit."""
    migration = definition.migration
    if migration is None:
        return None
    old: UUID | None = service.versions.filter(number=migration.source).values_list("id", flat=True).first()
    if old is None:
        return None
    before = open_version(old).definition
    mistakes = migration_mistakes(old=before, new=definition, migration=migration)
    if mistakes:
        raise FolderRefused(mistakes)
    return old


def _announce(version: ServiceVersion, definition: Definition, moves_from: UUID | None, now: datetime) -> None:
    publish(
        VersionPublished(
            service_code=definition.code, version_id=version.id, number=version.number, moves_from=moves_from, at=now
        )
    )


def _refuse_taken_names(definition: Definition) -> None:
    """Refuse a code or a folder name that another service bears. Raises FolderRefused."""
    others = Service.objects.exclude(identifier=definition.id)
    mistakes = [
        Mistake("service.yaml", 1, f"service.{word}", f"the {word} {name!r} belongs to another service", remedy)
        for word, name, remedy in (
            ("code", definition.code, "Choose another one."),
            ("slug", definition.slug, "Give the folder another name."),
        )
        if others.filter(**{word: name}).exists()
    ]
    if mistakes:
        raise FolderRefused(mistakes)


def _locked_service(definition: Definition) -> Service:
    names = {"code": definition.code, "slug": definition.slug}
    Service.objects.get_or_create(
        identifier=definition.id, defaults={**names, "provider": definition.provider, "status": definition.status.now}
    )
    service = Service.objects.select_for_update(of=("self",)).select_related("current").get(identifier=definition.id)
    service.code, service.slug = definition.code, definition.slug
    return service


def _new_version(service: Service, definition: Definition, digest: str, by: str, now: datetime) -> ServiceVersion:
    last = service.versions.order_by("-number").values_list("number", flat=True).first()
    return ServiceVersion.objects.create(
        id=uuid4(),
        service=service,
        number=(last or 0) + 1,
        digest=digest,
        compiled=json.dumps(to_json(definition=definition), ensure_ascii=False),
        published_at=now,
        published_by=by,
    )


INDEX_SQL = """
UPDATE catalogue_service SET words = %(words)s, index =
  setweight(to_tsvector('arabic', %(name)s) || to_tsvector('english', %(name)s) || to_tsvector('simple', %(name)s), 'A')
  || setweight(to_tsvector('arabic', %(keywords)s) || to_tsvector('english', %(keywords)s)
               || to_tsvector('simple', %(keywords)s), 'B')
  || setweight(to_tsvector('arabic', %(summary)s) || to_tsvector('english', %(summary)s), 'C')
WHERE id = %(id)s
"""


def _index(service: Service, definition: Definition) -> None:
    """Both languages go through both stemmers: a citizen may mix them, and the words do not collide."""
    name = fold(f"{definition.name.ar} {definition.name.en} {definition.code}")
    keywords = fold(" ".join((*definition.keywords, definition.provider_name.ar, definition.provider_name.en)))
    summary = fold(f"{definition.summary.ar} {definition.summary.en}")
    values: dict[str, str | int] = {"id": service.id, "name": name, "keywords": keywords, "summary": summary}
    with connection.cursor() as cursor:
        cursor.execute(INDEX_SQL, {**values, "words": f"{name} {keywords}"})
