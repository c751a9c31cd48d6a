"""A process is killed at each step; the journey still ends with one payment, one document, each message once."""

import re
from collections.abc import Iterator

import pytest

from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import CrashRuns
from tests.faults.fictional_people import FictionalPeople
from tests.faults.final_assertions import assert_ended_once
from tests.faults.plan import KILLED_BY_THEIR_PART, KILLS, Kill, known_failpoints
from tests.faults.system_state import SystemState, as_text
from tests.people import wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(2400)]


@pytest.fixture(scope="module")
def aftermath(
    request: pytest.FixtureRequest, platform: Platform, state: SystemState, people: FictionalPeople
) -> Iterator[CrashRuns]:
    """Kill at all the places that the selected tests name, in as few journeys as possible."""
    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    chosen = {str(one.callspec.params["kill"]) for one in functions if "kill" in one.fixturenames}
    runs = CrashRuns(platform, state, people, [kill for kill in KILLS if str(kill) in chosen] or KILLS[:1])
    runs.run()
    yield runs
    runs.close()


def test_every_failpoint_that_a_part_lists_is_armed_here_or_by_its_part() -> None:
    assert known_failpoints() - KILLED_BY_THEIR_PART == {kill.failpoint for kill in KILLS}
    assert known_failpoints() > KILLED_BY_THEIR_PART


def test_every_place_where_a_process_may_be_killed_is_listed_by_its_part() -> None:
    called = re.compile(r'hit\("([a-z_.]+)"\)')
    sources = (path.read_text("utf-8") for path in (REPOSITORY / "src" / "hukumati").rglob("*.py"))
    found = {name for source in sources for name in called.findall(source)}
    assert len(found) > 40
    assert found <= known_failpoints()


@pytest.mark.parametrize("kill", KILLS, ids=str)
def test_the_journey_ends_once_when_a_process_is_killed_at(
    kill: Kill, aftermath: CrashRuns, state: SystemState
) -> None:
    run = aftermath.by_kill[kill]
    assert kill not in aftermath.unreached, f"nobody reached it: {run}"
    if run.error is not None:
        raise AssertionError(f"the journey stopped: {run}") from run.error
    assert_ended_once(run, state)


def test_after_all_the_kills_the_ledger_sums_to_zero_and_every_case_is_what_its_events_say(
    aftermath: CrashRuns, state: SystemState
) -> None:
    wait_for("all jobs to be done", lambda: state.waiting_jobs() == 0, seconds=90, progress=state.work_done)
    book = f"{aftermath.platform.urls['acquirer']}/_sim/book"
    for command in (["payments_verify", "--acquirer-book", book], ["cases_verify"]):
        done = state.manage(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    failed = state.rows("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'failed'")
    assert not failed, as_text(failed)
