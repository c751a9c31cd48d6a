"""The bill and the case: neither moves without the other."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.applying.pay import take_late_money, take_ordered_back, take_part, take_payment
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.models import Case, Event, EventPayload, Timer
from hukumati.cases.tests.conftest import NOW, Citizen, Pay, Work, later, let_cases_hear, notify_cash
from hukumati.core import audit
from hukumati.core.design.formats import in_plain_spaces, long_date
from hukumati.core.money import Money
from hukumati.notifications import api as notifications
from hukumati.payments import api as payments
from hukumati.payments.tests.cash_references import issue_cash_reference

Check = Callable[[], None]


def bill_of(citizen: Citizen) -> payments.Bill:
    assert citizen.view.bill_id is not None
    return payments.get_bill(bill_id=citizen.view.bill_id)


def test_an_unpaid_application_is_withdrawn_after_seven_days_and_its_bill_cancelled(
    layla: Citizen, all_is_well: Check
) -> None:
    layla.fill()
    layla.submit()
    assert run_timers(now=later(days=6)) == 0
    assert run_timers(now=later(days=8)) == 1
    assert layla.look().state == "withdrawn"
    assert bill_of(layla).status == "cancelled"
    all_is_well()


def test_a_withdrawal_cancels_the_bill(layla: Citizen, all_is_well: Check) -> None:
    layla.fill()
    seen = layla.submit().last_seq
    cases.withdraw(reference=layla.reference, sub=layla.sub, seen_seq=seen, now=NOW)
    assert layla.look().milestone == "closed"
    assert [step.name for step in layla.view.steps] == ["started", "submitted", "closed"]
    assert bill_of(layla).status == "cancelled"
    all_is_well()


def test_what_is_paid_cannot_be_withdrawn(layla: Citizen, pay: Pay) -> None:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    with pytest.raises(cases.NotPossibleHere):
        cases.withdraw(reference=layla.reference, sub=layla.sub, seen_seq=None, now=NOW)


def test_money_that_the_case_does_not_know_of_yet_keeps_it_from_being_withdrawn(
    layla: Citizen, pay_silently: Pay, all_is_well: Check
) -> None:
    layla.fill()
    layla.submit()
    pay_silently(layla.reference)
    with pytest.raises(cases.PaymentUnderWay):
        cases.withdraw(reference=layla.reference, sub=layla.sub, seen_seq=None, now=NOW)
    assert run_timers(now=later(days=8)) == 0
    assert layla.look().state == "to_pay"
    assert Timer.objects.get(done_at=None).due_at > later(days=8)
    all_is_well()


def test_a_payment_heard_of_after_the_end_is_recorded_with_the_case(layla: Citizen) -> None:
    layla.fill()
    seen = layla.submit().last_seq
    cases.withdraw(reference=layla.reference, sub=layla.sub, seen_seq=seen, now=NOW)
    bill_id = Case.objects.get(reference=layla.reference).bill_id
    assert bill_id is not None
    with transaction.atomic():
        take_payment(bill_id=bill_id, paid=Money(2000, "ILS"), channel="card", now=NOW)
    assert layla.look().state == "withdrawn"
    assert Event.objects.filter(action="paid_late").count() == 1
    assert "case.paid_late" in {entry.action for entry in audit.list_entries(subject=f"case:{layla.reference}")}


def test_a_payment_heard_of_twice_moves_the_case_once(layla: Citizen, pay: Pay, work: Work) -> None:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    assert Event.objects.filter(action="paid").count() == 1


def test_a_bill_of_something_else_is_none_of_our_business(layla: Citizen) -> None:
    some = Money(2000, "ILS")
    take_payment(bill_id=uuid4(), paid=some, channel="card", now=NOW)
    take_part(bill_id=uuid4(), payment_id=uuid4(), paid=some, channel="agent_cash")
    take_late_money(bill_id=uuid4(), payment_id=uuid4(), now=NOW)
    take_ordered_back(bill_id=uuid4(), amount=some, now=NOW)
    assert not Event.objects.exists()


def test_money_ordered_back_is_recorded_and_told_until_the_case_is_erased(layla: Citizen) -> None:
    layla.fill()
    layla.submit()
    bill = bill_of(layla)
    with transaction.atomic():
        take_ordered_back(bill_id=bill.id, amount=bill.total, now=NOW)
    noted = Event.objects.get(action="refunded")
    assert EventPayload.objects.get(case=noted.case, seq=noted.seq).payload["refund"] == ["20.00 ILS"]
    told = len(_texts(layla))
    Case.objects.update(erased_at=NOW)
    with transaction.atomic():
        take_ordered_back(bill_id=bill.id, amount=bill.total, now=NOW)
    assert (Event.objects.filter(action="refunded").count(), len(_texts(layla))) == (1, told)


def test_no_payment_number_is_sent_for_what_has_no_bill(layla: Citizen) -> None:
    layla.fill()
    cases.send_payment_number(reference=layla.reference, sub=layla.sub, number="1234 5678")
    assert _texts(layla) == []


@pytest.fixture
def pay_part(client: Client) -> Callable[..., None]:
    """Let a part of a case's fee be paid in cash, and the case hear of what follows."""

    def do(reference: str, minor: int) -> None:
        bill_id = Case.objects.get(reference=reference).bill_id
        assert bill_id is not None
        bill = payments.get_bill(bill_id=bill_id)
        number = bill.cash_reference or issue_cash_reference(bill_id=bill.id)
        notify_cash(client, number, bill, Money(minor, bill.total.currency))
        let_cases_hear()

    return do


