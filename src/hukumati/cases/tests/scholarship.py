"""The scholarship call of `tests/folders/scholarship`, moved to where a test needs it in time."""

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

LAST_DAY = date(2026, 11, 30)
"""On which the folder closes its call."""


def publish_scholarship(root: Path, *, closes: date) -> Path:
    """Publish the folder from a copy beside the shared files, with every day moved so that the call closes on one."""
    services: Path = settings.HUKUMATI.services_dir
    shutil.copytree(services / "shared", root / "shared")
    target = root / "mol" / "test-scholarship"
    shutil.copytree(services.parent / "tests" / "folders" / "scholarship", target)
    for path in (target / "service.yaml", *(target / "tests").glob("*.yaml")):
        path.write_text(_moved(path.read_text("utf-8"), closes - LAST_DAY), "utf-8")
    call_command("service_publish", str(target), verbosity=0)
    return target


def _moved(text: str, by: timedelta) -> str:
    return re.sub(r"\b\d{4}-\d{2}-\d{2}\b", lambda found: (date.fromisoformat(found[0]) + by).isoformat(), text)
