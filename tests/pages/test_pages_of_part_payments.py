"""The page of an application tells what of its fee was received, what is still due and by when, and what comes back."""

import pytest
from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.models import Case
from hukumati.cases.tests.conftest import LAYLA, NOW, Citizen, Pay, let_cases_hear, notify_cash
from hukumati.core.money import Money
from hukumati.payments import api as payments
from hukumati.payments.models import Bill
from hukumati.payments.tests.cash_references import issue_cash_reference
from tests.pages.conftest import Visit, person

LAYLAS = person(f"sub-{LAYLA}", LAYLA)


@pytest.fixture
def layla(service: None, client: Client) -> Citizen:
    """Somebody of whose fee of 20.00 an agent took 19.00."""
    holder = Citizen(LAYLA)
    holder.fill()
    holder.submit()
    bill_id = Case.objects.get(reference=holder.reference).bill_id
    assert bill_id is not None
    bill = payments.get_bill(bill_id=bill_id)
    notify_cash(client, issue_cash_reference(bill_id=bill.id), bill, Money(1900, "ILS"))
    let_cases_hear()
    return holder


def test_a_fee_paid_in_part_is_not_told_as_unpaid(layla: Citizen, visit: Visit) -> None:
    text = visit("portal", f"/en/applications/{layla.reference}/", LAYLAS).text
    assert all(words in text for words in ("Partly paid", "Received", "19.00", "Still to pay", "1.00"))
    assert "We have received" in text
    assert "is still to be paid. We begin when it is." in text
    assert not any(words in text for words in ("Not paid", "not paid yet"))
    to_pay = visit("portal", f"/en/applications/{layla.reference}/pay/", LAYLAS).text
    assert all(words in to_pay for words in ("20.00", "Received already", "19.00", "1.00"))


def test_who_withdraws_is_told_before_what_was_received_and_that_it_comes_back(layla: Citizen, visit: Visit) -> None:
    asked = visit("portal", f"/en/applications/{layla.reference}/withdraw/", LAYLAS, data={}).text
    assert "We have received \u206819.00\xa0₪\u2069 from you." in asked
    assert "All of it is returned to you the way that you paid." in asked
    assert Case.objects.get(reference=layla.reference).closed_at is None


def test_who_paid_nothing_reads_nothing_about_money_before_withdrawing(service: None, visit: Visit) -> None:
    holder = Citizen(LAYLA)
    holder.fill()
    holder.submit()
    asked = visit("portal", f"/en/applications/{holder.reference}/withdraw/", LAYLAS, data={}).text
    assert "A withdrawn application ends." in asked
    assert "received" not in asked


def test_what_was_received_of_a_withdrawn_application_is_told_as_owed_back(layla: Citizen, visit: Visit) -> None:
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=NOW)
    text = visit("portal", f"/en/applications/{layla.reference}/", LAYLAS).text
    assert all(words in text for words in ("Refund", "19.00", "You will be paid back"))
    assert "What you paid is returned to you" in text
    assert not any(words in text for words in ("Still to pay", "is not returned"))


def test_what_becomes_of_the_money_is_told_before_a_withdrawal(layla: Citizen, visit: Visit) -> None:
    page = visit("portal", f"/en/applications/{layla.reference}/", LAYLAS).text
    asked = visit("portal", f"/en/applications/{layla.reference}/withdraw/", LAYLAS, {}).text
    for text in (page, asked):
        assert "All of it is returned to you the way that you paid." in text


def test_a_fee_whose_time_ran_out_is_not_told_as_cancelled(service: None, visit: Visit) -> None:
    holder = Citizen(LAYLA)
    holder.fill()
    holder.submit()
    Bill.objects.update(due_at=NOW)
    text = visit("portal", f"/en/applications/{holder.reference}/", LAYLAS).text
    assert "The time ran out" in text
    assert "Cancelled" not in text


def test_what_was_paid_twice_is_told_as_owed_back(service: None, pay: Pay, client: Client, visit: Visit) -> None:
    holder = Citizen(LAYLA)
    holder.fill()
    holder.submit()
    pay(holder.reference)
    bill_id = Case.objects.get(reference=holder.reference).bill_id
    assert bill_id is not None
    bill = payments.get_bill(bill_id=bill_id)
    notify_cash(client, bill.cash_reference or "", bill)
    let_cases_hear()
    text = visit("portal", f"/en/applications/{holder.reference}/", LAYLAS).text
    assert all(words in text for words in ("Received", "40.00", "Refund", "20.00"))
