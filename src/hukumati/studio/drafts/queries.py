"""What a provider's analysts find: its services, their versions, the drafts, and who did what."""

from typing import cast
from uuid import UUID

from hukumati.catalogue import queries
from hukumati.catalogue.errors import NoSuchService
from hukumati.catalogue.models import Service, ServiceVersion
from hukumati.catalogue.source import source_of
from hukumati.core import audit
from hukumati.studio.drafts import records
from hukumati.studio.drafts.views import ACTIVE, Analyst, DraftState, NewDraft, StudioService, VersionView
from hukumati.studio.models import Draft


def list_own_services(*, analyst: Analyst) -> tuple[StudioService, ...]:
    """List the provider's published services, retired ones too, each with the draft under way."""
    services = Service.objects.filter(provider=analyst.provider, current__isnull=False).order_by("code")
    drafts = {row.slug: row for row in Draft.objects.filter(provider=analyst.provider, state__in=ACTIVE)}
    return tuple(_listed(service, drafts.get(service.slug)) for service in services)


def get_own_service(*, analyst: Analyst, code: str) -> StudioService:
    """Return one service of the provider. Raises NoSuchService."""
    for service in list_own_services(analyst=analyst):
        if service.code == code:
            return service
    raise NoSuchService("There is no such service.")


def _listed(service: Service, draft: Draft | None) -> StudioService:
    assert service.current_id is not None  # noqa: S101 - the query asked for it
    version = queries.open_version(service.current_id)
    return StudioService(
        code=service.code,
        slug=service.slug,
        name=version.definition.name,
        status=service.status,
        current_id=version.id,
        number=version.number,
        draft_id=draft.id if draft else None,
        draft_state=cast(DraftState, draft.state) if draft else None,
    )


def list_new_drafts(*, analyst: Analyst) -> tuple[NewDraft, ...]:
    """List the drafts of services that are not published yet."""
    rows = Draft.objects.filter(provider=analyst.provider, state__in=ACTIVE, service__isnull=True).order_by("slug")
    return tuple(
        NewDraft(row.id, row.slug, cast(DraftState, row.state), row.changed_by, row.changed_at) for row in rows
    )


def list_versions(*, analyst: Analyst, code: str) -> tuple[VersionView, ...]:
    """List the versions of one of the provider's services, the newest first."""
    rows = ServiceVersion.objects.filter(service__code=code, service__provider=analyst.provider)
    newest = rows.select_related("source").defer("compiled").order_by("-number")
    return tuple(
        VersionView(row.id, row.number, row.published_at, row.published_by, hasattr(row, "source")) for row in newest
    )


def get_version_texts(*, analyst: Analyst, version_id: UUID) -> dict[str, str]:
    """Return the files of a version of the provider's own services. Raises NoSuchService."""
    own = ServiceVersion.objects.filter(id=version_id, service__provider=analyst.provider).exists()
    texts = source_of(version_id=version_id) if own else None
    if texts is None:
        raise NoSuchService("There is no such version, or it was published without its files.")
    return texts


def list_deeds(*, analyst: Analyst, slug: str) -> tuple[audit.Entry, ...]:
    """List who did what to a service of the provider in the studio, the newest first."""
    own = Draft.objects.filter(slug=slug, provider=analyst.provider).exists()
    return tuple(reversed(audit.list_entries(subject=records.trail(slug)))) if own else ()
