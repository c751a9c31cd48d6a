"""A process that delivers messages is killed with SIGKILL between any two steps."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from hukumati.notifications.api import Contact, Message, list_messages, send
from hukumati.notifications.failpoints import FAILPOINTS
from hukumati.notifications.models import Notification
from hukumati.notifications.tests.conftest import SOURCE, Outside

pytestmark = pytest.mark.django_db(transaction=True)

RunJobs = Callable[[], list[Exception]]
CLAIM, SENDING, SETTLING = FAILPOINTS[1:]
WORKER = """
import sys, django
django.setup()
from hukumati.notifications.jobs import deliver
deliver(notifications=[sys.argv[1]])
"""


@pytest.mark.parametrize(
    ("failpoint", "secret", "received", "state"),
    [
        (CLAIM, False, 1, "sent"),
        (SENDING, False, 2, "sent"),
        (SETTLING, False, 1, "sent"),
        (CLAIM, True, 0, "unknown"),
        (SENDING, True, 1, "unknown"),
        (SETTLING, True, 1, "sent"),
    ],
)
def test_a_killed_worker_never_leaves_a_message_undecided(
    sms: Outside, tmp_path: Path, run_jobs: RunJobs, failpoint: str, secret: bool, received: int, state: str
) -> None:
    contact = Contact(phone="+970599000101", email=None, language="ar")
    send(key=f"{failpoint}:{secret}", to=contact, message=Message(sms="482913"), about="killed", secret=secret)
    killed = worker(sms, tmp_path, failpoint=failpoint, notification=str(Notification.objects.get().id))
    assert killed.returncode == -signal.SIGKILL
    assert run_jobs() == []
    messages = sms.received()
    assert len(messages) == received
    assert len({message["account"] for message in messages}) <= 1
    assert [message.state for message in list_messages(about="killed")] == [state]


def worker(sms: Outside, folder: Path, *, failpoint: str, notification: str) -> subprocess.CompletedProcess[bytes]:
    """Deliver the message in a process of its own, with a failpoint armed."""
    (folder / failpoint).touch()
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}"
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "DJANGO_SETTINGS_MODULE": "hukumati.project.settings",
        "DATABASE_URL": f"{address}?host={database['HOST']}&port={database['PORT'] or 5432}",
        "HUKUMATI_FAILPOINTS_DIR": str(folder),
        "HUKUMATI_SMS_URL": sms.url,
        "HUKUMATI_SMS_USERNAME": "u",
        "HUKUMATI_SMS_PASSWORD": "p",
    }
    return subprocess.run([sys.executable, "-c", WORKER, notification], env=environment, check=False, timeout=60)
