"""Registers that fail, respond late or malformed: the citizen is informed, and the case continues by itself."""

from collections.abc import Iterator
from functools import partial

import pytest

from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import CrashRun
from tests.faults.fictional_people import FictionalPeople
from tests.faults.final_assertions import assert_ended_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import APPLY, RetryingCitizen, retrying_citizen
from tests.faults.system_state import SystemState, message_mark
from tests.people import set_fault, wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]

MODES = ("down", "error", "malformed", "wrong_person", "drop")
BEYOND_TIMEOUT_SECONDS = 7
NOT_ANSWERING = "The register does not answer at the moment"
DELAYED = "A register that we must ask does not answer at the moment"


@pytest.fixture(autouse=True)
def _reset_faults(platform: Platform) -> Iterator[None]:
    yield
    for register in ("population", "criminal_register"):
        set_fault(platform, register, "ok")


@pytest.fixture
def reader(platform: Platform, people: FictionalPeople) -> Iterator[RetryingCitizen]:
    """Return a citizen who is signed in, with pages in English."""
    found = retrying_citizen(platform, people.take(), language="en")
    found.sign_in()
    yield found
    found.browser.close()


def test_a_citizen_reads_that_the_population_register_is_down_and_continues_when_it_is_back(
    reader: RetryingCitizen, platform: Platform, state: SystemState
) -> None:
    for mode in MODES:
        set_fault(platform, "population", mode)
        page = reader.open(APPLY)
        assert page.title == NOT_ANSWERING, (mode, page.text[:400])
    set_fault(platform, "population", "slow", delay_seconds=BEYOND_TIMEOUT_SECONDS)
    assert reader.open(APPLY).title == NOT_ANSWERING
    [draft] = state.cases_of(reader.login)
    assert draft["state"] == "draft"
    assert draft["registers"] == {}, "nothing that a broken register says is kept"
    assert draft["reference"] in reader.open("/applications/").text
    set_fault(platform, "population", "ok")
    reader.open(APPLY)
    assert reader.fill_in() == draft["reference"]


def test_a_citizen_who_tries_again_while_the_register_is_down_reads_it_again(
    reader: RetryingCitizen, platform: Platform
) -> None:
    set_fault(platform, "population", "down")
    reader.open(APPLY)
    assert reader.browser.submit(action="/register/").title == NOT_ANSWERING
    set_fault(platform, "population", "ok")
    assert "/form/" in reader.browser.submit(action="/register/").url


def test_a_case_waits_for_the_criminal_register_reports_it_and_continues_by_itself(
    reader: RetryingCitizen, platform: Platform, state: SystemState
) -> None:
    set_fault(platform, "criminal_register", "down")
    reference = reader.apply()
    reader.choose_card()
    reader.submit_card()
    wait_for("the delay on the page", lambda: DELAYED in reader.case(reference).text)
    wait_for("a text message and an e-mail about it", lambda: delay_messages(reader, reference, state) == 2)
    set_fault(platform, "criminal_register", "ok")
    wait_for("the case to end", lambda: state.is_closed(reference), seconds=90, progress=state.work_done)
    assert DELAYED not in reader.case(reference).text
    assert_ended_once(CrashRun(Way.CARD, reader, reference=reference), state)


def test_a_malformed_answer_of_the_criminal_register_decides_nothing(
    platform: Platform, people: FictionalPeople, state: SystemState
) -> None:
    modes = [("error", 0), ("malformed", 0), ("wrong_person", 0), ("drop", 0), ("slow", BEYOND_TIMEOUT_SECONDS)]
    runs = [CrashRun(Way.CARD, retrying_citizen(platform, people.take())) for _ in modes]
    for run in runs:
        run.citizen.sign_in()
        run.reference = run.citizen.apply()
        run.citizen.choose_card()
    for run, (mode, delay) in zip(runs, modes, strict=True):
        set_fault(platform, "criminal_register", mode, delay_seconds=delay)
        run.citizen.submit_card()
        wait_for(f"the query that meets {mode}", partial(was_refused, run, state))
        set_fault(platform, "criminal_register", "ok")
    for run in runs:
        wait_for("the case to end", partial(state.is_closed, run.reference), seconds=90, progress=state.work_done)
        assert_ended_once(run, state)
        run.citizen.browser.close()


def was_refused(run: CrashRun, state: SystemState) -> bool:
    """Return whether a register's answer was rejected."""
    sql = "SELECT e.* FROM cases_effect e JOIN cases_case c ON c.id = e.case_id WHERE c.reference = %s AND kind = 'ask'"
    return any(row["attempts"] for row in state.rows(sql, run.reference))


def delay_messages(citizen: RetryingCitizen, reference: str, state: SystemState) -> int:
    """Count the messages about the delay that a citizen received."""
    arrived = state.arrived(citizen.person)
    return sum(arrived[message_mark(row)] for row in state.notifications(reference) if row["key"].endswith(":delayed"))
