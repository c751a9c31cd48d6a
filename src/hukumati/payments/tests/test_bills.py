"""Issuing bills."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.payments import api
from hukumati.payments.models import Bill as BillRow
from hukumati.payments.tests.cash_references import issue_cash_reference

pytestmark = pytest.mark.django_db
NewBill = Callable[..., api.Bill]


def _line(minor: int, currency: str = "ILS", code: str = "1-10") -> api.BillLine:
    return api.BillLine("fee", Bilingual(ar="رسم", en="Fee"), Money(minor, currency), code)


def test_a_bill_is_issued_once_for_its_key(new_bill: NewBill) -> None:
    key = uuid4().hex
    assert new_bill(key=key) == new_bill(key=key)


def test_a_bill_sums_its_lines_and_is_open(new_bill: NewBill) -> None:
    bill = new_bill()
    assert (bill.total, bill.paid, bill.due, bill.status) == (
        Money(2000, "ILS"),
        Money(0, "ILS"),
        Money(2000, "ILS"),
        "open",
    )
    assert [line.amount.minor for line in bill.lines] == [1500, 500]
    assert api.get_bill(bill_id=bill.id) == bill


def test_a_key_of_another_bill_is_refused(new_bill: NewBill) -> None:
    key = uuid4().hex
    new_bill(key=key)
    with pytest.raises(api.InvalidBill):
        new_bill(key=key, lines=[_line(1)])


@pytest.mark.parametrize(
    "lines", [[], [_line(0)], [_line(-1)], [_line(1), _line(1, "JOD")], [_line(1, code="")], [_line(1)] * 51]
)
def test_an_invalid_bill_is_refused(new_bill: NewBill, lines: list[api.BillLine]) -> None:
    with pytest.raises(api.InvalidBill):
        new_bill(lines=lines)


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(api.NoSuchBill):
        api.get_bill(bill_id=uuid4())
    with pytest.raises(api.NoSuchBill):
        api.cancel_bill(bill_id=uuid4(), reason="")
    with pytest.raises(api.NoSuchBill):
        issue_cash_reference(bill_id=uuid4())
    with pytest.raises(api.NoSuchPayment):
        api.refresh_payment(payment_id=uuid4())


def test_dinars_keep_their_three_decimals(new_bill: NewBill) -> None:
    assert new_bill(lines=[_line(10_005, "JOD")]).total.format() == "10.005"


@pytest.mark.parametrize("count", [1, 50])
def test_a_bill_has_one_to_fifty_lines(new_bill: NewBill, count: int) -> None:
    assert len(new_bill(lines=[_line(1)] * count).lines) == count


@pytest.mark.parametrize("other", [{"creditor": "moi"}, {"lines": [_line(2000, "JOD")]}, {"lines": [_line(1999)]}])
def test_a_key_is_of_one_creditor_currency_and_total(new_bill: NewBill, other: dict[str, object]) -> None:
    key = uuid4().hex
    first = new_bill(key=key)
    with pytest.raises(api.InvalidBill, match="used for another bill"):
        new_bill(key=key, **other)
    assert new_bill(key=key, lines=[_line(2000)]) == first  # the first lines stand


def test_a_cancelled_bill_keeps_its_first_reason(new_bill: NewBill) -> None:
    bill = new_bill()
    api.cancel_bill(bill_id=bill.id, reason="r" * 400)
    cancelled_at = BillRow.objects.get(id=bill.id).cancelled_at
    assert api.cancel_bill(bill_id=bill.id, reason="again").status == "cancelled"
    row = BillRow.objects.get(id=bill.id)
    assert (row.cancellation_reason, row.cancelled_at) == ("r" * 300, cancelled_at)


def test_cancelling_a_bill_ends_the_wait_for_cash(new_bill: NewBill) -> None:
    bill = new_bill()
    issue_cash_reference(bill_id=bill.id)
    api.cancel_bill(bill_id=bill.id, reason="")
    assert [payment.state for payment in api.list_payments(bill_id=bill.id)] == ["cancelled"]


def test_the_payers_initials_are_cut_to_what_is_stored(new_bill: NewBill) -> None:
    bill = new_bill(payer_initials="x" * 30)
    assert BillRow.objects.get(id=bill.id).payer_initials == "x" * 20


def test_what_is_due_is_never_negative(new_bill: NewBill) -> None:
    bill = new_bill()
    assert replace(bill, paid=Money(1500, "ILS")).due == Money(500, "ILS")
    assert replace(bill, paid=Money(2001, "ILS")).due == Money(0, "ILS")
