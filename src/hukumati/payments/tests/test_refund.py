"""Ordering refunds: once for each payment, from the accounts that hold the money, late money included."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from hukumati.core.clock import now
from hukumati.core.models import Event as OutboxEvent
from hukumati.payments import api, ledger
from hukumati.payments.models import Payment
from hukumati.payments.tests.cash_references import issue_cash_reference
from hukumati.payments.tests.conftest import use_acquirer
from hukumati.payments.tests.test_cash import notify
from hukumati.payments.use_cases import sweep
from hukumati.payments.verify import find_violations

pytestmark = pytest.mark.django_db
NewBill = Callable[..., api.Bill]


@pytest.fixture(autouse=True)
def _sound(settings: Any) -> Iterator[None]:
    use_acquirer(settings, "http://127.0.0.1:9")
    yield
    assert find_violations() == []


def _balance(account: str) -> int:
    return ledger.balance(account, "ILS").minor


@pytest.fixture
def paid(new_bill: NewBill) -> api.Bill:
    bill = new_bill()
    assert notify(issue_cash_reference(bill_id=bill.id)) == 0
    return bill


def test_a_refund_moves_the_money_from_each_revenue_to_what_is_payable_once(paid: api.Bill) -> None:
    sums = [api.order_refund(bill_id=paid.id, reason="refused").minor for _ in range(3)]
    assert sums == [2000, 2000, 2000]
    assert (_balance("revenue:moj:1-10"), _balance("revenue:moj:1-20")) == (0, 0)
    assert _balance("refund:payable") == -2000
    bill = api.get_bill(bill_id=paid.id)
    assert (bill.status, bill.refunded.minor) == ("paid", 2000)


def test_a_bill_that_nobody_paid_is_not_refunded(new_bill: NewBill) -> None:
    assert api.order_refund(bill_id=new_bill().id, reason="refused").minor == 0
    assert _balance("refund:payable") == 0


def test_what_was_paid_twice_is_refunded_twice(new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    assert [notify(reference), notify(reference, JOEBPPSTrx="T-2")] == [0, 0]
    first, second = Payment.objects.filter(bill_id=bill.id).order_by("created_at")
    assert api.order_refund(bill_id=bill.id, payment_id=second.id, reason="twice").minor == 2000
    assert (_balance("suspense:unmatched"), _balance("revenue:moj:1-10")) == (0, -1500)
    assert api.order_refund(bill_id=bill.id, reason="refused").minor == 4000
    assert first.id != second.id


def test_cash_for_an_expired_bill_is_announced_and_can_be_refunded(new_bill: NewBill) -> None:
    bill = new_bill(due_at=now() + timedelta(milliseconds=200))
    reference = issue_cash_reference(bill_id=bill.id)
    Payment.objects.filter(bill_id=bill.id).update(check_at=now() - timedelta(days=1))
    while api.get_bill(bill_id=bill.id).status != "expired":
        pass
    sweep.sweep()
    assert notify(reference) == 0
    (told,) = OutboxEvent.objects.filter(name="payments.MoneyCameLate")
    assert told.payload["bill_id"] == str(bill.id)
    assert _balance("suspense:late") == -2000
    assert api.order_refund(bill_id=bill.id, reason="late").minor == 2000
    assert (_balance("suspense:late"), _balance("refund:payable")) == (0, -2000)
