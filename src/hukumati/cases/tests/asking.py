"""A service that asks for much: the real one, changed as `tests/folders/asking` says."""

import shutil
from pathlib import Path

from django.conf import settings

from hukumati.cases.models import Appointment, Case, Request
from hukumati.cases.tests.conftest import DOWNLOAD, Citizen, Pay, do_effects

__all__ = ["Appointment", "Case", "Request", "asking_service", "in_state"]


def asking_service(root: Path, **changed: str) -> Path:
    """Write the service under `root`, with more files changed if told (`flow="…"`); give its path."""
    services: Path = settings.HUKUMATI.services_dir
    target = root / "moj" / "non-conviction-certificate"
    shutil.copytree(services / "shared", root / "shared")
    shutil.copytree(services / "moj" / "non-conviction-certificate", target)
    shutil.rmtree(target / "tests")
    overlay = services.parent / "tests" / "folders" / "asking"
    for path in sorted(overlay.rglob("*.yaml")):
        _lay(path, path.relative_to(overlay).as_posix(), root, target)
    for name, text in changed.items():
        (target / f"{name}.yaml").write_text(text, encoding="utf-8")
    return target


def _lay(path: Path, name: str, root: Path, target: Path) -> None:
    place = root / name if name.startswith("shared/") else target / name
    before = place.read_text(encoding="utf-8") if name.startswith("text/") else ""
    place.parent.mkdir(exist_ok=True)
    place.write_text(before + path.read_text(encoding="utf-8"), encoding="utf-8")


def in_state(person: Citizen, pay: Pay, state: str) -> Case:
    """Let someone apply and pay; the case must have come to this state."""
    person.fill(DOWNLOAD)
    person.submit()
    pay(person.reference)
    do_effects()
    case = Case.objects.get(reference=person.reference)
    assert case.state == state
    return case
