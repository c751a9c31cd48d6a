"""The SMS gateway and the mail server fail: no code comes twice, no case is lost, messages arrive later."""

from collections.abc import Iterator

import pytest

from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import CrashRun
from tests.faults.fictional_people import FictionalPeople
from tests.faults.final_assertions import assert_ended_once, assert_paid_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import RetryingCitizen, retrying_citizen
from tests.faults.system_state import SystemState, message_mark
from tests.people import PASSWORD, code_in, messages_to, set_fault, simulator, wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]


@pytest.fixture(autouse=True)
def _reset_faults(platform: Platform) -> Iterator[None]:
    yield
    for name in ("sms", "mail"):
        set_fault(platform, name, "ok")


@pytest.fixture
def citizen(platform: Platform, people: FictionalPeople) -> Iterator[RetryingCitizen]:
    """Return a citizen who has not signed in."""
    found = retrying_citizen(platform, people.take())
    yield found
    found.browser.close()


def request_code(citizen: RetryingCitizen) -> None:
    """Send login and password; the page that asks for the code is open then."""
    citizen.browser.get(citizen.url("/sign-in"))
    citizen.browser.submit(holding="login", login=citizen.login, password=PASSWORD)


def is_signed_in(citizen: RetryingCitizen, code: str) -> bool:
    """Enter a code, and return whether it was accepted."""
    return citizen.browser.submit(holding="code", code=code).url.startswith(citizen.platform.urls["portal"])


def test_a_code_comes_when_the_gateway_is_back(citizen: RetryingCitizen, platform: Platform) -> None:
    set_fault(platform, "sms", "down")
    request_code(citizen)
    assert messages_to(platform, citizen.phone) == []
    set_fault(platform, "sms", "ok")
    [text] = wait_for("the code", lambda: messages_to(platform, citizen.phone))
    assert is_signed_in(citizen, code_in(text["text"]))


def test_a_code_whose_delivery_is_unknown_is_not_sent_again(
    citizen: RetryingCitizen, platform: Platform, state: SystemState
) -> None:
    set_fault(platform, "sms", "accept_then_drop", times=1)
    request_code(citizen)
    [text] = wait_for("the code", lambda: messages_to(platform, citizen.phone))
    assert is_signed_in(citizen, code_in(text["text"]))
    wait_for("the jobs to be done", lambda: state.waiting_jobs() == 0)
    assert len(messages_to(platform, citizen.phone)) == 1


@pytest.mark.parametrize("mode", ["refuse", "drop"])
def test_a_citizen_without_a_code_signs_in_with_the_next_one(
    mode: str, citizen: RetryingCitizen, platform: Platform
) -> None:
    set_fault(platform, "sms", mode, times=1)
    request_code(citizen)
    wait_for("the gateway to be asked", lambda: fault_in_force(platform, "sms") == "ok")
    request_code(citizen)
    tried: set[str] = set()  # the first code may come after all, before the next one or behind it

    def signs_in() -> bool:
        came = {code_in(each["text"]) for each in messages_to(platform, citizen.phone)} - tried
        tried.update(came)
        return any(is_signed_in(citizen, code) for code in came)

    wait_for("a code that is accepted", signs_in)


def test_a_case_ends_while_no_message_can_be_sent_and_all_messages_come_afterwards(
    citizen: RetryingCitizen, platform: Platform, state: SystemState
) -> None:
    citizen.sign_in()
    for name in ("sms", "mail"):
        set_fault(platform, name, "down")
    run = CrashRun(Way.CARD, citizen, reference=citizen.apply())
    citizen.choose_card()
    citizen.submit_card()
    wait_for("the case to end", lambda: state.is_closed(run.reference))
    rows = state.notifications(run.reference)
    assert not any(state.arrived(citizen.person)[message_mark(row)] for row in rows)
    for name in ("sms", "mail"):
        set_fault(platform, name, "ok")
    assert_ended_once(run, state)


@pytest.mark.parametrize("mode", ["accept_then_drop", "drop"])
def test_a_message_whose_delivery_is_unknown_comes_once_or_twice(
    mode: str, citizen: RetryingCitizen, platform: Platform, state: SystemState
) -> None:
    citizen.sign_in()
    run = CrashRun(Way.CARD, citizen, reference=citizen.apply())
    citizen.choose_card()
    set_fault(platform, "sms", mode, times=1)
    if mode == "accept_then_drop":
        set_fault(platform, "mail", mode, times=1)
    citizen.submit_card()
    wait_for("the case to end", lambda: state.is_closed(run.reference))
    assert_ended_once(run, state)
    assert any(row["unknowns"] for row in state.notifications(run.reference))


def test_a_number_and_an_address_that_are_refused_stop_no_case(
    citizen: RetryingCitizen, platform: Platform, state: SystemState
) -> None:
    citizen.sign_in()
    run = CrashRun(Way.CARD, citizen, reference=citizen.apply())
    citizen.choose_card()
    set_fault(platform, "sms", "refuse")
    set_fault(platform, "mail", "reject")
    citizen.submit_card()
    wait_for("the case to end", lambda: state.is_closed(run.reference))

    def states() -> set[str]:
        return {row["state"] for row in state.notifications(run.reference)}

    wait_for("every message to be refused", lambda: states() == {"refused"})
    assert_paid_once(run, state, state.case(run.reference)["bill_id"])
    assert citizen.wait_for_document(run.reference).startswith(b"%PDF-")


def fault_in_force(platform: Platform, name: str) -> str:
    """Return a simulator's fault in force."""
    with simulator(platform, name) as client:
        return str(client.get("/_sim/faults").json()["mode"])
