"""The checks of a draft: those of every folder, and that it stays the service of its provider that it was."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from hukumati.catalogue import api as catalogue
from hukumati.catalogue.api import Folder, FolderRefused, Mistake, YamlFile, parse_yaml
from hukumati.service_language.api import Definition
from hukumati.studio.drafts import preview, records
from hukumati.studio.drafts.preview import PEOPLE, Scenario
from hukumati.studio.drafts.views import Analyst, Checked
from hukumati.studio.models import Draft


@dataclass(frozen=True, slots=True)
class _Asked:
    """A folder by its digest: what is unchanged is not checked twice."""

    name: str
    digest: str
    folder: Folder = field(compare=False)


def check_draft(*, analyst: Analyst, draft_id: UUID) -> Checked:
    """Check a draft and play its scenarios. Raises NoSuchDraft."""
    return check(records.find(analyst=analyst, draft_id=draft_id))


def check(draft: Draft) -> Checked:
    """Check a draft's row."""
    folder = whole_folder(draft.slug, records.texts_of(draft))
    checked = _checked(_Asked(folder.name, folder.digest(), folder))
    strays = [*_strays(draft, folder), *_unmoved(draft, checked.definition), *_started(checked.sketch, folder)]
    if not strays:
        return checked
    return replace(checked, mistakes=tuple(sorted({*checked.mistakes, *strays})), definition=None)


def whole_folder(slug: str, texts: dict[str, str]) -> Folder:
    """Return texts as a folder with the shared files of the platform."""
    own = records.folder_of(slug, texts)
    return Folder(slug, {**own.files, **catalogue.read_shared(root=settings.HUKUMATI.services_dir)})


def list_scenarios(*, analyst: Analyst, draft_id: UUID) -> tuple[Scenario, ...]:
    """List the scenarios from which a preview of the draft can begin. Raises NoSuchDraft."""
    draft = records.find(analyst=analyst, draft_id=draft_id)
    folder = whole_folder(draft.slug, records.texts_of(draft))
    people = parse_yaml(file=PEOPLE, data=folder.files.get(PEOPLE, b"{}")).value
    return preview.list_scenarios(texts=records.texts_of(draft), people=people)


@lru_cache(maxsize=64)
def _checked(asked: _Asked) -> Checked:
    report = catalogue.check_service_folder(folder=asked.folder)
    sketch = report.definition or catalogue.sketch_definition(folder=asked.folder)
    return Checked(report.mistakes, report.scenarios, report.definition, sketch)


def _unmoved(draft: Draft, definition: Definition | None) -> tuple[Mistake, ...]:
    """Running cases that migrate.yaml moves must all find a place."""
    if definition is None or draft.service_id is None:
        return ()
    service = catalogue.get_provider_service(service_id=draft.service_id)
    return catalogue.check_migration(code=service.code, definition=definition)


def _started(sketch: Definition | None, folder: Folder) -> tuple[Mistake, ...]:
    """Which services there are to be started changes while the folder stays as it is."""
    return () if sketch is None else catalogue.check_started_services(folder=folder, definition=sketch)


def _strays(draft: Draft, folder: Folder) -> list[Mistake]:
    """A draft may not become the service of another provider, nor take the names of another service."""
    try:
        source = parse_yaml(file="service.yaml", data=folder.files.get("service.yaml", b""))
    except FolderRefused:
        return []
    told = source.value if isinstance(source.value, dict) else {}
    mistakes = []
    if told.get("provider", draft.provider) != draft.provider:
        mistakes.append(
            _mistake(source, "provider", "the provider is not your own", f"Write `provider: {draft.provider}`.")
        )
    return [*mistakes, *_other_names(draft, source, told)]


def _other_names(draft: Draft, source: YamlFile, told: dict[str, object]) -> list[Mistake]:
    if draft.service_id is not None:
        service = catalogue.get_provider_service(service_id=draft.service_id)
        kept = {"id": service.identifier, "code": service.code}
        return [
            _mistake(source, name, f"the {name} of a published service never changes", f"Write `{name}: {value}`.")
            for name, value in kept.items()
            if told.get(name, value) != value
        ]
    identifier, code = str(told.get("id", "")), str(told.get("code", ""))
    taken = {
        "id": catalogue.is_name_taken(kind="identifier", name=identifier),
        "code": catalogue.is_name_taken(kind="code", name=code),
    }
    return [
        _mistake(source, name, f"the {name} belongs to another service", "Choose another one.")
        for name, is_taken in taken.items()
        if is_taken
    ]


def _mistake(source: YamlFile, name: str, problem: str, remedy: str) -> Mistake:
    return Mistake(source.file, source.line(name), f"draft.{name}", problem, remedy)
