"""The acquirer and the agents misbehave: whatever they do, the fee is paid once, and what is too much is kept apart."""

from collections.abc import Iterator

import pytest

from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import Ordeal
from tests.faults.fictional_people import Crowd
from tests.faults.final_assertions import FEE, assert_ended_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import PatientCitizen, patient_citizen
from tests.faults.system_state import Books
from tests.people import order_fault, simulator, wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]

DECLINED_CARD = "4000000000000002"
NOT_ANSWERING = "Card payment does not answer at the moment"
NOTHING_CHARGED = "Nothing was charged."
UNIT = 100
"""Minor units in one unit of the currency."""


@pytest.fixture(autouse=True)
def _mended(platform: Platform) -> Iterator[None]:
    yield
    for name in ("acquirer", "agent"):
        order_fault(platform, name, "ok")


@pytest.fixture(autouse=True, scope="module")
def _in_the_end_everybody_agrees(platform: Platform, books: Books) -> Iterator[None]:
    yield
    done = books.manage("payments_verify", "--acquirer-book", f"{platform.urls['acquirer']}/_sim/book")
    assert done.returncode == 0, done.stdout + done.stderr


class Payers:
    """Citizens who have applied and are to pay; their pages are in English."""

    def __init__(self, platform: Platform, crowd: Crowd) -> None:
        self._platform, self._crowd = platform, crowd
        self._ordeals: list[Ordeal] = []

    def __call__(self) -> Ordeal:
        """Return another one, with the ways to pay on the screen."""
        citizen = patient_citizen(self._platform, self._crowd.take(), language="en")
        self._ordeals.append(ordeal := Ordeal(Way.CARD, citizen))
        citizen.sign_in()
        ordeal.reference = citizen.apply()
        return ordeal

    def close(self) -> None:
        """Close their browsers."""
        for ordeal in self._ordeals:
            ordeal.citizen.browser.close()


@pytest.fixture
def payer(platform: Platform, crowd: Crowd) -> Iterator[Payers]:
    """Return payers, one a call."""
    payers = Payers(platform, crowd)
    yield payers
    payers.close()


@pytest.fixture
def ordeal(payer: Payers) -> Ordeal:
    """Return one payer."""
    return payer()


def test_a_citizen_is_told_that_the_acquirer_is_down_and_pays_when_it_is_not(
    ordeal: Ordeal, platform: Platform, books: Books
) -> None:
    order_fault(platform, "acquirer", "down")
    page = ordeal.citizen.browser.submit(holding="way", way="card")
    assert NOT_ANSWERING in page.text
    assert NOTHING_CHARGED in page.text
    order_fault(platform, "acquirer", "ok")
    ordeal.citizen.choose_card()
    ordeal.citizen.give_card()
    ends_paid_once(ordeal, books)


def test_a_page_that_was_opened_or_not_without_an_answer_is_paid_once(
    payer: Payers, platform: Platform, books: Books
) -> None:
    ordeals = []
    for mode in ("commit_then_drop:create", "reset_before:create"):
        ordeals.append(ordeal := payer())
        order_fault(platform, "acquirer", mode, times=1)
        ordeal.citizen.choose_card()
        ordeal.citizen.give_card()
    for ordeal in ordeals:
        ends_paid_once(ordeal, books)
        assert books.opened_at_acquirer(books.case(ordeal.reference)["bill_id"]) == 1


def test_a_card_is_charged_once_when_the_acquirer_fails_while_it_takes_the_money(
    payer: Payers, platform: Platform, books: Books
) -> None:
    ordeals = []
    for mode in ("commit_then_drop:capture", "reset_before:capture", "down:capture", "down:get"):
        ordeals.append(ordeal := payer())
        ordeal.citizen.choose_card()
        order_fault(platform, "acquirer", mode, times=1)
        ordeal.citizen.give_card()
    for ordeal in ordeals:
        ends_paid_once(ordeal, books)


def test_notifications_may_come_twice_or_late_or_never_or_forged(
    payer: Payers, platform: Platform, books: Books
) -> None:
    ordeals = []
    for mode in ("webhook_duplicate", "webhook_delayed", "webhook_lost", "webhook_forged"):
        ordeals.append(ordeal := payer())
        ordeal.citizen.choose_card()
        order_fault(platform, "acquirer", mode, delay_seconds=2)
        ordeal.citizen.give_card()
        order_fault(platform, "acquirer", "ok")
    for ordeal in ordeals:
        ends_paid_once(ordeal, books)


def test_a_payment_whose_payer_never_comes_back_is_taken_by_the_notification(ordeal: Ordeal, books: Books) -> None:
    ordeal.citizen.choose_card()
    leave_after_paying(ordeal.citizen)
    ends_paid_once(ordeal, books)


def test_a_forged_notification_pays_nothing(ordeal: Ordeal, platform: Platform, books: Books) -> None:
    forged = "SELECT count(*) AS n FROM pay_inbox WHERE source = 'card:forged'"
    before = books.rows(forged)[0]["n"]
    ordeal.citizen.choose_card()
    order_fault(platform, "acquirer", "webhook_forged", times=1)
    ordeal.citizen.give_card(DECLINED_CARD)
    wait_for("the forged notification", lambda: books.rows(forged)[0]["n"] > before)
    wait_for("the jobs to be done", lambda: books.waiting_jobs() == 0)
    case = books.case(ordeal.reference)
    assert case["state"] == "to_pay"
    assert books.captured(case["bill_id"]) == []


