"""A second fee in the same case: a bill of its own, with its own deadline, receipt and refund."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.actors import SYSTEM
from hukumati.cases.engine.act import act
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.models import Case, Event, Timer
from hukumati.cases.tests.conftest import LAYLA, Pay, Work, let_cases_hear, notify_cash
from hukumati.cases.tests.permit import DECIDER, Builder, publish_permit
from hukumati.core.clock import end_of_day
from hukumati.core.money import Money
from hukumati.payments import api as payments
from hukumati.payments.tests.cash_references import issue_cash_reference


@pytest.fixture
def layla(service: None, tmp_path: Path, pay: Pay) -> Builder:
    publish_permit(tmp_path)
    person = Builder(LAYLA)
    person.at_inspection(pay)
    return person


def bills(person: Builder) -> list[payments.Bill]:
    listed = cases.list_bills(reference=person.reference, sub=person.sub)
    return [payments.get_bill(bill_id=each) for each in listed]


def test_the_second_fee_is_worked_out_from_what_officials_filled_in_and_has_its_own_deadline(
    layla: Builder, all_is_well: Callable[[], None]
) -> None:
    layla.granted()
    first, second = bills(layla)
    assert (str(first.total), first.status) == ("50.00 ILS", "paid")
    assert (str(second.total), second.status) == ("640.00 ILS", "open")
    assert (second.title.en, second.lines[0].budget_code) == ("Permit fee", "PLA-BLD-PER")
    assert second.due_at == end_of_day(layla.now, days_later=30)
    assert Timer.objects.get(case__reference=layla.reference, done_at=None).due_at == second.due_at
    assert layla.look().awaits_payment
    all_is_well()


def test_paying_the_second_fee_leads_on_and_both_keep_their_receipts(
    layla: Builder, pay: Pay, work: Work, all_is_well: Callable[[], None]
) -> None:
    layla.granted()
    pay(layla.reference)
    work()
    assert layla.look().state == "ready"
    receipts = [payments.list_payments(bill_id=each.id) for each in bills(layla)]
    assert [len(each) for each in receipts] == [1, 1]
    assert len({each[0].receipt_number for each in receipts}) == 2
    all_is_well()


def test_money_for_the_first_bill_never_pays_the_second(
    layla: Builder, client: Client, work: Work, all_is_well: Callable[[], None]
) -> None:
    (first,) = bills(layla)
    assert first.cash_reference is not None
    layla.granted()
    notify_cash(client, first.cash_reference, first)
    let_cases_hear()
    work()
    view = layla.look()
    assert (view.state, view.awaits_payment) == ("to_pay_permit", True)
    assert Event.objects.filter(case__reference=layla.reference, action="refunded").count() == 1
    first, second = bills(layla)
    assert (first.refunded, second.paid.minor, second.refunded.minor) == (first.total, 0, 0)
    all_is_well()


def test_a_permit_given_up_ends_its_fee_alone_and_late_money_for_it_goes_back_alone(
    layla: Builder, client: Client, work: Work, all_is_well: Callable[[], None]
) -> None:
    layla.granted()
    first, second = bills(layla)
    number = issue_cash_reference(bill_id=second.id)
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=layla.now)
    assert payments.get_bill(bill_id=second.id).status == "cancelled"
    notify_cash(client, number, second)
    let_cases_hear()
    work()
    first, second = (payments.get_bill(bill_id=each.id) for each in (first, second))
    assert (first.refunded.minor, second.refunded) == (0, second.total)
    all_is_well()


def test_what_is_given_back_at_the_end_is_all_that_was_paid(layla: Builder, pay: Pay, work: Work) -> None:
    layla.granted()
    pay(layla.reference)
    case = Case.objects.get(reference=layla.reference)
    assert case.state == "issuing"
    act(reference=layla.reference, action="failed", actor=SYSTEM, now=layla.now, fixed="not_issued")
    layla.take("give_back", DECIDER, reason="no paper")
    work(layla.now + timedelta(days=1))
    assert [each.refunded == each.total for each in bills(layla)] == [True, True]


def test_of_what_went_on_while_its_page_was_made_nothing_is_told_of_withdrawing(layla: Builder) -> None:
    assert "withdraw" not in definition_of(Case.objects.get()).flow.states[layla.look().state].actions
    assert _if_withdrawn(layla) == cases.WithdrawalMoney()


def test_before_withdrawing_the_first_fee_is_told_as_kept_and_a_part_of_the_second_as_coming_back(
    layla: Builder, client: Client
) -> None:
    layla.granted()
    first, second = bills(layla)
    assert _if_withdrawn(layla) == cases.WithdrawalMoney((first.total,), (), (first.total,))
    notify_cash(client, issue_cash_reference(bill_id=second.id), second, Money(40_00, "ILS"))
    let_cases_hear()
    told = _if_withdrawn(layla)
    assert told == cases.WithdrawalMoney((Money(90_00, "ILS"),), (Money(40_00, "ILS"),), (Money(50_00, "ILS"),))
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=layla.now)
    assert sum(each.refunded.minor for each in bills(layla)) == 40_00


def _if_withdrawn(person: Builder) -> cases.WithdrawalMoney:
    return cases.money_if_withdrawn(reference=person.reference, sub=person.sub, now=person.now)
