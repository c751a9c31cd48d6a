"""New drafts, made from the current version of a service or from the folder of a new one."""

import re
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from hukumati.catalogue import api as catalogue
from hukumati.catalogue.api import NoSuchService, ProviderService
from hukumati.studio.drafts import records
from hukumati.studio.drafts.files import check_files
from hukumati.studio.drafts.views import ACTIVE, Analyst, DraftView
from hukumati.studio.errors import DraftMovedOn, FileRefused
from hukumati.studio.models import Draft

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST_SLUG = 60


def open_draft(*, analyst: Analyst, code: str, now: datetime) -> DraftView:
    """Return the active draft of a service, or create one from its current version.

    Raises NoSuchService, DraftMovedOn.
    """
    service = catalogue.find_provider_service(provider=analyst.provider, code_or_slug=code)
    if service is None:
        raise NoSuchService("There is no such service.")
    texts = catalogue.find_version_source(version_id=service.current_id)
    if texts is None:
        raise NoSuchService("This version was published without its files.")
    draft = _find_active(service.slug) or _create(analyst, service.slug, texts, now, service)
    if draft.provider != analyst.provider:
        raise DraftMovedOn
    return records.view(draft, analyst=analyst)


def create_draft(*, analyst: Analyst, slug: str, texts: dict[str, str], now: datetime) -> DraftView:
    """Create a draft of a new service. Raises FileRefused, DraftMovedOn (the name is taken)."""
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise FileRefused("path", slug[:80])
    if _find_active(slug) or catalogue.is_name_taken(kind="slug", name=slug):
        raise DraftMovedOn
    draft = _create(analyst, slug, check_files(texts), now, None)
    return records.view(draft, analyst=analyst)


def _find_active(slug: str) -> Draft | None:
    return Draft.objects.filter(slug=slug, state__in=ACTIVE).first()


def _create(
    analyst: Analyst, slug: str, texts: dict[str, str], now: datetime, service: ProviderService | None
) -> Draft:
    try:
        with transaction.atomic():
            draft = _create_row(analyst, slug, now, service)
            records.set_files(draft, texts=texts, analyst=analyst, now=now)
            records.record(draft, analyst=analyst, action="begun", base=service.current_number if service else None)
    except IntegrityError:  # two analysts at once: the constraint lets one draft in, both get it
        draft = _find_active(slug) or draft
    return draft


def _create_row(analyst: Analyst, slug: str, now: datetime, service: ProviderService | None) -> Draft:
    return Draft.objects.create(
        id=uuid4(),
        provider=analyst.provider,
        slug=slug,
        service_id=service.id if service else None,
        base_id=service.current_id if service else None,
        writers=[] if service else [analyst.number],
        created_by=analyst.number,
        created_at=now,
        changed_by=analyst.number,
        changed_at=now,
    )