def test_a_declined_card_costs_nothing_and_another_may_be_tried(ordeal: Ordeal, books: Books) -> None:
    ordeal.citizen.choose_card()
    page = ordeal.citizen.give_card(DECLINED_CARD)
    assert NOTHING_CHARGED in page.text, page.text[:500]
    ordeal.citizen.choose_card()
    ordeal.citizen.give_card()
    ends_paid_once(ordeal, books)


def test_an_acquirer_that_takes_less_than_asked_leaves_the_rest_to_be_paid(
    ordeal: Ordeal, platform: Platform, books: Books
) -> None:
    bill = books.case(ordeal.reference)["bill_id"]
    ordeal.citizen.choose_card()
    order_fault(platform, "acquirer", "wrong_amount:capture", times=1)
    ordeal.citizen.give_card()
    wait_for("the money to be recorded", lambda: books.captured(bill) == [FEE - 1])
    assert books.case(ordeal.reference)["state"] == "to_pay"
    ordeal.citizen.open(f"/applications/{ordeal.reference}/pay/")
    ordeal.citizen.choose_card()
    ordeal.citizen.give_card()
    wait_for("the case to end", lambda: books.is_closed(ordeal.reference))
    assert sorted(books.captured(bill)) == [1, FEE - 1] == sorted(books.taken_by_card(bill))
    assert (books.revenue(bill), books.in_suspense(bill)) == (FEE, 0)
    assert len(books.documents(ordeal.reference)) == 1


def test_who_pays_in_cash_while_the_card_page_is_open_cannot_pay_twice(ordeal: Ordeal, books: Books) -> None:
    ordeal.citizen.choose_card()
    page = ordeal.citizen.page
    ordeal.citizen.pay_cash(ordeal.reference)
    bill = books.case(ordeal.reference)["bill_id"]
    open_pages = (
        "SELECT count(*) AS n FROM pay_payment WHERE bill_id = %s AND channel = 'card' AND state <> 'cancelled'"
    )
    wait_for("the card page to be closed", lambda: books.rows(open_pages, bill)[0]["n"] == 0)
    ordeal.citizen.browser.page = page
    ordeal.citizen.browser.get(page.url)
    assert not ordeal.citizen.page.html.xpath("//input[@name='number']"), ordeal.citizen.page.text[:300]
    ordeal.way = Way.CASH
    ends_paid_once(ordeal, books)


def test_cash_told_twice_is_taken_once(payer: Payers, platform: Platform, books: Books) -> None:
    ordeals = []
    for mode in ("notify_twice", "drop_answer"):
        ordeals.append(ordeal := payer())
        ordeal.way = Way.CASH
        order_fault(platform, "agent", mode, times=1)
        ordeal.citizen.pay_cash(ordeal.reference)
    for ordeal in ordeals:
        ends_paid_once(ordeal, books)


def test_cash_beyond_the_fee_waits_in_suspense(ordeal: Ordeal, platform: Platform, books: Books) -> None:
    assert ends_with_cash(ordeal, "wrong_amount", platform, books) == ([FEE + UNIT], FEE, UNIT)


def test_cash_paid_twice_waits_in_suspense_the_second_time(ordeal: Ordeal, platform: Platform, books: Books) -> None:
    assert ends_with_cash(ordeal, "pay_twice", platform, books) == ([FEE, FEE], FEE, FEE)


def test_cash_below_the_fee_leaves_the_rest_to_be_paid(ordeal: Ordeal, platform: Platform, books: Books) -> None:
    order_fault(platform, "agent", "short_amount", times=1)
    ordeal.citizen.pay_cash(ordeal.reference)
    bill = books.case(ordeal.reference)["bill_id"]
    wait_for("the cash to be recorded", lambda: books.captured(bill) == [FEE - UNIT])
    assert books.case(ordeal.reference)["state"] == "to_pay"
    ordeal.citizen.pay_cash(ordeal.reference)
    wait_for("the case to end", lambda: books.is_closed(ordeal.reference))
    assert sorted(books.captured(bill)) == [UNIT, FEE - UNIT]
    assert (books.revenue(bill), books.in_suspense(bill)) == (FEE, 0)


def ends_paid_once(ordeal: Ordeal, books: Books) -> None:
    """Assert that the case ends, paid once."""
    wait_for("the case to end", lambda: books.is_closed(ordeal.reference), seconds=90)
    assert_ended_once(ordeal, books)


def ends_with_cash(ordeal: Ordeal, mode: str, platform: Platform, books: Books) -> tuple[list[int], int, int]:
    """Pay at an agent who takes too much: what was recorded, what is revenue, what is in suspense."""
    order_fault(platform, "agent", mode, times=1)
    ordeal.citizen.pay_cash(ordeal.reference)
    wait_for("the case to end", lambda: books.is_closed(ordeal.reference))
    wait_for("the agent to be done", lambda: books.told_by_agents() == 0)
    bill = books.case(ordeal.reference)["bill_id"]
    assert len(books.documents(ordeal.reference)) == 1
    return books.captured(bill), books.revenue(bill), books.in_suspense(bill)


def leave_after_paying(citizen: PatientCitizen) -> None:
    """Pay on the acquirer's page and close the browser without following the way back."""
    form = citizen.page.form(holding="number")
    with simulator(citizen.platform, "acquirer") as client:
        fields = {"number": "4242424242424242", "expiry": "12/30", "code": "123"}
        assert client.post(form.action, data=fields).status_code == 303
