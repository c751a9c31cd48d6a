"""Reads for those who write services: a provider's services, their versions, and the names that are taken."""

from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from hukumati.catalogue.errors import NoSuchService
from hukumati.catalogue.models import Service, ServiceVersion
from hukumati.catalogue.queries import open_version
from hukumati.catalogue.version_source import find_source
from hukumati.catalogue.views import ProviderService, PublishedVersion


def list_provider_services(*, provider: str) -> tuple[ProviderService, ...]:
    """List a provider's published services by code, retired ones too."""
    return tuple(_view(row) for row in _published().filter(provider=provider).order_by("code"))


def find_provider_service(*, provider: str, code_or_slug: str) -> ProviderService | None:
    """Return a provider's service by its code or its slug, None where the provider has none of that name."""
    named = Q(code=code_or_slug) | Q(slug=code_or_slug)
    row = _published().filter(named, provider=provider).first()
    return None if row is None else _view(row)


def get_provider_service(*, service_id: int) -> ProviderService:
    """Return the service that a foreign key refers to. Raises NoSuchService."""
    row = _published().filter(id=service_id).first()
    if row is None:
        raise NoSuchService("There is no such service.")
    return _view(row)


def is_name_taken(*, kind: Literal["identifier", "code", "slug"], name: str) -> bool:
    """Return whether a service has this identifier, code or slug."""
    return Service.objects.filter(**{kind: name}).exists()


def lock_current_version(*, slug: str) -> UUID | None:
    """Return the id of a service's current version, None for a service that does not exist.

    Nobody publishes another version before the caller's transaction ends.
    """
    return Service.objects.select_for_update().filter(slug=slug).values_list("current_id", flat=True).first()


def list_versions(*, provider: str, code: str) -> tuple[PublishedVersion, ...]:
    """List the versions of one of a provider's services, the newest first."""
    rows = ServiceVersion.objects.filter(service__code=code, service__provider=provider)
    newest = rows.select_related("source").defer("compiled").order_by("-number")
    return tuple(
        PublishedVersion(row.id, row.number, row.published_at, row.published_by, hasattr(row, "source"))
        for row in newest
    )


def find_version_source(*, version_id: UUID, provider: str | None = None) -> dict[str, str] | None:
    """Return the texts of a version's files by path, None for one published without its files.

    With `provider`, versions of other providers' services are not found either.
    """
    if provider is not None and not ServiceVersion.objects.filter(id=version_id, service__provider=provider).exists():
        return None
    return find_source(version_id=version_id)


def _published() -> QuerySet[Service]:
    return Service.objects.filter(current__isnull=False)


def _view(row: Service) -> ProviderService:
    assert row.current_id is not None  # noqa: S101 - `_published` asks for it
    version = open_version(row.current_id)
    return ProviderService(
        id=row.id,
        code=row.code,
        slug=row.slug,
        identifier=row.identifier,
        provider=row.provider,
        status=row.status,
        name=version.definition.name,
        current_id=version.id,
        current_number=version.number,
    )
