"""Things that happen at the same moment, on real connections: the payment is recorded once all the same."""

from collections.abc import Callable
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from hukumati.payments import api, ledger
from hukumati.payments.channels.agent_cash.messages import CashNotice
from hukumati.payments.channels.agent_cash.notices import record_notice
from hukumati.payments.domain.posting import Share
from hukumati.payments.domain.states import Cause, Event
from hukumati.payments.models import Bill, Entry, InboxMessage, Operation, Payment
from hukumati.payments.tests.cash_references import issue_cash_reference
from hukumati.payments.tests.conftest import RETURN_URL, Acquirer, announced, start
from hukumati.payments.tests.test_webhook import notice, post
from hukumati.payments.use_cases import inbox, operations, transitions
from hukumati.payments.verify import compare_with_book

pytestmark = pytest.mark.django_db(transaction=True)
NewBill = Callable[..., api.Bill]


def together(*actions: Callable[[], Any]) -> list[Any]:
    """Let the actions begin at the same moment, each in a thread of its own; an exception is a result."""
    barrier, results = Barrier(len(actions)), [None] * len(actions)

    def act(n: int) -> None:
        barrier.wait()
        try:
            results[n] = actions[n]()
        except Exception as error:
            results[n] = error  # type: ignore[call-overload]
        finally:
            connection.close()

    threads = [Thread(target=act, args=(n,)) for n in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.parametrize("round_", range(3))
def test_return_and_notification_at_once_record_one_payment(acquirer: Acquirer, new_bill: NewBill, round_: int) -> None:
    bill = new_bill()
    checkout = start(bill)
    acquirer.type_card(checkout.redirect_url)
    post(notice(checkout.payment_id))
    message = InboxMessage.objects.get().id
    results = together(
        lambda: api.refresh_payment(payment_id=checkout.payment_id).status,
        lambda: inbox.process(message=message),
        lambda: api.refresh_payment(payment_id=checkout.payment_id).status,
    )
    assert results == ["success", None, "success"]
    assert Entry.objects.count() == 1
    assert Operation.objects.filter(kind="capture").count() == 1
    assert announced(bill) == 1
    assert compare_with_book(acquirer.captured(), channel="card") == []


def test_two_tabs_at_once_open_one_payment(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    results = together(*[lambda: start(bill)] * 3)
    assert len({checkout.redirect_url for checkout in results}) == 1
    assert Payment.objects.count() == 1


def test_the_same_form_sent_twice_at_once_opens_one_payment(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill, key = new_bill(), uuid4().hex
    results = together(
        *[lambda: api.start_payment(bill_id=bill.id, channel="card", return_url=RETURN_URL, idempotency_key=key)] * 3
    )
    assert len({checkout.payment_id for checkout in results}) == 1


def _take(reference: str, transaction_number: str, minor: int = 2000) -> int:
    from hukumati.core.money import Money

    told = CashNotice(
        guid="g",
        company="PALM",
        reference=reference,
        transaction=transaction_number,
        amount=Money(minor, "ILS"),
        process_date="d",
        statement_date="d",
    )
    message = inbox.store(channel="cash", source="ebpp:PALM", message_id=transaction_number, raw=b"", headers={})
    return int(record_notice(told, message=message))


def test_the_same_notice_at_once_is_recorded_once(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    assert together(*[lambda: _take(reference, "T-1")] * 4) == [0, 0, 0, 0]
    assert ledger.balance("agent:PALM:receivable", "ILS").minor == 2000
    assert announced(bill) == 1


def test_two_agents_at_once_never_both_keep_revenue(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    assert together(*[lambda n=n: _take(reference, f"T-{n}") for n in range(3)]) == [0, 0, 0]
    assert ledger.balance("suspense:unmatched", "ILS").minor == 0
    assert ledger.balance("refund:payable", "ILS").minor == -4000
    assert ledger.balance("revenue:moj:1-10", "ILS").minor == -1500
    assert announced(bill) == 1


def test_card_and_cash_at_once_never_both_keep_revenue(
    acquirer: Acquirer, new_bill: NewBill, monkeypatch: pytest.MonkeyPatch
) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    checkout = start(bill)
    acquirer.type_card(checkout.redirect_url)
    capturing, split = Barrier(2), transitions.shares_of

    def meet_before_splitting(row: Bill) -> list[Share]:
        found = split(row)
        try:  # without the bill's lock, both would be here at once
            capturing.wait(timeout=0.5)
        except BrokenBarrierError:
            capturing.reset()
        return found

    monkeypatch.setattr(transitions, "shares_of", meet_before_splitting)
    with transaction.atomic():
        payment = operations.lock_payment(checkout.payment_id)
        transitions.apply_inbound(payment, Event.AUTHORISED, cause=Cause.RETURN)
        transitions.apply_command(payment, Event.CAPTURE_QUEUED, cause=Cause.RETURN)
    together(lambda: api.refresh_payment(payment_id=checkout.payment_id), lambda: _take(reference, "T-1"))
    assert ledger.balance("suspense:unmatched", "ILS").minor == 0
    assert ledger.balance("refund:payable", "ILS").minor == -2000
    assert api.get_bill(bill_id=bill.id).status in ("paid", "overpaid")
    assert ledger.revenue_of(bill.id) == {"revenue:moj:1-10": 1500, "revenue:moj:1-20": 500}
    assert announced(bill) == 1
    assert compare_with_book(acquirer.captured(), channel="card") == []


def test_a_bill_is_not_cancelled_and_paid_at_once(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    cancelled, taken = together(
        lambda: api.cancel_bill(bill_id=bill.id, reason="withdrawn").status, lambda: _take(reference, "T-1")
    )
    assert taken == 0
    if isinstance(cancelled, api.BillAlreadyPaid):
        assert api.get_bill(bill_id=bill.id).status == "paid"
    else:
        assert cancelled == "cancelled"
        assert ledger.balance("suspense:late", "ILS").minor == -2000
        assert announced(bill) == 0


def test_a_bill_issued_twice_at_once_is_one(acquirer: Acquirer, new_bill: NewBill) -> None:
    key = uuid4().hex
    first, second = together(*[lambda: new_bill(key=key).id] * 2)
    assert first == second
