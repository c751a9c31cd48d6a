"""The checks of a draft: those of every folder, and those that keep it its provider's own service."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from time import monotonic
from typing import Final
from uuid import UUID

from django.conf import settings

from hukumati.catalogue import api as catalogue
from hukumati.catalogue.api import Folder, FolderRefused, Mistake, YamlFile, parse_yaml
from hukumati.service_language.api import Definition
from hukumati.studio.drafts import preview, records
from hukumati.studio.drafts.preview import PEOPLE, Scenario
from hukumati.studio.drafts.views import Analyst, Checked
from hukumati.studio.models import Draft

UNFINISHED_SECONDS: Final = 300.0
"""So long a folder whose check did not end is not checked again."""
MOST_UNFINISHED: Final = 100
_unfinished_until: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class _CacheKey:
    """The key of the cache: a folder is known by its digest, so that an unchanged one is not checked twice."""

    name: str
    digest: str
    folder: Folder = field(compare=False)


def check_draft(*, analyst: Analyst, draft_id: UUID) -> Checked:
    """Check a draft and play its scenarios. Raises NoSuchDraft."""
    return check(records.find(analyst=analyst, draft_id=draft_id))


def check(draft: Draft) -> Checked:
    """Check the row of a draft.

    Only the checks of the folder itself are cached: the others depend on the database.
    """
    folder = folder_with_shared_files(draft.slug, records.texts_of(draft))
    checked = _checked(_CacheKey(folder.name, folder.digest(), folder))
    found = [
        *_identity_mistakes(draft, folder),
        *_migration_mistakes(draft, checked.definition),
        *_mistakes_among_published(checked.sketch, folder),
    ]
    if not found:
        return checked
    return replace(checked, mistakes=tuple(sorted({*checked.mistakes, *found})), definition=None)


def folder_with_shared_files(slug: str, texts: dict[str, str]) -> Folder:
    """Return the texts of a draft as a folder, together with the platform's shared files."""
    own = records.folder_of(slug, texts)
    return Folder(slug, {**own.files, **catalogue.read_shared(root=settings.HUKUMATI.services_dir)})


def list_scenarios(*, analyst: Analyst, draft_id: UUID) -> tuple[Scenario, ...]:
    """List the scenarios that a preview of the draft can begin with. Raises NoSuchDraft."""
    draft = records.find(analyst=analyst, draft_id=draft_id)
    folder = folder_with_shared_files(draft.slug, records.texts_of(draft))
    people = parse_yaml(file=PEOPLE, data=folder.files.get(PEOPLE, b"{}")).value
    return preview.list_scenarios(texts=records.texts_of(draft), people=people)


def _checked(key: _CacheKey) -> Checked:
    """Return what the checks found, or that they did not come to an end: the pages of a draft are always shown."""
    if monotonic() < _unfinished_until.get(key.digest, 0):
        return _not_checked(catalogue.UNFINISHED)
    try:
        return _finished(key)
    except catalogue.ChecksBusy:
        return _not_checked(catalogue.BUSY)
    except catalogue.CheckUnfinished:
        _unfinished_until[key.digest] = monotonic() + UNFINISHED_SECONDS
        while len(_unfinished_until) > MOST_UNFINISHED:
            _unfinished_until.pop(next(iter(_unfinished_until)))
        return _not_checked(catalogue.UNFINISHED)


@lru_cache(maxsize=64)
def _finished(key: _CacheKey) -> Checked:
    found = catalogue.check_folder_apart(folder=key.folder)
    return Checked(found.report.mistakes, found.report.scenarios, found.report.definition, found.sketch)


def _not_checked(mistake: Mistake) -> Checked:
    return Checked((mistake,), (), None, None)


def _migration_mistakes(draft: Draft, definition: Definition | None) -> tuple[Mistake, ...]:
    """List states of running cases for which migrate.yaml names no state of the new version."""
    if definition is None or draft.service_id is None:
        return ()
    service = catalogue.get_provider_service(service_id=draft.service_id)
    return catalogue.check_migration(code=service.code, definition=definition)


def _mistakes_among_published(sketch: Definition | None, folder: Folder) -> tuple[Mistake, ...]:
    """List what is wrong beside the published services; not cached, since services are published meanwhile."""
    return () if sketch is None else catalogue.check_among_published(folder=folder, definition=sketch)


def _identity_mistakes(draft: Draft, folder: Folder) -> list[Mistake]:
    """Refuse that a draft changes its provider, or the identifiers of its service, or takes those of another one."""
    try:
        source = parse_yaml(file="service.yaml", data=folder.files.get("service.yaml", b""))
    except FolderRefused:
        return []
    content = source.value if isinstance(source.value, dict) else {}
    mistakes = []
    if content.get("provider", draft.provider) != draft.provider:
        mistakes.append(
            _mistake(source, "provider", "the provider is not your own", f"Write `provider: {draft.provider}`.")
        )
    return [*mistakes, *_identifier_mistakes(draft, source, content)]


def _identifier_mistakes(draft: Draft, source: YamlFile[object], content: dict[str, object]) -> list[Mistake]:
    if draft.service_id is not None:
        service = catalogue.get_provider_service(service_id=draft.service_id)
        published = {"id": service.identifier, "code": service.code}
        return [
            _mistake(source, name, f"the {name} of a published service never changes", f"Write `{name}: {value}`.")
            for name, value in published.items()
            if content.get(name, value) != value
        ]
    identifier, code = str(content.get("id", "")), str(content.get("code", ""))
    taken = {
        "id": catalogue.is_name_taken(kind="identifier", name=identifier),
        "code": catalogue.is_name_taken(kind="code", name=code),
    }
    return [
        _mistake(source, name, f"the {name} belongs to another service", "Choose another one.")
        for name, is_taken in taken.items()
        if is_taken
    ]


def _mistake(source: YamlFile[object], name: str, problem: str, remedy: str) -> Mistake:
    return Mistake(source.file, source.line(name), f"draft.{name}", problem, remedy)
