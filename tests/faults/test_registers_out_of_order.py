"""Registers that do not answer, answer late or answer nonsense: the citizen is told, the case goes on by itself."""

from collections.abc import Iterator
from functools import partial

import pytest

from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import Ordeal
from tests.faults.fictional_people import Crowd
from tests.faults.final_assertions import assert_ended_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import APPLY, PatientCitizen, patient_citizen
from tests.faults.system_state import Books, mark_of
from tests.people import order_fault, wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]

MODES = ("down", "error", "malformed", "wrong_person", "drop")
LONGER_THAN_WE_WAIT_SECONDS = 7
NOT_ANSWERING = "The register does not answer at the moment"
DELAYED = "A register that we must ask does not answer at the moment"


@pytest.fixture(autouse=True)
def _mended(platform: Platform) -> Iterator[None]:
    yield
    for register in ("population", "criminal_register"):
        order_fault(platform, register, "ok")


@pytest.fixture
def reader(platform: Platform, crowd: Crowd) -> Iterator[PatientCitizen]:
    """Return a citizen who reads English and is signed in."""
    found = patient_citizen(platform, crowd.take(), language="en")
    found.sign_in()
    yield found
    found.browser.close()


def test_a_citizen_is_told_that_the_population_register_is_out_of_order_and_goes_on_when_it_is_not(
    reader: PatientCitizen, platform: Platform, books: Books
) -> None:
    for mode in MODES:
        order_fault(platform, "population", mode)
        page = reader.open(APPLY)
        assert page.title == NOT_ANSWERING, (mode, page.text[:400])
    order_fault(platform, "population", "slow", delay_seconds=LONGER_THAN_WE_WAIT_SECONDS)
    assert reader.open(APPLY).title == NOT_ANSWERING
    [draft] = books.cases_of(reader.login)
    assert draft["state"] == "draft"
    assert draft["registers"] == {}, "nothing of what a broken register says is kept"
    assert draft["reference"] in reader.open("/applications/").text
    order_fault(platform, "population", "ok")
    reader.open(APPLY)
    assert reader.fill_in() == draft["reference"]


def test_who_presses_try_again_while_the_register_is_silent_is_told_again(
    reader: PatientCitizen, platform: Platform
) -> None:
    order_fault(platform, "population", "down")
    reader.open(APPLY)
    assert reader.browser.submit(action="/register/").title == NOT_ANSWERING
    order_fault(platform, "population", "ok")
    assert "/form/" in reader.browser.submit(action="/register/").url


def test_a_case_waits_for_the_criminal_register_tells_so_and_goes_on_by_itself(
    reader: PatientCitizen, platform: Platform, books: Books
) -> None:
    order_fault(platform, "criminal_register", "down")
    reference = reader.apply()
    reader.choose_card()
    reader.give_card()
    wait_for("the page to tell of the delay", lambda: DELAYED in reader.case(reference).text)
    wait_for("a text message and a letter that tell of it", lambda: told_of_delay(reader, reference, books) == 2)
    order_fault(platform, "criminal_register", "ok")
    wait_for("the case to end", lambda: books.is_closed(reference), seconds=90)
    assert DELAYED not in reader.case(reference).text
    assert_ended_once(Ordeal(Way.CARD, reader, reference=reference), books)


def test_nonsense_from_the_criminal_register_decides_nothing(platform: Platform, crowd: Crowd, books: Books) -> None:
    modes = [("error", 0), ("malformed", 0), ("wrong_person", 0), ("drop", 0), ("slow", LONGER_THAN_WE_WAIT_SECONDS)]
    ordeals = [Ordeal(Way.CARD, patient_citizen(platform, crowd.take())) for _ in modes]
    for ordeal in ordeals:
        ordeal.citizen.sign_in()
        ordeal.reference = ordeal.citizen.apply()
        ordeal.citizen.choose_card()
    for ordeal, (mode, delay) in zip(ordeals, modes, strict=True):
        order_fault(platform, "criminal_register", mode, delay_seconds=delay)
        ordeal.citizen.give_card()
        wait_for(f"the question that meets {mode}", partial(was_refused, ordeal, books))
        order_fault(platform, "criminal_register", "ok")
    for ordeal in ordeals:
        wait_for("the case to end", partial(books.is_closed, ordeal.reference), seconds=90)
        assert_ended_once(ordeal, books)
        ordeal.citizen.browser.close()


def was_refused(ordeal: Ordeal, books: Books) -> bool:
    """Return whether a register's answer was not taken."""
    sql = "SELECT e.* FROM cases_effect e JOIN cases_case c ON c.id = e.case_id WHERE c.reference = %s AND kind = 'ask'"
    return any(row["attempts"] for row in books.rows(sql, ordeal.reference))


def told_of_delay(citizen: PatientCitizen, reference: str, books: Books) -> int:
    """Count the messages about the delay that arrived."""
    arrived = books.arrived(citizen.person)
    return sum(arrived[mark_of(row)] for row in books.notifications(reference) if row["key"].endswith(":delayed"))
