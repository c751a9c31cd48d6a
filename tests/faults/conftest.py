"""A platform of its own for faults: what is broken here breaks no other test, and it has a crowd of citizens."""

from collections.abc import Iterator

import pytest

from hukumati.project.run.platform import Platform
from tests.conftest import platform_folder, start_platform
from tests.faults.fictional_people import Crowd
from tests.faults.system_state import Books


@pytest.fixture(scope="session")
def crowd() -> Crowd:
    """Return people, each once."""
    return Crowd()


@pytest.fixture(scope="session")
def platform(crowd: Crowd) -> Iterator[Platform]:
    """Return a running platform whose programs are restarted quickly, however often they are killed."""
    with platform_folder() as folder:
        running = start_platform(folder, people=crowd.write(folder / "people.yaml"))
        running.supervisor.longest_pause_seconds = 1.0
        yield running
        running.stop()


@pytest.fixture(scope="session")
def books(platform: Platform) -> Books:
    """Return what each side has written down."""
    return Books(platform)
