"""The checks of a draft: those of every folder, and that it stays the service of its provider that it was."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from hukumati.catalogue.checks.checking import check_folder
from hukumati.catalogue.checks.migration_checks import migration_mistakes
from hukumati.catalogue.checks.service_references import check_starts
from hukumati.catalogue.folder.diagnostics import At, Notes
from hukumati.catalogue.folder.errors import FolderRefused, Mistake
from hukumati.catalogue.folder.files import Folder, read_shared
from hukumati.catalogue.folder.reading import understand
from hukumati.catalogue.folder.yaml_reading import YamlFile, read_yaml
from hukumati.catalogue.models import Service
from hukumati.catalogue.publishing import known_contracts, known_elements, known_seals, published_services
from hukumati.catalogue.queries import open_version
from hukumati.documents.api import try_templates
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
    return Folder(slug, {**own.files, **read_shared(root=settings.HUKUMATI.services_dir)})


def list_scenarios(*, analyst: Analyst, draft_id: UUID) -> tuple[Scenario, ...]:
    """List the scenarios from which a preview of the draft can begin. Raises NoSuchDraft."""
    draft = records.find(analyst=analyst, draft_id=draft_id)
    folder = whole_folder(draft.slug, records.texts_of(draft))
    people = read_yaml(file=PEOPLE, data=folder.files.get(PEOPLE, b"{}")).value
    return preview.list_scenarios(texts=records.texts_of(draft), people=people)


@lru_cache(maxsize=64)
def _checked(asked: _Asked) -> Checked:
    report = check_folder(
        folder=asked.folder,
        contracts=known_contracts(),
        elements=known_elements(),
        seals=known_seals(),
        setting=try_templates,
    )
    sketch = report.definition or sketch_of(asked.folder)
    return Checked(report.mistakes, report.played, report.definition, sketch)


def sketch_of(folder: Folder) -> Definition | None:
    """Understand a folder as far as it goes: enough for a picture, never for publishing."""
    try:
        return understand(folder=folder).definition
    except (FolderRefused, ValueError, LookupError, TypeError, AttributeError):
        return None


def _unmoved(draft: Draft, definition: Definition | None) -> list[Mistake]:
    """Running cases that migrate.yaml moves must all find a place."""
    migration = definition.migration if definition else None
    if definition is None or migration is None or draft.service is None:
        return []
    old = draft.service.versions.filter(number=migration.source).values_list("id", flat=True).first()
    if old is None:
        return []
    return migration_mistakes(old=open_version(old).definition, new=definition, migration=migration)


def _started(sketch: Definition | None, folder: Folder) -> list[Mistake]:
    """Which services there are to be started changes while the folder stays as it is."""
    if sketch is None:
        return []
    notes = Notes()
    flow = read_yaml(file="flow.yaml", data=folder.files["flow.yaml"])
    check_starts(definition=sketch, flow=flow, notes=notes, services=published_services)
    return notes.mistakes


def _strays(draft: Draft, folder: Folder) -> list[Mistake]:
    """A draft may not become the service of another provider, nor take the names of another service."""
    try:
        source = read_yaml(file="service.yaml", data=folder.files.get("service.yaml", b""))
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
    own = draft.service
    if own is not None:
        kept = {"id": own.identifier, "code": own.code}
        return [
            _mistake(source, name, f"the {name} of a published service never changes", f"Write `{name}: {value}`.")
            for name, value in kept.items()
            if told.get(name, value) != value
        ]
    taken = {"id": "identifier", "code": "code"}
    return [
        _mistake(source, name, f"the {name} belongs to another service", "Choose another one.")
        for name, column in taken.items()
        if Service.objects.filter(**{column: str(told.get(name, ""))}).exists()
    ]


def _mistake(source: YamlFile, name: str, problem: str, remedy: str) -> Mistake:
    place = At(source.file, source.line(name))
    return Mistake(place.file, place.line, f"draft.{name}", problem, remedy)
