"""A platform of its own for faults, which break no other test, and with many more fictional people."""

from collections.abc import Iterator

import pytest

from hukumati.project.run.platform import Platform
from tests.conftest import platform_folder, start_platform
from tests.faults.fictional_people import FictionalPeople
from tests.faults.system_state import SystemState


@pytest.fixture(scope="session")
def people() -> FictionalPeople:
    """Return people, each of whom is given out once."""
    return FictionalPeople()


@pytest.fixture(scope="package")
def platform(people: FictionalPeople) -> Iterator[Platform]:
    """Return a running platform whose programs are restarted quickly, however often they are killed."""
    with platform_folder() as folder:
        running = start_platform(folder, people=people.write(folder / "people.yaml"))
        running.supervisor.longest_pause_seconds = 1.0
        yield running
        running.stop()


@pytest.fixture(scope="package")
def state(platform: Platform) -> SystemState:
    """Return access to the records of each side."""
    return SystemState(platform)
