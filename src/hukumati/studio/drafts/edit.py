"""Changes of a draft: one file, or the whole folder; a stale edit is refused, nothing is overwritten."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.studio.drafts import records
from hukumati.studio.drafts.files import check_files, check_path, clean_text, refuse_oversized
from hukumati.studio.drafts.views import Analyst, DraftView
from hukumati.studio.errors import DraftMovedOn, FileRefused, NoSuchDraft
from hukumati.studio.models import Draft, DraftFile


@transaction.atomic
def save_file(*, analyst: Analyst, draft_id: UUID, path: str, text: str, seen: int, now: datetime) -> DraftView:
    """Save a file that the analyst loaded at revision `seen`; 0 creates a new one.

    Raises NoSuchDraft, DraftClosed, DraftMovedOn (with the present text), FileRefused.
    """
    draft = records.lock_writable(analyst=analyst, draft_id=draft_id)
    check_path(path)
    plain, row = clean_text(path, text), draft.files.filter(path=path).first()
    _refuse_stale_file(row, path, seen)
    if row is None or row.text != plain:
        texts = {**records.texts_of(draft), path: plain}
        refuse_oversized(texts)
        records.set_files(draft, texts=texts, analyst=analyst, now=now)
        records.record_change(draft, analyst=analyst, now=now, action="file_written", files=[path])
    return records.view(draft, analyst=analyst)


def _refuse_stale_file(row: DraftFile | None, path: str, seen: int) -> None:
    if row is not None and seen == 0:
        raise FileRefused("exists", path)
    if row is None and seen:
        raise NoSuchDraft("The file was removed.")
    if row is not None and row.revision != seen:
        raise DraftMovedOn(row.text)


@transaction.atomic
def remove_file(*, analyst: Analyst, draft_id: UUID, path: str, seen: int, now: datetime) -> DraftView:
    """Remove one file. Raises NoSuchDraft, DraftClosed, DraftMovedOn."""
    draft = records.lock_writable(analyst=analyst, draft_id=draft_id)
    row = draft.files.filter(path=path).first()
    if row is None:
        raise NoSuchDraft("There is no such file.")
    _refuse_stale_file(row, path, seen)
    row.delete()
    records.record_change(draft, analyst=analyst, now=now, action="file_removed", files=[path])
    return records.view(draft, analyst=analyst)


@transaction.atomic
def replace_files(
    *, analyst: Analyst, draft_id: UUID, texts: dict[str, str], seen: str, now: datetime, action: str = "uploaded"
) -> DraftView:
    """Replace all files of a draft; `seen` is the digest of the draft as the analyst loaded it.

    Raises NoSuchDraft, DraftClosed, DraftMovedOn, FileRefused.
    """
    draft = records.lock_writable(analyst=analyst, draft_id=draft_id)
    refuse_stale(draft, seen)
    changed, removed = records.set_files(draft, texts=check_files(texts), analyst=analyst, now=now)
    if changed or removed:
        details = {"files": changed, "removed": removed}
        records.record_change(draft, analyst=analyst, now=now, action=action, **details)
    return records.view(draft, analyst=analyst)


def refuse_stale(draft: Draft, seen: str) -> None:
    """Refuse to act on a draft that changed since the person loaded it. Raises DraftMovedOn."""
    if records.folder_of(draft.slug, records.texts_of(draft)).digest() != seen:
        raise DraftMovedOn


def get_draft(*, analyst: Analyst, draft_id: UUID) -> DraftView:
    """Return a draft. Raises NoSuchDraft."""
    return records.view(records.find(analyst=analyst, draft_id=draft_id), analyst=analyst)


def get_texts(*, analyst: Analyst, draft_id: UUID) -> dict[str, str]:
    """Return the texts of a draft by path. Raises NoSuchDraft."""
    return records.texts_of(records.find(analyst=analyst, draft_id=draft_id))


def get_base_texts(*, analyst: Analyst, draft_id: UUID) -> dict[str, str]:
    """Return the texts of a draft's base version by path. Raises NoSuchDraft."""
    return records.base_texts(records.find(analyst=analyst, draft_id=draft_id))
