"""Writing in a draft: one file, several, or the whole folder; who was slower is refused, never overruled."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.studio.drafts import records
from hukumati.studio.drafts.files import check_files, check_path, clean_text, refuse_too_much
from hukumati.studio.drafts.views import Analyst, DraftView
from hukumati.studio.errors import DraftMovedOn, FileRefused, NoSuchDraft
from hukumati.studio.models import Draft, DraftFile

NAMED_FILES = 50
"""So many paths at most are named in one line of the audit trail."""


@transaction.atomic
def save_file(*, analyst: Analyst, draft_id: UUID, path: str, text: str, seen: int, now: datetime) -> DraftView:
    """Write one file that the analyst saw at revision `seen`; 0 means that she makes it anew.

    Raises NoSuchDraft, DraftClosed, DraftMovedOn (with the present text), FileRefused.
    """
    draft = records.lock_writable(analyst=analyst, draft_id=draft_id)
    check_path(path)
    plain, row = clean_text(path, text), draft.files.filter(path=path).first()
    _refuse_stale(row, path, seen)
    if row is None or row.text != plain:
        texts = {**records.texts_of(draft), path: plain}
        refuse_too_much(texts)
        records.put(draft, texts=texts, analyst=analyst, now=now)
        records.written(draft, analyst=analyst, now=now, action="file_written", files=[path])
    return records.view(draft, analyst=analyst)


def _refuse_stale(row: DraftFile | None, path: str, seen: int) -> None:
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
    _refuse_stale(row, path, seen)
    row.delete()
    records.written(draft, analyst=analyst, now=now, action="file_removed", files=[path])
    return records.view(draft, analyst=analyst)


@transaction.atomic
def replace_files(
    *, analyst: Analyst, draft_id: UUID, texts: dict[str, str], seen: str, now: datetime, action: str = "uploaded"
) -> DraftView:
    """Make the draft be these files; `seen` is the digest of the draft as the analyst knew it.

    Raises NoSuchDraft, DraftClosed, DraftMovedOn, FileRefused.
    """
    draft = records.lock_writable(analyst=analyst, draft_id=draft_id)
    refuse_unseen(draft, seen)
    changed, gone = records.put(draft, texts=check_files(texts), analyst=analyst, now=now)
    if changed or gone:
        told = {"files": changed[:NAMED_FILES], "removed": gone[:NAMED_FILES]}
        records.written(draft, analyst=analyst, now=now, action=action, **told)
    return records.view(draft, analyst=analyst)


def refuse_unseen(draft: Draft, seen: str) -> None:
    """Refuse to go on with a draft that is not as the person saw it. Raises DraftMovedOn."""
    if records.folder_of(draft.slug, records.texts_of(draft)).digest() != seen:
        raise DraftMovedOn


def get_draft(*, analyst: Analyst, draft_id: UUID) -> DraftView:
    """Show a draft. Raises NoSuchDraft."""
    return records.view(records.find(analyst=analyst, draft_id=draft_id), analyst=analyst)


def get_texts(*, analyst: Analyst, draft_id: UUID) -> dict[str, str]:
    """Return all files of a draft. Raises NoSuchDraft."""
    return records.texts_of(records.find(analyst=analyst, draft_id=draft_id))


def get_base_texts(*, analyst: Analyst, draft_id: UUID) -> dict[str, str]:
    """Return the files of the version that the draft began from. Raises NoSuchDraft."""
    return records.base_texts(records.find(analyst=analyst, draft_id=draft_id))