def test_a_fee_paid_in_part_ends_with_its_deadline_and_the_part_is_ordered_back(
    layla: Citizen, pay_part: Callable[..., None], all_is_well: Check
) -> None:
    layla.fill()
    layla.submit()
    pay_part(layla.reference, 1900)
    assert (layla.look().state, bill_of(layla).status, bill_of(layla).due.minor) == ("to_pay", "part_paid", 100)
    assert run_timers(now=later(days=8)) == 1
    let_cases_hear()
    assert (layla.look().state, layla.view.ended_by) == ("withdrawn", "timed_out")
    assert (bill_of(layla).status, bill_of(layla).refunded.minor) == ("cancelled", 1900)
    assert [event.action for event in Event.objects.order_by("seq")][-1] == "refunded"
    assert "19.00" in notifications.list_messages(about=f"case:{layla.reference}")[-1].text
    cases.open_case(service_code="MOJ-NCC", applicant=layla.applicant(), now=NOW)  # another application is possible
    all_is_well()


def test_a_fee_paid_in_part_does_not_keep_a_case_from_being_withdrawn(
    layla: Citizen, pay_part: Callable[..., None], all_is_well: Check
) -> None:
    layla.fill()
    layla.submit()
    pay_part(layla.reference, 1900)
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=NOW)
    assert bill_of(layla).refunded.minor == 1900
    pay_part(layla.reference, 100)  # the agent's notice was on its way
    assert (layla.look().state, bill_of(layla).refunded.minor) == ("withdrawn", 2000)
    all_is_well()


def test_what_is_paid_beyond_the_fee_is_ordered_back_and_told(
    layla: Citizen, pay: Pay, pay_part: Callable[..., None], work: Work, all_is_well: Check
) -> None:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    pay_part(layla.reference, 2000)
    work()
    assert bill_of(layla).refunded.minor == 2000
    assert Event.objects.filter(action="refunded").count() == 1
    assert layla.look().state == "done"
    all_is_well()


def _texts(citizen: Citizen) -> list[str]:
    return [message.text for message in notifications.list_messages(about=f"case:{citizen.reference}")]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            r"we received the 19\.00 ₪ you paid in cash for application {reference}\. 1\.00 ₪ is still to be paid by ",
        ),
        ("ar", r"استلمنا 19\.00 ₪ دفعتها نقدًا للطلب {reference}، وبقي عليك 1\.00 ₪ حتى "),
    ],
)
def test_who_pays_a_part_in_cash_is_told_what_arrived_and_what_is_due_until_when(
    layla: Citizen, pay_part: Callable[..., None], language: str, told: str, all_is_well: Check
) -> None:
    layla.language = language
    layla.fill()
    layla.submit()
    pay_part(layla.reference, 1900)
    due_at = bill_of(layla).due_at
    assert due_at is not None
    day = in_plain_spaces(long_date(due_at, language=language))
    found = [each for each in _texts(layla) if re.search(told.format(reference=layla.reference) + re.escape(day), each)]
    assert len(found) == 2, _texts(layla)  # a text message and an e-mail
    pay_part(layla.reference, 100)
    assert len([each for each in _texts(layla) if "19.00" in each]) == 2
    assert len([each for each in _texts(layla) if "20.00" in each]) >= 2
    all_is_well()


def test_what_is_not_paid_away_from_the_site_is_shown_there_and_sends_no_message(layla: Citizen, pay: Pay) -> None:
    layla.fill()
    layla.submit()
    bill_id = bill_of(layla).id
    before = len(_texts(layla))
    for channel in ("card", "cash"):  # shown on the page; and nothing was received
        take_part(bill_id=bill_id, payment_id=uuid4(), paid=Money(1900, "ILS"), channel=channel)
    assert len(_texts(layla)) == before


def test_who_pays_in_cash_is_told_by_message_that_it_has_arrived(layla: Citizen, pay: Pay) -> None:
    layla.language = "en"
    layla.fill()
    layla.submit()
    pay(layla.reference)
    assert any("we received the 20.00 ₪ you paid in cash" in text for text in _texts(layla))


def test_the_payment_number_is_sent_once_with_amount_and_last_day(layla: Citizen) -> None:
    layla.fill()
    layla.submit()
    due_at = bill_of(layla).due_at
    assert due_at is not None
    for _ in range(2):
        cases.send_payment_number(reference=layla.reference, sub=layla.sub, number="1234 5678")
    [text] = {text for text in _texts(layla) if "رقم الدفع 1234 5678" in text and "20.00 ₪" in text}
    assert f"حتى {long_date(due_at, language='ar')}".replace("\N{NO-BREAK SPACE}", " ") in text
