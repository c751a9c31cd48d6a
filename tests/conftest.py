"""What tests of the whole platform share: the platform itself, running as `make run` would run it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hukumati.project.embedded_postgres import socket_folder
from hukumati.project.run.antivirus import NO_ANTIVIRUS
from hukumati.project.run.platform import Platform
from hukumati.project.run.ports import all_free

FAULTS = Path(__file__).parent / "faults"
SIGNING_IN = frozenset(
    {
        "test_connected_sites",
        "test_counter",
        "test_hostile_sign_ins",
        "test_interior_console",
        "test_mandates",
        "test_ministry_site",
        "test_passkeys",
        "test_recovery",
        "test_registration",
    }
)
"""Journeys about accounts and sites: a group of their own, since the other one takes longer than the faults."""
OWN = ("HUKUMATI_", "DATABASE_URL", "DJANGO_", "PYTEST_", "PG")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Keep the tests that share a running platform on one worker (xdist reads the mark when all are collected)."""
    if item.get_closest_marker("platform"):
        item.add_marker(pytest.mark.xdist_group(_group_of(item.path)))


def _group_of(path: Path) -> str:
    if FAULTS in path.parents:
        return "faults"
    return "signing in" if path.stem in SIGNING_IN else "journeys"


def clean_environment() -> dict[str, str]:
    """Return the environment as a person's shell has it, without what the test run put in."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OWN)}


def start_platform(folder: Path, *, people: Path | None = None, **workers: int) -> Platform:
    """Start everything on free ports, with failpoints that can be armed in `folder/failpoints`.

    `people` is a file of fictional people other than the demonstration's.
    """
    failpoints = folder / "failpoints"
    failpoints.mkdir(parents=True, exist_ok=True)
    environment = {**clean_environment(), "HUKUMATI_FAILPOINTS_DIR": str(failpoints), "HUKUMATI_LOG_LEVEL": "INFO"}
    if people:
        environment["HUKUMATI_PEOPLE_FILE"] = str(people)
    platform = Platform(
        data_dir=folder,
        ports=all_free(),
        say=print,
        durable=False,
        base_environment=environment,
        antivirus=NO_ANTIVIRUS,
        **workers,
    )
    try:
        platform.start()
    except BaseException:
        platform.stop()
        raise
    return platform


@contextmanager
def platform_folder() -> Iterator[Path]:
    """Return a data folder that PostgreSQL's own user can enter too, and remove it in the end."""
    folder = Path(tempfile.mkdtemp(prefix="hukumati-platform-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(socket_folder(folder).parent, ignore_errors=True)


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    """Return the running platform, one for the whole session."""
    with platform_folder() as folder:
        running = start_platform(folder)
        yield running
        running.stop()
