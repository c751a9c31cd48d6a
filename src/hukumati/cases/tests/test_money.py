"""The bill and the case: neither moves without the other."""

from collections.abc import Callable

import pytest
from django.db import transaction

from hukumati.cases import api as cases
from hukumati.cases.applying.pay import take_payment
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.models import Case, Event, Timer
from hukumati.cases.tests.conftest import NOW, Citizen, Pay, Work, later
from hukumati.core import audit
from hukumati.payments import api as payments

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
        take_payment(bill_id=bill_id, now=NOW)
    assert layla.look().state == "withdrawn"
    assert Event.objects.filter(action="paid_late").count() == 1
    assert "case.paid_late" in {entry.action for entry in audit.list_entries(subject=f"case:{layla.reference}")}


def test_a_payment_heard_of_twice_moves_the_case_once(layla: Citizen, pay: Pay, work: Work) -> None:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    assert Event.objects.filter(action="paid").count() == 1


def test_a_bill_of_something_else_is_none_of_our_business(layla: Citizen) -> None:
    from uuid import uuid4

    take_payment(bill_id=uuid4(), now=NOW)
    assert not Event.objects.exists()
