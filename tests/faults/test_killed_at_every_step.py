"""A process is killed at each step of the journey; the journey still ends: paid once, one document, each told once."""

import re
from collections.abc import Iterator

import pytest

from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import Ordeals
from tests.faults.fictional_people import Crowd
from tests.faults.final_assertions import assert_ended_once
from tests.faults.plan import KILLED_BY_THEIR_PART, KILLS, Kill, known_failpoints
from tests.faults.system_state import Books, shown
from tests.people import wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def aftermath(request: pytest.FixtureRequest, platform: Platform, books: Books, crowd: Crowd) -> Iterator[Ordeals]:
    """Kill at all the places that the chosen tests name, in as few journeys as can be."""
    functions = [item for item in request.session.items if isinstance(item, pytest.Function)]
    chosen = {str(one.callspec.params["kill"]) for one in functions if "kill" in one.fixturenames}
    ordeals = Ordeals(platform, books, crowd, [kill for kill in KILLS if str(kill) in chosen] or KILLS[:1])
    ordeals.run()
    yield ordeals
    ordeals.close()


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
def test_the_journey_ends_once_when_a_process_is_killed_at(kill: Kill, aftermath: Ordeals, books: Books) -> None:
    ordeal = aftermath.by_kill[kill]
    assert kill not in aftermath.unreached, f"nobody reached it: {ordeal}"
    if ordeal.error is not None:
        raise AssertionError(f"the journey stopped: {ordeal}") from ordeal.error
    assert_ended_once(ordeal, books)


def test_after_all_the_kills_the_ledger_sums_to_zero_and_every_case_is_what_its_events_say(
    aftermath: Ordeals, books: Books
) -> None:
    wait_for("all jobs to be done", lambda: books.waiting_jobs() == 0, seconds=90)
    book = f"{aftermath.platform.urls['acquirer']}/_sim/book"
    for command in (["payments_verify", "--acquirer-book", book], ["cases_verify"]):
        done = books.manage(*command)
        assert done.returncode == 0, done.stdout + done.stderr
    failed = books.rows("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'failed'")
    assert not failed, shown(failed)
