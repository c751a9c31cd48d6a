"""A draft brought up to a version that was published meanwhile: file by file, what only one side changed is taken."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hukumati.catalogue import api as catalogue
from hukumati.studio.drafts import records
from hukumati.studio.drafts.views import Analyst


@dataclass(frozen=True, slots=True)
class Followed:
    """The files taken over from the newer version, and those that both changed: there the draft's text stays."""

    taken: tuple[str, ...]
    both: tuple[str, ...]


@transaction.atomic
def follow_current(*, analyst: Analyst, draft_id: UUID, now: datetime) -> Followed:
    """Make the current version the one that the draft began from. Raises NoSuchDraft, DraftClosed."""
    draft = records.lock_writable(analyst=analyst, draft_id=draft_id)
    service = catalogue.find_provider_service(provider=draft.provider, code_or_slug=draft.slug)
    if service is None or service.current_id == draft.base_id:
        return Followed((), ())
    theirs = catalogue.find_version_source(version_id=service.current_id) or {}
    merged, followed = _merged(records.base_texts(draft), records.texts_of(draft), theirs)
    records.put(draft, texts=merged, analyst=analyst, now=now)
    draft.service_id, draft.base_id = service.id, service.current_id
    told = {"base": service.current_number, "files": list(followed.taken), "both": list(followed.both)}
    records.written(draft, analyst=analyst, now=now, action="followed", **told)
    return followed


def _merged(base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> tuple[dict[str, str], Followed]:
    taken, both, merged = [], [], dict(mine)
    for path in sorted({*base, *theirs, *mine}):
        before, here, there = base.get(path), mine.get(path), theirs.get(path)
        if there in (before, here):
            continue
        if here != before:
            both.append(path)
            continue
        taken.append(path)
        if there is None:
            merged.pop(path, None)
        else:
            merged[path] = there
    return merged, Followed(tuple(taken), tuple(both))
