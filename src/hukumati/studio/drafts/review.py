"""Review by two people: one submits a draft, another publishes exactly what they read, or sends it back."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from hukumati.catalogue import api as catalogue
from hukumati.catalogue.api import FeeNotOfficial, FolderRefused, Published
from hukumati.core.text import clean_text
from hukumati.service_language.api import Definition
from hukumati.studio.drafts import records
from hukumati.studio.drafts.check import check, folder_with_shared_files
from hukumati.studio.drafts.edit import refuse_stale
from hukumati.studio.drafts.views import WRITABLE, Analyst, DraftView
from hukumati.studio.errors import BaseMovedOn, DraftClosed, DraftNotSound, FeeIsExample, NothingChanged, OwnDraft
from hukumati.studio.models import Draft

LONGEST_REMARKS = 4000


@transaction.atomic
def send_to_review(*, analyst: Analyst, draft_id: UUID, seen: str, now: datetime) -> DraftView:
    """Submit a sound draft for review; its files are frozen meanwhile.

    Raises NoSuchDraft, DraftClosed, DraftMovedOn, NothingChanged, BaseMovedOn, DraftNotSound.
    """
    draft = records.lock_writable(analyst=analyst, draft_id=draft_id)
    refuse_stale(draft, seen)
    _refuse_unchanged(draft)
    _refuse_old_base(draft)
    _require_sound(draft)
    draft.state, draft.submitted_by, draft.submitted_at, draft.remarks = "in_review", analyst.number, now, ""
    draft.save()
    records.record(draft, analyst=analyst, action="sent_to_review", digest=seen)
    return records.view(draft, analyst=analyst)


def _refuse_unchanged(draft: Draft) -> None:
    if records.base_texts(draft) == records.texts_of(draft):
        raise NothingChanged


def _refuse_old_base(draft: Draft) -> None:
    """Refuse a draft whose base is not the current version: that version would be undone without a review."""
    if catalogue.lock_current_version(slug=draft.slug) != draft.base_id:
        raise BaseMovedOn


def _require_sound(draft: Draft) -> Definition:
    checked = check(draft)
    if checked.definition is None:
        raise DraftNotSound(f"{len(checked.mistakes)}")
    return checked.definition


@transaction.atomic
def take_back(*, analyst: Analyst, draft_id: UUID, now: datetime) -> DraftView:
    """Withdraw a draft from review, by who submitted it. Raises NoSuchDraft, DraftClosed, OwnDraft."""
    draft = _lock_in_review(analyst, draft_id)
    if draft.submitted_by != analyst.number:
        raise OwnDraft
    return _reopen(draft, analyst, "open", "taken_back")


@transaction.atomic
def send_back(*, analyst: Analyst, draft_id: UUID, remarks: str, now: datetime) -> DraftView:
    """Return a draft to its authors with remarks. Raises NoSuchDraft, DraftClosed, OwnDraft."""
    draft = _lock_in_review(analyst, draft_id)
    if not records.may_review(draft, analyst):
        raise OwnDraft
    draft.remarks, draft.reviewed_by, draft.reviewed_at = (
        clean_text(remarks, longest=LONGEST_REMARKS),
        analyst.number,
        now,
    )
    return _reopen(draft, analyst, "sent_back", "sent_back", remarks=draft.remarks)


def _lock_in_review(analyst: Analyst, draft_id: UUID) -> Draft:
    draft = records.lock(analyst=analyst, draft_id=draft_id)
    if draft.state != "in_review":
        raise DraftClosed(draft.state)
    return draft


def _reopen(draft: Draft, analyst: Analyst, state: str, action: str, **details: object) -> DraftView:
    draft.state = state
    draft.save()
    records.record(draft, analyst=analyst, action=action, **details)
    return records.view(draft, analyst=analyst)


@transaction.atomic
def publish_draft(*, analyst: Analyst, draft_id: UUID, seen: str, now: datetime) -> Published:
    """Publish the files with the digest `seen` as a new version; publishing again returns the same version.

    Raises NoSuchDraft, DraftClosed, OwnDraft, DraftMovedOn, BaseMovedOn, DraftNotSound, FeeIsExample.
    """
    draft = records.lock(analyst=analyst, draft_id=draft_id)
    if draft.state == "published" and draft.published_id and draft.service_id:
        return _published_before(draft.service_id, draft.published_id)
    if draft.state != "in_review":
        raise DraftClosed(draft.state)
    if not records.may_review(draft, analyst):
        raise OwnDraft
    refuse_stale(draft, seen)
    _refuse_old_base(draft)
    published = _publish(draft, _require_sound(draft), analyst, now)
    _close(draft, published, analyst, now)
    return published


def _published_before(service_id: int, version_id: UUID) -> Published:
    service, version = (
        catalogue.get_provider_service(service_id=service_id),
        catalogue.get_version(version_id=version_id),
    )
    return Published(service.code, version.number, is_new=False, version_id=version_id, service_id=service_id)


def _publish(draft: Draft, definition: Definition, analyst: Analyst, now: datetime) -> Published:
    folder = folder_with_shared_files(draft.slug, records.texts_of(draft))
    try:
        return catalogue.publish_checked_folder(
            folder=folder,
            definition=definition,
            by=analyst.number,
            now=now,
            examples_allowed=settings.HUKUMATI.demo,
        )
    except FeeNotOfficial:
        raise FeeIsExample from None
    except FolderRefused:  # running cases that the new version has no state for
        raise DraftNotSound from None


def _close(draft: Draft, published: Published, analyst: Analyst, now: datetime) -> None:
    draft.state, draft.published_id, draft.service_id = "published", published.version_id, published.service_id
    draft.reviewed_by, draft.reviewed_at = analyst.number, now
    draft.save()
    details = {"version": published.number, "writers": draft.writers, "submitted_by": draft.submitted_by}
    records.record(draft, analyst=analyst, action="published", **details)


@transaction.atomic
def discard_draft(*, analyst: Analyst, draft_id: UUID, now: datetime) -> None:
    """Discard a draft; its row and files are kept. Raises NoSuchDraft, DraftClosed."""
    draft = records.lock(analyst=analyst, draft_id=draft_id)
    if draft.state not in WRITABLE:
        raise DraftClosed(draft.state)
    draft.state = "discarded"
    draft.save()
    records.record(draft, analyst=analyst, action="discarded")
