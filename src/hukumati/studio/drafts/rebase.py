"""The rebase of a draft on a version published meanwhile: a three-way merge file by file."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.catalogue import api as catalogue
from hukumati.studio.drafts import records
from hukumati.studio.drafts.views import Analyst


@dataclass(frozen=True, slots=True)
class RebaseResult:
    """The paths taken from the newer version, and those that both changed: these keep the draft's text."""

    taken: tuple[str, ...]
    conflicts: tuple[str, ...]


@transaction.atomic
def rebase_draft(*, analyst: Analyst, draft_id: UUID, now: datetime) -> RebaseResult:
    """Make the current version the base of a draft. Raises NoSuchDraft, DraftClosed."""
    draft = records.lock_writable(analyst=analyst, draft_id=draft_id)
    service = catalogue.find_provider_service(provider=draft.provider, code_or_slug=draft.slug)
    if service is None or service.current_id == draft.base_id:
        return RebaseResult((), ())
    theirs = catalogue.find_version_source(version_id=service.current_id) or {}
    merged, result = merge_files(records.base_texts(draft), records.texts_of(draft), theirs)
    records.set_files(draft, texts=merged, analyst=analyst, now=now)
    draft.service_id, draft.base_id = service.id, service.current_id
    details = {"base": service.current_number, "files": list(result.taken), "both": list(result.conflicts)}
    records.record_change(draft, analyst=analyst, now=now, action="followed", **details)
    return result


def merge_files(
    base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> tuple[dict[str, str], RebaseResult]:
    """Merge texts by path: take what only `theirs` changed since `base`, keep `mine` where both changed it."""
    taken, conflicts, merged = [], [], dict(mine)
    for path in sorted({*base, *theirs, *mine}):
        before, ours, new = base.get(path), mine.get(path), theirs.get(path)
        if new in (before, ours):
            continue
        if ours != before:
            conflicts.append(path)
            continue
        taken.append(path)
        if new is None:
            merged.pop(path, None)
        else:
            merged[path] = new
    return merged, RebaseResult(tuple(taken), tuple(conflicts))
