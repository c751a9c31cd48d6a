"""Programs are killed as by a power cut, again and again, while a citizen applies; the journey ends once."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import Ordeal
from tests.faults.fictional_people import Crowd
from tests.faults.final_assertions import assert_ended_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import patient_citizen
from tests.faults.system_state import Books
from tests.people import wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]

GROUPS = {
    "the web server": ("web",),
    "the sign-on": ("identity",),
    "both workers": ("worker-1", "worker-2"),
    "both security servers": ("security-server-ss1", "security-server-ss2"),
    "both registers": ("population", "criminal_register"),
    "the acquirer": ("acquirer",),
    "the carriers of messages": ("sms", "mail"),
    "the database": ("postgres",),
}


@pytest.fixture
def ordeal(platform: Platform, crowd: Crowd) -> Iterator[Ordeal]:
    """Return a citizen at the beginning of the way."""
    person = crowd.take()
    ordeal = Ordeal(Way.CARD, patient_citizen(platform, person))
    yield ordeal
    ordeal.citizen.browser.close()


@pytest.mark.parametrize("programs", GROUPS.values(), ids=GROUPS)
def test_the_journey_ends_once_although_before_every_step_somebody_kills(
    programs: tuple[str, ...], ordeal: Ordeal, platform: Platform, books: Books
) -> None:
    for step in steps_of(ordeal):
        kill(platform, programs)
        step()
    kill(platform, programs)
    wait_until_closed(ordeal, books)
    assert_ended_once(ordeal, books)


def steps_of(ordeal: Ordeal) -> tuple[Callable[[], object], ...]:
    """Name what the citizen does, one after the other."""
    citizen = ordeal.citizen

    def fill_in() -> None:
        ordeal.reference = citizen.fill_in()

    return citizen.sign_in, fill_in, citizen.submit, citizen.choose_card, citizen.give_card


def kill(platform: Platform, programs: tuple[str, ...]) -> None:
    """Kill programs that run, or are on their way up again."""
    for name in programs:
        wait_for(f"{name} to run", partial(platform.supervisor.pid, name))
        platform.supervisor.kill(name)


def wait_until_closed(ordeal: Ordeal, books: Books) -> None:
    """Wait for the end of the case; meanwhile the database itself may be coming up."""
    wait_for("the database to answer", lambda: answers(books))
    wait_for("the case to end", lambda: books.is_closed(ordeal.reference), seconds=120)


def answers(books: Books) -> bool:
    """Return whether the database answers."""
    import psycopg

    try:
        return bool(books.rows("SELECT 1 AS one"))
    except psycopg.Error:
        return False
