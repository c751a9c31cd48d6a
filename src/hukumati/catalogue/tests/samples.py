"""The real service folder, and small ones made up for competition."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import Folder, read_folder
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.publishing import Published, publish_definition, publish_folder
from hukumati.service_language.api import Definition

__all__ = ["Folder", "FolderRefused"]  # lent together with what gives and raises them

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def real_path() -> Path:
    """Return the folder of the non-conviction certificate."""
    path: Path = settings.HUKUMATI.services_dir / "moj" / "non-conviction-certificate"
    return path


def real_folder() -> Folder:
    """Read that folder from disk."""
    return read_folder(path=real_path())


def insurance_folder() -> Folder:
    """Read the folder of health insurance, whose premium rests on a register that may be silent."""
    return read_folder(path=settings.HUKUMATI.services_dir / "moh" / "health-insurance")


def birth_certificate_folder() -> Folder:
    """Read the folder of the birth certificate, whose fee rests on a number."""
    return read_folder(path=settings.HUKUMATI.services_dir / "moi" / "birth-certificate")


def vehicle_licence_folder() -> Folder:
    """Read the folder of a vehicle's licence, whose paper and register go by one period."""
    return read_folder(path=settings.HUKUMATI.services_dir / "mot" / "vehicle-licence-renewal")


def asking_folder() -> Folder:
    """Return the folder changed as `tests/folders/asking` says: it opens every kind of side request."""
    overlay = settings.HUKUMATI.services_dir.parent / "tests" / "folders" / "asking"
    real = real_folder()
    files = {name: data for name, data in real.files.items() if not name.startswith("tests/")}
    for path in sorted(overlay.rglob("*.yaml")):
        name = path.relative_to(overlay).as_posix()
        files[name] = (files[name] if name.startswith("text/") else b"") + path.read_bytes()
    return Folder(name=real.name, files=files)


def card_folder() -> Folder:
    """Return the card's folder of the tests, with the files that all services share."""
    root: Path = settings.HUKUMATI.services_dir.parent / "tests" / "folders" / "card"
    shared = {name: data for name, data in real_folder().files.items() if name.startswith("shared/")}
    producing = shared["shared/providers.yaml"].replace(b"supervisor]", b"supervisor, producer]", 1)
    shared["shared/providers.yaml"] = producing  # made up: this ministry produces nothing
    return replace(read_folder(path=root), name="test-card", files={**read_folder(path=root).files, **shared})


def definition_in(path: Path) -> Definition:
    """Return the definition of the service in a folder on disk."""
    return parse_definition(folder=read_folder(path=path))


def card_definition() -> Definition:
    """Return the definition of the tests' card."""
    return parse_definition(folder=card_folder())


def real_definition() -> Definition:
    """Return its definition."""
    return parse_definition(folder=real_folder())


def publish(folder: Folder) -> Published:
    """Publish a folder as the demonstration does."""
    return publish_definition(
        definition=parse_definition(folder=folder), digest=folder.digest(), by="test", now=NOW, examples_allowed=True
    )


def publish_path(path: Path) -> Published:
    """Check and publish a folder on disk as the demonstration does. Raises FolderRefused."""
    return publish_folder(path=path, by="test", now=NOW, examples_allowed=True)


def small_folder(*, code: str, slug: str, ar: str, en: str, words: str = "", status: str = "open") -> Folder:
    """Make up a free service of one question, by its names."""
    shared = {name: data for name, data in real_folder().files.items() if name.startswith("shared/")}
    files = {
        "service.yaml": f"""
id: ps.moi.{slug}
code: {code}
reference_prefix: {code[:3]}
provider: moi
kind: free
audience: [citizen]
assurance: substantial
status: {{is: {status}, reason: summary}}
collect: [download]
uses: []
keep: {{draft: 30 days}}
search: {{ar: [{words}]}}
""",
        "form.yaml": "pages: [{id: one, title: name, ask: [{id: note, type: text, label: summary}]}]\n",
        "flow.yaml": """
start: draft
states:
  draft: {milestone: started, actions: {submit: done}}
  done: {milestone: closed, end: true}
""",
        "text/ar.yaml": f"name: {ar}\nsummary: خدمة للتجربة\n",
        "text/en.yaml": f"name: {en}\nsummary: A service for trying out\n",
        "guide/ar.md": "## دليل\n",
        "guide/en.md": "## Guide\n",
    }
    return Folder(name=slug, files={**shared, **{name: text.encode() for name, text in files.items()}})


def scholarship_folder() -> Folder:
    """Return the folder of the scholarship call of the tests, with the files that all services share."""
    root: Path = settings.HUKUMATI.services_dir.parent / "tests" / "folders" / "scholarship"
    shared = {name: data for name, data in real_folder().files.items() if name.startswith("shared/")}
    own = {name: data for name, data in read_folder(path=root).files.items() if not name.startswith("shared/")}
    return Folder(name="test-scholarship", files={**own, **shared})


def permit_folder() -> Folder:
    """Return the building permit's folder of the tests, with the files that all services share."""
    root: Path = settings.HUKUMATI.services_dir.parent / "tests" / "folders" / "building-permit"
    shared = {name: data for name, data in real_folder().files.items() if name.startswith("shared/")}
    return replace(read_folder(path=root), files={**read_folder(path=root).files, **shared})


def marriage_folder() -> Folder:
    """Return the marriage's folder of the tests, with the files that all services share."""
    root: Path = settings.HUKUMATI.services_dir.parent / "tests" / "folders" / "marriage"
    shared = {name: data for name, data in real_folder().files.items() if name.startswith("shared/")}
    return Folder(name="test-marriage", files={**read_folder(path=root).files, **shared})
