"""Issuing survives being killed: each failpoint kills a real process, and the same key is then issued again."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from hukumati.documents import api
from hukumati.documents.failpoints import FAILPOINTS
from hukumati.documents.models import SealedDocument, SerialAllocation, SerialCounter
from hukumati.documents.tests.samples import OWNER, ask

ISSUE = """
import sys
import django
django.setup()
from hukumati.documents import api
from hukumati.documents.tests.samples import ask
api.issue(request=ask(key=sys.argv[1]))
"""


def _environment(folder: Path, armed: Path) -> dict[str, str]:
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?host={database['HOST']}"
    return {
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "DJANGO_SETTINGS_MODULE": "hukumati.project.settings",
        "HUKUMATI_DEMO": "1",
        "HUKUMATI_DATABASE_POOL": "0",
        "HUKUMATI_DATA_DIR": str(folder),
        "HUKUMATI_SECRET_KEY": settings.SECRET_KEY,
        "HUKUMATI_FAILPOINTS_DIR": str(armed),
        "DATABASE_URL": url + (f"&port={database['PORT']}" if database["PORT"] else ""),
    }


def _issue_until(failpoint: str, folder: Path) -> subprocess.Popen[bytes]:
    armed = folder / "armed" / failpoint
    armed.mkdir(parents=True)
    (armed / failpoint).touch()
    return subprocess.Popen(
        [sys.executable, "-c", ISSUE, failpoint], env=_environment(folder, armed), stderr=subprocess.PIPE
    )


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_at_any_step_leaves_one_document_and_one_serial_for_its_key(office: Path) -> None:
    for process, failpoint in [(_issue_until(failpoint, office), failpoint) for failpoint in FAILPOINTS]:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == -signal.SIGKILL, (failpoint, errors.decode())
    allocated = dict(SerialAllocation.objects.values_list("key", "serial"))
    assert set(allocated) == set(FAILPOINTS)
    assert [row.allocation.key for row in SealedDocument.objects.select_related("allocation")] == [FAILPOINTS[-1]]
    for failpoint in FAILPOINTS:
        document = api.issue(request=ask(key=failpoint))
        assert document.serial == allocated[failpoint]
        assert api.check_pdf(data=api.read_pdf(serial=document.serial, owner=OWNER)).state == "valid"
    assert SealedDocument.objects.count() == SerialCounter.objects.get().last == len(FAILPOINTS)
    assert len(list((office / "documents").rglob("*.pdf"))) == len(FAILPOINTS)


def test_every_failpoint_is_listed_and_reached() -> None:
    part = Path(api.__file__).parent
    reached = {
        name
        for file in part.rglob("*.py")
        if "tests" not in file.parts
        for name in re.findall(r'hit\("([^"]+)"\)', file.read_text(encoding="utf-8"))
    }
    assert reached == set(FAILPOINTS)
