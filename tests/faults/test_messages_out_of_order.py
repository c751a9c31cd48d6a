"""The SMS gateway and the mail server misbehave: no code comes twice, no case is lost, most is told later."""

from collections.abc import Iterator

import pytest

from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import Ordeal
from tests.faults.fictional_people import Crowd
from tests.faults.final_assertions import assert_ended_once, assert_paid_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import PatientCitizen, patient_citizen
from tests.faults.system_state import Books, mark_of
from tests.people import PASSWORD, code_in, messages_to, order_fault, wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]


@pytest.fixture(autouse=True)
def _mended(platform: Platform) -> Iterator[None]:
    yield
    for name in ("sms", "mail"):
        order_fault(platform, name, "ok")


@pytest.fixture
def citizen(platform: Platform, crowd: Crowd) -> Iterator[PatientCitizen]:
    """Return a citizen who has done nothing yet."""
    found = patient_citizen(platform, crowd.take())
    yield found
    found.browser.close()


def ask_for_code(citizen: PatientCitizen) -> None:
    """Return login and password; the page that asks for the code is open then."""
    citizen.browser.get(citizen.url("/sign-in"))
    citizen.browser.submit(holding="login", login=citizen.login, password=PASSWORD)


def is_signed_in(citizen: PatientCitizen, code: str) -> bool:
    """Type the code and tell whether it was taken."""
    return citizen.browser.submit(holding="code", code=code).url.startswith(citizen.platform.urls["portal"])


def test_a_code_that_the_gateway_could_not_take_comes_when_it_can(citizen: PatientCitizen, platform: Platform) -> None:
    order_fault(platform, "sms", "down")
    ask_for_code(citizen)
    assert messages_to(platform, citizen.phone) == []
    order_fault(platform, "sms", "ok")
    [text] = wait_for("the code", lambda: messages_to(platform, citizen.phone))
    assert is_signed_in(citizen, code_in(text["text"]))


def test_a_code_whose_delivery_is_unknown_is_not_sent_again(
    citizen: PatientCitizen, platform: Platform, books: Books
) -> None:
    order_fault(platform, "sms", "accept_then_drop", times=1)
    ask_for_code(citizen)
    [text] = wait_for("the code", lambda: messages_to(platform, citizen.phone))
    assert is_signed_in(citizen, code_in(text["text"]))
    wait_for("the jobs to be done", lambda: books.waiting_jobs() == 0)
    assert len(messages_to(platform, citizen.phone)) == 1


@pytest.mark.parametrize("mode", ["refuse", "drop"])
def test_who_gets_no_code_signs_in_with_the_next_one(mode: str, citizen: PatientCitizen, platform: Platform) -> None:
    order_fault(platform, "sms", mode, times=1)
    ask_for_code(citizen)
    wait_for("the gateway to be asked", lambda: fault_in_force(platform, "sms") == "ok")
    ask_for_code(citizen)
    [text] = wait_for("the next code", lambda: messages_to(platform, citizen.phone))
    assert is_signed_in(citizen, code_in(text["text"]))


def test_a_case_ends_while_nobody_can_be_told_and_everything_is_told_afterwards(
    citizen: PatientCitizen, platform: Platform, books: Books
) -> None:
    citizen.sign_in()
    for name in ("sms", "mail"):
        order_fault(platform, name, "down")
    ordeal = Ordeal(Way.CARD, citizen, reference=citizen.apply())
    citizen.choose_card()
    citizen.give_card()
    wait_for("the case to end", lambda: books.is_closed(ordeal.reference))
    rows = books.notifications(ordeal.reference)
    assert not any(books.arrived(citizen.person)[mark_of(row)] for row in rows)
    for name in ("sms", "mail"):
        order_fault(platform, name, "ok")
    assert_ended_once(ordeal, books)


@pytest.mark.parametrize("mode", ["accept_then_drop", "drop"])
def test_a_message_whose_delivery_is_unknown_comes_once_or_twice(
    mode: str, citizen: PatientCitizen, platform: Platform, books: Books
) -> None:
    citizen.sign_in()
    ordeal = Ordeal(Way.CARD, citizen, reference=citizen.apply())
    citizen.choose_card()
    order_fault(platform, "sms", mode, times=1)
    if mode == "accept_then_drop":
        order_fault(platform, "mail", mode, times=1)
    citizen.give_card()
    wait_for("the case to end", lambda: books.is_closed(ordeal.reference))
    assert_ended_once(ordeal, books)
    assert any(row["unknowns"] for row in books.notifications(ordeal.reference))


def test_a_number_and_an_address_that_are_refused_stop_no_case(
    citizen: PatientCitizen, platform: Platform, books: Books
) -> None:
    citizen.sign_in()
    ordeal = Ordeal(Way.CARD, citizen, reference=citizen.apply())
    citizen.choose_card()
    order_fault(platform, "sms", "refuse")
    order_fault(platform, "mail", "reject")
    citizen.give_card()
    wait_for("the case to end", lambda: books.is_closed(ordeal.reference))

    def states() -> set[str]:
        return {row["state"] for row in books.notifications(ordeal.reference)}

    wait_for("every message to be refused", lambda: states() == {"refused"})
    assert_paid_once(ordeal, books, books.case(ordeal.reference)["bill_id"])
    assert citizen.wait_for_document(ordeal.reference).startswith(b"%PDF-")


def fault_in_force(platform: Platform, name: str) -> str:
    """Ask a simulator how it behaves now."""
    from tests.people import simulator

    with simulator(platform, name) as client:
        return str(client.get("/_sim/faults").json()["mode"])
