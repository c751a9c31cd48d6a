"""The acquirer and the agents fail: whatever they do, the fee is paid once, and any surplus is ordered back."""

from collections.abc import Iterator

import pytest

from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import CrashRun
from tests.faults.fictional_people import FictionalPeople
from tests.faults.final_assertions import FEE, assert_ended_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import RetryingCitizen, retrying_citizen
from tests.faults.system_state import SystemState
from tests.people import set_fault, simulator, wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]

DECLINED_CARD = "4000000000000002"
NOT_ANSWERING = "Card payment does not answer at the moment"
NOTHING_CHARGED = "Nothing was charged."
UNIT = 100  # minor units in one unit of the currency


@pytest.fixture(autouse=True)
def _reset_faults(platform: Platform) -> Iterator[None]:
    yield
    for name in ("acquirer", "agent"):
        set_fault(platform, name, "ok")


@pytest.fixture(autouse=True, scope="module")
def _all_ledgers_agree_in_the_end(platform: Platform, state: SystemState) -> Iterator[None]:
    yield
    done = state.manage("payments_verify", "--acquirer-book", f"{platform.urls['acquirer']}/_sim/book")
    assert done.returncode == 0, done.stdout + done.stderr


class Payers:
    """Citizens who have applied and have to pay; their pages are in English."""

    def __init__(self, platform: Platform, people: FictionalPeople) -> None:
        self._platform, self._crowd = platform, people
        self._runs: list[CrashRun] = []

    def __call__(self) -> CrashRun:
        """Return the run of another citizen, whose payment page is open."""
        citizen = retrying_citizen(self._platform, self._crowd.take(), language="en")
        self._runs.append(run := CrashRun(Way.CARD, citizen))
        citizen.sign_in()
        run.reference = citizen.apply()
        return run

    def close(self) -> None:
        """Close their browsers."""
        for run in self._runs:
            run.citizen.browser.close()


@pytest.fixture
def payer(platform: Platform, people: FictionalPeople) -> Iterator[Payers]:
    """Return payers, one for each call."""
    payers = Payers(platform, people)
    yield payers
    payers.close()


@pytest.fixture
def run(payer: Payers) -> CrashRun:
    """Return the run of one payer."""
    return payer()


def test_a_citizen_reads_that_the_acquirer_is_down_and_pays_when_it_is_back(
    run: CrashRun, platform: Platform, state: SystemState
) -> None:
    set_fault(platform, "acquirer", "down")
    page = run.citizen.browser.submit(holding="way", way="card")
    assert NOT_ANSWERING in page.text
    assert NOTHING_CHARGED in page.text
    set_fault(platform, "acquirer", "ok")
    run.citizen.choose_card()
    run.citizen.submit_card()
    assert_ends_paid_once(run, state)


def test_a_page_that_was_opened_or_not_without_an_answer_is_paid_once(
    payer: Payers, platform: Platform, state: SystemState
) -> None:
    runs = []
    for mode in ("commit_then_drop:create", "reset_before:create"):
        runs.append(run := payer())
        set_fault(platform, "acquirer", mode, times=1)
        run.citizen.choose_card()
        run.citizen.submit_card()
    for run in runs:
        assert_ends_paid_once(run, state)
        assert state.payment_pages_opened(state.case(run.reference)["bill_id"]) == 1


def test_a_card_is_charged_once_when_the_acquirer_fails_while_it_takes_the_money(
    payer: Payers, platform: Platform, state: SystemState
) -> None:
    runs = []
    for mode in ("commit_then_drop:capture", "reset_before:capture", "down:capture", "down:get"):
        runs.append(run := payer())
        run.citizen.choose_card()
        set_fault(platform, "acquirer", mode, times=1)
        run.citizen.submit_card()
    for run in runs:
        assert_ends_paid_once(run, state)


def test_notifications_may_come_twice_or_late_or_never_or_forged(
    payer: Payers, platform: Platform, state: SystemState
) -> None:
    runs = []
    for mode in ("webhook_duplicate", "webhook_delayed", "webhook_lost", "webhook_forged"):
        runs.append(run := payer())
        run.citizen.choose_card()
        set_fault(platform, "acquirer", mode, delay_seconds=2)
        run.citizen.submit_card()
        set_fault(platform, "acquirer", "ok")
    for run in runs:
        assert_ends_paid_once(run, state)


def test_a_payment_whose_payer_never_returns_is_captured_by_the_notification(run: CrashRun, state: SystemState) -> None:
    run.citizen.choose_card()
    leave_after_paying(run.citizen)
    assert_ends_paid_once(run, state)


def test_a_forged_notification_pays_nothing(run: CrashRun, platform: Platform, state: SystemState) -> None:
    forged = "SELECT count(*) AS n FROM pay_inbox WHERE source = 'card:forged'"
    before = state.rows(forged)[0]["n"]
    run.citizen.choose_card()
    set_fault(platform, "acquirer", "webhook_forged", times=1)
    run.citizen.submit_card(DECLINED_CARD)
    wait_for("the forged notification", lambda: state.rows(forged)[0]["n"] > before)
    wait_for("the jobs to be done", lambda: state.waiting_jobs() == 0)
    case = state.case(run.reference)
    assert case["state"] == "to_pay"
    assert state.captured(case["bill_id"]) == []


