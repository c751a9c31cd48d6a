"""The pytest plugin of the house: an embedded PostgreSQL for the session, and what tests of parts share."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.db.backends.postgresql.operations import DatabaseOperations
    from playwright.sync_api import Browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = (
    *("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--no-first-run", "--disable-dev-shm-usage"),
)

LONGEST_NAMED = 64
"""Bytes of a parameter that may stand in a test's name."""

UNMANAGED = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers")
"""Tables that Django does not manage, and so does not flush."""

CONTENT_TYPES = "django_content_type"
"""Filled by Django when it migrates, and again after each flush."""

_session = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Configure the platform and start PostgreSQL before Django's settings are read."""
    _let_hypothesis_be_slow()
    folder = Path(tempfile.mkdtemp(prefix="hukumati-test-", dir="/var/tmp"))
    folder.chmod(0o755)
    (folder / "static").mkdir()
    _session.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(
        DJANGO_ALLOW_ASYNC_UNSAFE="1",
        HUKUMATI_DEMO="1",
        HUKUMATI_DATA_DIR=str(folder),
        HUKUMATI_SECRET_KEY=secrets.token_hex(32),
        HUKUMATI_DATABASE_POOL="0",
        HUKUMATI_LOG_LEVEL="WARNING",
        HUKUMATI_STATIC_MANIFEST="0",
    )
    if "HUKUMATI_TEST_DATABASE_URL" in os.environ:
        os.environ["DATABASE_URL"] = os.environ["HUKUMATI_TEST_DATABASE_URL"]
        return
    from hukumati.project.embedded_postgres import EmbeddedPostgres, socket_folder

    server = EmbeddedPostgres(folder, durable=False)
    _session.callback(shutil.rmtree, socket_folder(folder).parent, ignore_errors=True)
    os.environ["DATABASE_URL"] = _session.enter_context(server.running(folder / "postgres.log"))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a file by its argument, not by its bytes: two workers that each make one would name two tests."""
    return argname if isinstance(val, bytes) and len(val) > LONGEST_NAMED else None


def _let_hypothesis_be_slow() -> None:
    """Judge properties by what they find, not by the clock: a busy machine, or the first text drawn, is no fault."""
    from hypothesis import HealthCheck, settings

    settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("house")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started for the session."""
    _session.close()


@pytest.fixture(autouse=True, scope="session")
def _only_tables_with_rows_are_flushed() -> Iterator[None]:
    """After a transactional test Django truncates every table, which takes most of a second; few of them have rows."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", _sql_flush)
        yield


def _sql_flush(operations: "DatabaseOperations", style: object, tables: list[str], **_: object) -> list[str]:
    """Return what deletes every row: the triggers that keep history, and foreign keys, do not run meanwhile."""
    names = [*tables, *UNMANAGED]
    probes = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {operations.quote_name(name)})" for name in names)  # noqa: S608 — names from the models
    with operations.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(probes))
        held = [name for (name,) in cursor.fetchall() if name != CONTENT_TYPES]
    deletes = (f"DELETE FROM {operations.quote_name(name)}" for name in held)  # noqa: S608 — names from the models
    return ["SET LOCAL session_replication_role = replica", *deletes]


@pytest.fixture
def run_jobs() -> Callable[[], list[Exception]]:
    """Return a function that does all due jobs, and those which they make, in this very thread.

    A job that fails is left for the next call, as its retry would be; the errors are returned. The real worker is
    exercised by the tests of the whole platform.
    """
    return _do_due_jobs


def _do_due_jobs() -> list[Exception]:
    from django.db import connection
    from procrastinate.contrib.django.models import ProcrastinateJob

    from hukumati.core.jobs import app

    errors: list[Exception] = []
    failed: list[int] = []
    while job := ProcrastinateJob.objects.filter(status="todo").exclude(id__in=failed).order_by("id").first():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.id])
        try:
            app.tasks[job.task_name](**job.args)
            status = "succeeded"
        except Exception as error:
            errors.append(error)
            failed.append(job.id)
            status = "todo"
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s, attempts = attempts + 1 WHERE id = %s", [status, job.id]
            )
    return errors


@pytest.fixture(autouse=True)
def _english_is_not_left_over() -> Iterator[None]:
    from django.utils import translation

    with translation.override("ar"):
        yield


@pytest.fixture
def data_folder(tmp_path: Path, settings: object) -> Path:
    """Give the test a data folder of its own."""
    config = settings.HUKUMATI  # type: ignore[attr-defined]
    settings.HUKUMATI = config.model_copy(update={"data_dir": tmp_path})  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Return the machine's own Chromium, one for the session: Playwright allows one at a time in a process."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "no Chromium: run deploy/install-test-tools"  # noqa: S101
    sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=[*BROWSER_ARGUMENTS, *sandbox])
        yield chromium
        chromium.close()
