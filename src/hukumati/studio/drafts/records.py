"""Rows of drafts: finding, locking, changing and viewing them."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast
from uuid import UUID

from hukumati.catalogue import api as catalogue
from hukumati.catalogue.api import Folder
from hukumati.core import audit
from hukumati.studio.drafts.views import WRITABLE, Analyst, DraftState, DraftView, FileView
from hukumati.studio.errors import DraftClosed, NoSuchDraft
from hukumati.studio.models import Draft, DraftFile


def find(*, analyst: Analyst, draft_id: UUID) -> Draft:
    """Return a draft of the analyst's own provider. Raises NoSuchDraft."""
    row = Draft.objects.filter(id=draft_id, provider=analyst.provider).first()
    if row is None:
        raise NoSuchDraft("There is no such draft.")
    return row


def lock(*, analyst: Analyst, draft_id: UUID) -> Draft:
    """Return a draft locked until the transaction ends. Raises NoSuchDraft."""
    find(analyst=analyst, draft_id=draft_id)
    return Draft.objects.select_for_update().get(id=draft_id)


def lock_writable(*, analyst: Analyst, draft_id: UUID) -> Draft:
    """Return a draft whose files may be changed, locked. Raises NoSuchDraft, DraftClosed."""
    draft = lock(analyst=analyst, draft_id=draft_id)
    if draft.state not in WRITABLE:
        raise DraftClosed(draft.state)
    return draft


def texts_of(draft: Draft) -> dict[str, str]:
    """Return the texts of a draft by path."""
    return dict(draft.files.order_by("path").values_list("path", "text"))


def folder_of(slug: str, texts: dict[str, str]) -> Folder:
    """Return texts by path as a folder, without the shared files."""
    return Folder(name=slug, files={path: text.encode() for path, text in texts.items()})


def record_change(draft: Draft, *, analyst: Analyst, now: datetime, action: str, **details: object) -> None:
    """Record who changed a draft, in its row and in the audit trail."""
    if analyst.number not in draft.writers:
        draft.writers = [*draft.writers, analyst.number]
    draft.changed_by, draft.changed_at = analyst.number, now
    draft.save()
    record(draft, analyst=analyst, action=action, **details)


def record(draft: Draft, *, analyst: Analyst, action: str, **details: object) -> None:
    """Add an entry to the audit trail of the service."""
    entry = {"draft": str(draft.id), **details}
    audit.record(subject=audit_subject(draft.slug), actor=analyst.number, action=f"studio.{action}", details=entry)


def audit_subject(slug: str) -> str:
    """Return the subject of a service's audit trail."""
    return f"service:{slug}"


def view(draft: Draft, *, analyst: Analyst) -> DraftView:
    """Return the view of a draft for one analyst."""
    rows = list(draft.files.order_by("path"))
    base = base_texts(draft)
    service = catalogue.get_provider_service(service_id=draft.service_id) if draft.service_id else None
    return DraftView(
        id=draft.id,
        slug=draft.slug,
        code=service.code if service else "",
        state=cast(DraftState, draft.state),
        base_id=draft.base_id,
        base_number=_version_number(draft.base_id),
        current_number=service.current_number if service else None,
        writers=tuple(draft.writers),
        changed_by=draft.changed_by,
        changed_at=draft.changed_at,
        submitted_by=draft.submitted_by,
        submitted_at=draft.submitted_at,
        remarks=draft.remarks,
        reviewed_by=draft.reviewed_by,
        reviewed_at=draft.reviewed_at,
        published_id=draft.published_id,
        published_number=_version_number(draft.published_id),
        files=tuple(_file_view(row, base) for row in rows),
        removed=tuple(sorted(base.keys() - {row.path for row in rows})),
        digest=folder_of(draft.slug, {row.path: row.text for row in rows}).digest(),
        may_publish=may_review(draft, analyst),
    )


def _version_number(version_id: UUID | None) -> int | None:
    return catalogue.get_version(version_id=version_id).number if version_id else None


def may_review(draft: Draft, analyst: Analyst) -> bool:
    """Return whether the analyst neither changed the draft nor sent it to review (four-eyes principle)."""
    return analyst.number not in {*draft.writers, draft.submitted_by}


def base_texts(draft: Draft) -> dict[str, str]:
    """Return the texts of a draft's base version by path; none for a new service."""
    return (catalogue.find_version_source(version_id=draft.base_id) if draft.base_id else None) or {}


def _file_view(row: DraftFile, base: dict[str, str]) -> FileView:
    before = base.get(row.path)
    change = "added" if before is None else "same" if before == row.text else "changed"
    return FileView(row.path, len(row.text.encode()), row.revision, row.changed_by, row.changed_at, change)  # type: ignore[arg-type]


def set_files(draft: Draft, *, texts: dict[str, str], analyst: Analyst, now: datetime) -> tuple[list[str], list[str]]:
    """Replace the files of a draft; return the paths that changed and those that were removed."""
    before = texts_of(draft)
    changed = [path for path, text in texts.items() if before.get(path) != text]
    removed = [path for path in before if path not in texts]
    draft.files.filter(path__in=removed).delete()
    _write(draft, {path: texts[path] for path in changed}, analyst, now)
    return changed, removed


def _write(draft: Draft, texts: dict[str, str], analyst: Analyst, now: datetime) -> None:
    last: dict[str, int] = dict(draft.files.filter(path__in=list(texts)).values_list("path", "revision"))
    rows: Iterable[DraftFile] = (
        DraftFile(
            draft=draft, path=path, text=text, revision=last.get(path, 0) + 1, changed_by=analyst.number, changed_at=now
        )
        for path, text in texts.items()
    )
    DraftFile.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["draft", "path"],
        update_fields=["text", "revision", "changed_by", "changed_at"],
    )