def test_a_declined_card_costs_nothing_and_another_may_be_tried(run: CrashRun, state: SystemState) -> None:
    run.citizen.choose_card()
    page = run.citizen.submit_card(DECLINED_CARD)
    assert NOTHING_CHARGED in page.text, page.text[:500]
    run.citizen.choose_card()
    run.citizen.submit_card()
    assert_ends_paid_once(run, state)


def test_an_acquirer_that_takes_less_than_asked_leaves_the_rest_to_be_paid(
    run: CrashRun, platform: Platform, state: SystemState
) -> None:
    bill = state.case(run.reference)["bill_id"]
    run.citizen.choose_card()
    set_fault(platform, "acquirer", "wrong_amount:capture", times=1)
    run.citizen.submit_card()
    wait_for("the money to be recorded", lambda: state.captured(bill) == [FEE - 1])
    assert state.case(run.reference)["state"] == "to_pay"
    run.citizen.open(f"/applications/{run.reference}/pay/")
    run.citizen.choose_card()
    run.citizen.submit_card()
    wait_for("the case to end", lambda: state.is_closed(run.reference))
    assert sorted(state.captured(bill)) == [1, FEE - 1] == sorted(state.taken_by_card(bill))
    assert (state.revenue(bill), state.in_suspense(bill), state.payable_back(bill)) == (FEE, 0, 0)
    assert len(state.documents(run.reference)) == 1


def test_a_citizen_who_pays_in_cash_while_the_card_page_is_open_cannot_pay_twice(
    run: CrashRun, state: SystemState
) -> None:
    run.citizen.choose_card()
    page = run.citizen.page
    run.citizen.pay_cash(run.reference)
    bill = state.case(run.reference)["bill_id"]
    open_pages = (
        "SELECT count(*) AS n FROM pay_payment WHERE bill_id = %s AND channel = 'card' AND state <> 'cancelled'"
    )
    wait_for("the card page to be closed", lambda: state.rows(open_pages, bill)[0]["n"] == 0)
    run.citizen.browser.page = page
    run.citizen.browser.get(page.url)
    assert not run.citizen.page.html.xpath("//input[@name='number']"), run.citizen.page.text[:300]
    run.way = Way.CASH
    assert_ends_paid_once(run, state)


def test_cash_notified_twice_is_recorded_once(payer: Payers, platform: Platform, state: SystemState) -> None:
    runs = []
    for mode in ("notify_twice", "drop_answer"):
        runs.append(run := payer())
        run.way = Way.CASH
        set_fault(platform, "agent", mode, times=1)
        run.citizen.pay_cash(run.reference)
    for run in runs:
        assert_ends_paid_once(run, state)


def test_cash_beyond_the_fee_is_ordered_back(run: CrashRun, platform: Platform, state: SystemState) -> None:
    assert pay_too_much(run, "wrong_amount", platform, state) == ([FEE + UNIT], FEE, UNIT)


def test_cash_paid_twice_is_ordered_back_the_second_time(run: CrashRun, platform: Platform, state: SystemState) -> None:
    assert pay_too_much(run, "pay_twice", platform, state) == ([FEE, FEE], FEE, FEE)


def test_cash_below_the_fee_leaves_the_rest_to_be_paid(run: CrashRun, platform: Platform, state: SystemState) -> None:
    set_fault(platform, "agent", "short_amount", times=1)
    run.citizen.pay_cash(run.reference)
    bill = state.case(run.reference)["bill_id"]
    wait_for("the cash to be recorded", lambda: state.captured(bill) == [FEE - UNIT])
    assert state.case(run.reference)["state"] == "to_pay"
    run.citizen.pay_cash(run.reference)
    wait_for("the case to end", lambda: state.is_closed(run.reference))
    assert sorted(state.captured(bill)) == [UNIT, FEE - UNIT]
    assert (state.revenue(bill), state.in_suspense(bill), state.payable_back(bill)) == (FEE, 0, 0)


def assert_ends_paid_once(run: CrashRun, state: SystemState) -> None:
    """Assert that the case ends, paid once."""
    wait_for("the case to end", lambda: state.is_closed(run.reference), seconds=90, progress=state.work_done)
    assert_ended_once(run, state)


def pay_too_much(run: CrashRun, mode: str, platform: Platform, state: SystemState) -> tuple[list[int], int, int]:
    """Pay at an agent who takes too much; return the captured amounts, the revenue, what is ordered back."""
    set_fault(platform, "agent", mode, times=1)
    run.citizen.pay_cash(run.reference)
    wait_for("the case to end", lambda: state.is_closed(run.reference))
    wait_for("the agent to be done", lambda: state.unconfirmed_cash_payments() == 0)
    bill = state.case(run.reference)["bill_id"]
    assert len(state.documents(run.reference)) == 1
    assert state.in_suspense(bill) == 0
    return state.captured(bill), state.revenue(bill), state.payable_back(bill)


def leave_after_paying(citizen: RetryingCitizen) -> None:
    """Pay on the acquirer's page without following the redirect to the portal."""
    form = citizen.page.form(holding="number")
    with simulator(citizen.platform, "acquirer") as client:
        fields = {"number": "4242424242424242", "expiry": "12/30", "code": "123"}
        assert client.post(form.action, data=fields).status_code == 303
