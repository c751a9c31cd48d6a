"""What analysts read: their provider's services, versions, drafts and activity."""

from typing import cast
from uuid import UUID

from hukumati.catalogue import api as catalogue
from hukumati.catalogue.api import NoSuchService, ProviderService, PublishedVersion
from hukumati.core import audit
from hukumati.studio.drafts import records
from hukumati.studio.drafts.views import ACTIVE, Analyst, DraftState, NewDraft, StudioService
from hukumati.studio.models import Draft


def list_own_services(*, analyst: Analyst) -> tuple[StudioService, ...]:
    """List the provider's published services, retired ones too, each with its active draft."""
    services = catalogue.list_provider_services(provider=analyst.provider)
    drafts = {row.slug: row for row in Draft.objects.filter(provider=analyst.provider, state__in=ACTIVE)}
    return tuple(_studio_service(service, drafts.get(service.slug)) for service in services)


def get_own_service(*, analyst: Analyst, code: str) -> StudioService:
    """Return one service of the provider. Raises NoSuchService."""
    for service in list_own_services(analyst=analyst):
        if service.code == code:
            return service
    raise NoSuchService("There is no such service.")


def _studio_service(service: ProviderService, draft: Draft | None) -> StudioService:
    return StudioService(
        code=service.code,
        slug=service.slug,
        name=service.name,
        status=service.status,
        current_id=service.current_id,
        number=service.current_number,
        draft_id=draft.id if draft else None,
        draft_state=cast(DraftState, draft.state) if draft else None,
    )


def list_new_drafts(*, analyst: Analyst) -> tuple[NewDraft, ...]:
    """List the drafts of services that are not published yet."""
    rows = Draft.objects.filter(provider=analyst.provider, state__in=ACTIVE, service__isnull=True).order_by("slug")
    return tuple(
        NewDraft(row.id, row.slug, cast(DraftState, row.state), row.changed_by, row.changed_at) for row in rows
    )


def list_versions(*, analyst: Analyst, code: str) -> tuple[PublishedVersion, ...]:
    """List the versions of one of the provider's services, the newest first."""
    return catalogue.list_versions(provider=analyst.provider, code=code)


def get_version_texts(*, analyst: Analyst, version_id: UUID) -> dict[str, str]:
    """Return the files of a version of the provider's own services. Raises NoSuchService."""
    texts = catalogue.find_version_source(version_id=version_id, provider=analyst.provider)
    if texts is None:
        raise NoSuchService("There is no such version, or it was published without its files.")
    return texts


def list_activity(*, analyst: Analyst, slug: str) -> tuple[audit.Entry, ...]:
    """List the audit entries of a service of the provider in the studio, the newest first."""
    own = Draft.objects.filter(slug=slug, provider=analyst.provider).exists()
    return tuple(reversed(audit.list_entries(subject=records.audit_subject(slug)))) if own else ()
