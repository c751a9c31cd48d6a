"""Checks of folders that analysts write, in confined programs: apart from the threads that make pages, with an end."""

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.conf import settings

from hukumati.catalogue.checks.checking import CheckReport
from hukumati.catalogue.checks.scenarios import ScenarioResult
from hukumati.catalogue.checks.service_references import Services
from hukumati.catalogue.folder.errors import Mistake
from hukumati.catalogue.folder.files import Folder
from hukumati.core.confined_programs import ConfinedPrograms, ProgramEnded, ProgramsBusy
from hukumati.service_language.api import Definition, from_json

SECONDS: Final = 60.0
"""Of the clock; a folder as services have them takes two."""


UNFINISHED: Final = Mistake(
    "service.yaml",
    1,
    "check.unfinished",
    "the check of the folder took too long and was stopped",
    "Make expressions, lists and templates simpler, or undo the last change.",
)
BUSY: Final = Mistake(
    "service.yaml",
    1,
    "check.busy",
    "other folders are being checked, and this one has not been checked yet",
    "Load the page again in a minute.",
)


class ChecksBusy(RuntimeError):
    """Other folders are being checked; nobody knows yet about this one."""


class CheckUnfinished(RuntimeError):
    """The checks of a folder took too much time or memory."""


@dataclass(frozen=True, slots=True)
class SketchedReport:
    """What the checks found, and a definition good enough for a picture, None where the folder cannot be read."""

    report: CheckReport
    sketch: Definition | None


def _environment() -> Mapping[str, str]:
    """Return what the program needs; as a demonstration it needs no secret of this installation."""
    return {
        "DJANGO_SETTINGS_MODULE": "hukumati.project.settings",
        "HUKUMATI_DEMO": "1",
        "HUKUMATI_SERVICES_DIR": str(settings.HUKUMATI.services_dir),
        "HUKUMATI_DATA_DIR": str(settings.HUKUMATI.data_dir),
    }


programs: Final = ConfinedPrograms(
    "hukumati.catalogue.checking_program",
    seconds=SECONDS,
    at_once=1,
    waiting=1,
    patience_seconds=10.0,
    requests_each=200,
    environment=_environment,
)


def check_folder_apart(*, folder: Folder, services: Services | None = None) -> SketchedReport:
    """Check a folder as `check_service_folder` does, in a program of its own. Raises ChecksBusy, CheckUnfinished."""
    asked = {
        "name": folder.name,
        "files": {path: base64.b64encode(data).decode() for path, data in folder.files.items()},
        "services": None if services is None else [{**asdict(each), "starts": [*each.starts]} for each in services],
    }
    try:
        answer: dict[str, Any] = json.loads(programs.ask(json.dumps(asked).encode()))
    except ProgramsBusy:
        raise ChecksBusy from None
    except ProgramEnded:
        raise CheckUnfinished from None
    sketch = from_json(compiled=answer["sketch"]) if answer["sketch"] else None
    scenarios = tuple(
        ScenarioResult(each["file"], each["name"], _mistakes(each["mistakes"])) for each in answer["scenarios"]
    )
    report = CheckReport(_mistakes(answer["mistakes"]), scenarios, sketch if answer["is_sound"] else None)
    return SketchedReport(report, sketch)


def report_apart(*, folder: Folder, services: Services | None = None) -> CheckReport:
    """Return what `check_folder_apart` reports; that the checks did not come to an end is a mistake like others."""
    try:
        return check_folder_apart(folder=folder, services=services).report
    except CheckUnfinished:
        return CheckReport((UNFINISHED,))
    except ChecksBusy:
        return CheckReport((BUSY,))


def _mistakes(listed: list[list[Any]]) -> tuple[Mistake, ...]:
    return tuple(Mistake(*each) for each in listed)
