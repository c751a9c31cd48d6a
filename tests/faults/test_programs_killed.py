"""Programs are killed again and again, as by power cuts, while a citizen applies; the journey ends once."""

import os
from collections.abc import Callable, Iterator
from functools import partial

import httpx
import psycopg
import pytest

from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import CrashRun
from tests.faults.fictional_people import FictionalPeople
from tests.faults.final_assertions import assert_ended_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import retrying_citizen
from tests.faults.system_state import SystemState
from tests.people import wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]

GROUPS = {
    "both web servers": ("web-1", "web-2"),
    "the identity provider": ("identity",),
    "both workers": ("worker-1", "worker-2"),
    "both security servers": ("security-server-ss1", "security-server-ss2"),
    "both registers": ("population", "criminal_register"),
    "the acquirer": ("acquirer",),
    "the message gateways": ("sms", "mail"),
    "the database": ("postgres",),
}


@pytest.fixture
def run(platform: Platform, people: FictionalPeople) -> Iterator[CrashRun]:
    """Return the run of a citizen who has not signed in."""
    person = people.take()
    run = CrashRun(Way.CARD, retrying_citizen(platform, person))
    yield run
    run.citizen.browser.close()


@pytest.mark.parametrize("programs", GROUPS.values(), ids=GROUPS)
def test_the_journey_ends_once_although_programs_are_killed_before_every_step(
    programs: tuple[str, ...], run: CrashRun, platform: Platform, state: SystemState
) -> None:
    for step in steps_of(run):
        kill(platform, programs)
        step()
    kill(platform, programs)
    wait_until_closed(run, state)
    assert_ended_once(run, state)


def test_while_one_web_server_is_dead_the_other_answers_every_request(platform: Platform) -> None:
    supervisor = platform.supervisor
    wait_for("both to run", lambda: all(supervisor.pid(name) for name in ("web-1", "web-2")))
    dead = supervisor.children["web-1"].program
    supervisor.wait_until_ready(["web-2"])
    group = supervisor.pid("web-1") or 0
    supervisor.kill("web-1")
    wait_for("it and its worker to be gone", lambda: not is_group(group))
    statuses = {httpx.get(dead.ready_url, headers={"Host": dead.ready_host}, timeout=30).status_code for _ in range(20)}
    assert statuses == {200}
    wait_for("it to run again", lambda: supervisor.pid("web-1"))


def is_group(number: int) -> bool:
    """Return whether a process of a group is left."""
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True


def steps_of(run: CrashRun) -> tuple[Callable[[], object], ...]:
    """Return the citizen's steps in order."""
    citizen = run.citizen

    def fill_in() -> None:
        run.reference = citizen.fill_in()

    return citizen.sign_in, fill_in, citizen.submit, citizen.choose_card, citizen.submit_card


def kill(platform: Platform, programs: tuple[str, ...]) -> None:
    """Kill programs, after waiting for those that are restarting."""
    for name in programs:
        wait_for(f"{name} to run", partial(platform.supervisor.pid, name))
        platform.supervisor.kill(name)


def wait_until_closed(run: CrashRun, state: SystemState) -> None:
    """Wait for the end of the case; the database itself may be restarting."""
    wait_for("the database to answer", lambda: is_database_up(state))
    wait_for("the case to end", lambda: state.is_closed(run.reference), seconds=120, progress=state.work_done)


def is_database_up(state: SystemState) -> bool:
    """Return whether the database responds."""
    try:
        return bool(state.rows("SELECT 1 AS one"))
    except psycopg.Error:
        return False
