"""Paying by card, with the acquirer as a real process on a socket."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.models import Event as OutboxEvent
from hukumati.payments import api, ledger
from hukumati.payments.domain.states import Cause
from hukumati.payments.models import Entry, Operation, Payment
from hukumati.payments.tests.conftest import CHALLENGED, DECLINED, RETURN_URL, Acquirer, age, announced, start
from hukumati.payments.use_cases import channel_payments, sweep
from hukumati.payments.verify import compare_with_book

pytestmark = pytest.mark.django_db
NewBill = Callable[..., api.Bill]
RunJobs = Callable[[], list[Exception]]


def test_an_accepted_card_pays_the_bill_once_and_is_posted(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    checkout = start(bill)
    assert checkout.state == "action_required"
    assert acquirer.type_card(checkout.redirect_url).headers["location"] == RETURN_URL
    payment = api.refresh_payment(payment_id=checkout.payment_id)
    assert (payment.status, payment.state, payment.channel) == ("success", "captured", "card")
    assert payment.receipt_number
    assert api.get_bill(bill_id=bill.id).status == "paid"
    assert ledger.balance("psp:card:receivable", "ILS").minor == 2000
    assert ledger.balance("revenue:moj:1-20", "ILS").minor == -500
    assert announced(bill) == 1
    assert compare_with_book(acquirer.captured(), channel="card") == []


def test_coming_back_again_changes_nothing(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    checkout = start(bill)
    acquirer.type_card(checkout.redirect_url)
    first = api.refresh_payment(payment_id=checkout.payment_id)
    assert api.refresh_payment(payment_id=checkout.payment_id) == first
    assert Entry.objects.count() == 1
    assert announced(bill) == 1


def test_a_declined_card_takes_nothing_and_another_may_be_tried(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    first = start(bill)
    acquirer.type_card(first.redirect_url, DECLINED)
    assert api.refresh_payment(payment_id=first.payment_id).status == "failed"
    assert OutboxEvent.objects.filter(name="payments.PaymentFailed", payload__state="declined").count() == 1
    second = start(bill)
    assert second.payment_id != first.payment_id
    acquirer.type_card(second.redirect_url)
    assert api.refresh_payment(payment_id=second.payment_id).status == "success"
    assert [payment.status for payment in api.list_payments(bill_id=bill.id)] == ["failed", "success"]


@pytest.mark.parametrize(("answer", "status"), [("confirm", "success"), ("refuse", "failed")])
def test_a_challenged_card_waits_for_its_holder(
    acquirer: Acquirer, new_bill: NewBill, answer: str, status: str
) -> None:
    checkout = start(new_bill())
    acquirer.type_card(checkout.redirect_url, CHALLENGED)
    assert api.refresh_payment(payment_id=checkout.payment_id).status == "started"
    acquirer.click(checkout.redirect_url, "challenge", answer=answer)
    assert api.refresh_payment(payment_id=checkout.payment_id).status == status


def test_a_payer_who_cancels_may_start_again(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    checkout = start(bill)
    acquirer.click(checkout.redirect_url, "cancel")
    assert api.refresh_payment(payment_id=checkout.payment_id).status == "cancelled"
    assert start(bill).payment_id != checkout.payment_id


def test_two_tabs_share_the_unfinished_payment(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    assert start(bill) == start(bill)


def test_the_same_form_sent_twice_is_one_payment_even_after_it_was_declined(
    acquirer: Acquirer, new_bill: NewBill
) -> None:
    bill, key = new_bill(), uuid4().hex
    first = api.start_payment(bill_id=bill.id, channel="card", return_url=RETURN_URL, idempotency_key=key)
    acquirer.type_card(first.redirect_url, DECLINED)
    again = api.start_payment(bill_id=bill.id, channel="card", return_url=RETURN_URL, idempotency_key=key)
    assert (again.payment_id, again.state, again.redirect_url) == (first.payment_id, "declined", RETURN_URL)


def test_a_key_of_another_bill_is_refused(acquirer: Acquirer, new_bill: NewBill) -> None:
    key = uuid4().hex
    api.start_payment(bill_id=new_bill().id, channel="card", return_url=RETURN_URL, idempotency_key=key)
    with pytest.raises(api.IdempotencyConflict):
        api.start_payment(bill_id=new_bill().id, channel="card", return_url=RETURN_URL, idempotency_key=key)


def test_a_paid_bill_is_not_paid_again(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    checkout = start(bill)
    acquirer.type_card(checkout.redirect_url)
    with pytest.raises(api.BillAlreadyPaid):
        start(bill)  # it asks first, and so hears of the money
    assert announced(bill) == 1


def test_an_expired_bill_is_not_paid(acquirer: Acquirer, new_bill: NewBill) -> None:
    with pytest.raises(api.BillNotPayable):
        start(new_bill(due_at=now() - timedelta(seconds=1)))


def test_the_acquirer_is_never_called_inside_a_transaction(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    with pytest.raises(RuntimeError, match="inside a database transaction"), transaction.atomic():
        start(bill)


@pytest.mark.parametrize("mode", ["down:create", "reset_before:create"])
def test_an_acquirer_that_is_down_is_reported_and_the_same_payment_is_used_later(
    acquirer: Acquirer, new_bill: NewBill, mode: str
) -> None:
    bill = new_bill()
    acquirer.fault(mode, times=None)
    with pytest.raises(api.AcquirerUnavailable):
        start(bill)
    acquirer.fault("ok")
    checkout = start(bill)
    assert Payment.objects.filter(bill_id=bill.id).count() == 1
    acquirer.type_card(checkout.redirect_url)
    assert api.refresh_payment(payment_id=checkout.payment_id).status == "success"


def test_an_acquirer_that_cannot_be_reached_is_reported(acquirer: Acquirer, new_bill: NewBill, settings: Any) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"acquirer_url": "http://127.0.0.1:9"})
    bill = new_bill()
    with pytest.raises(api.AcquirerUnavailable):
        start(bill)
    assert Payment.objects.get(bill_id=bill.id).state == "started"


def test_a_page_whose_answer_was_lost_is_found_by_asking(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    acquirer.fault("commit_then_drop:create")
    checkout = start(bill)
    assert checkout.state == "action_required"
    operation = Operation.objects.get(payment_id=checkout.payment_id)
    assert (operation.attempt, operation.state) == (1, "done")


def test_a_capture_whose_answer_was_lost_is_found_and_taken_once(acquirer: Acquirer, new_bill: NewBill) -> None:
    checkout = start(new_bill())
    acquirer.type_card(checkout.redirect_url)
    acquirer.fault("commit_then_drop:capture")
    assert api.refresh_payment(payment_id=checkout.payment_id).status == "success"
    assert Operation.objects.get(payment_id=checkout.payment_id, kind="capture").attempt == 1
    assert compare_with_book(acquirer.captured(), channel="card") == []


def test_a_capture_that_never_arrived_is_sent_again_under_its_own_key(acquirer: Acquirer, new_bill: NewBill) -> None:
    checkout = start(new_bill())
    acquirer.type_card(checkout.redirect_url)
    acquirer.fault("reset_before:capture")
    assert api.refresh_payment(payment_id=checkout.payment_id).status == "success"
    assert Operation.objects.get(payment_id=checkout.payment_id, kind="capture").attempt == 2
    assert compare_with_book(acquirer.captured(), channel="card") == []


def test_an_acquirer_that_dies_during_the_capture_is_asked_by_the_sweep(
    acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs
) -> None:
    checkout = start(new_bill())
    acquirer.type_card(checkout.redirect_url)
    acquirer.fault("down:capture", times=None)
    assert api.refresh_payment(payment_id=checkout.payment_id).status == "submitted"
    acquirer.fault("ok")
    age(checkout.payment_id, minutes=2)
    sweep.sweep()
    assert run_jobs() == []
    assert api.get_payment(payment_id=checkout.payment_id).status == "success"


def test_a_worker_that_died_after_writing_the_operation_is_recovered(
    acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = start(new_bill())
    acquirer.type_card(checkout.redirect_url)
    _die_at(monkeypatch, "payments.operation.written", checkout)
    assert api.get_payment(payment_id=checkout.payment_id).state == "capture_sent"
    age(checkout.payment_id, minutes=2)
    sweep.sweep()
    run_jobs()
    assert api.get_payment(payment_id=checkout.payment_id).status == "success"
    assert compare_with_book(acquirer.captured(), channel="card") == []


def test_a_worker_that_died_after_the_acquirer_answered_is_recovered(
    acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout = start(new_bill())
    acquirer.type_card(checkout.redirect_url)
    _die_at(monkeypatch, "payments.acquirer.after_answer", checkout, kind="capture")
    assert api.get_payment(payment_id=checkout.payment_id).state == "capture_sent"
    age(checkout.payment_id, minutes=2)
    sweep.sweep()
    run_jobs()
    assert api.get_payment(payment_id=checkout.payment_id).status == "success"
    assert compare_with_book(acquirer.captured(), channel="card") == []


class _Died(BaseException):
    """What stands for SIGKILL inside a test's own process."""


def _die_at(monkeypatch: pytest.MonkeyPatch, name: str, checkout: api.Checkout, *, kind: str | None = None) -> None:
    from hukumati.payments.use_cases import operations

    def hit(reached: str) -> None:
        is_there = kind is None or Operation.objects.filter(payment_id=checkout.payment_id, kind=kind).exists()
        if reached == name and is_there:
            raise _Died

    with monkeypatch.context() as patched:
        patched.setattr(operations, "hit", hit)
        with pytest.raises(_Died):
            api.refresh_payment(payment_id=checkout.payment_id)


def test_an_abandoned_page_is_closed_at_the_acquirer_before_it_expires_here(
    acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs
) -> None:
    checkout = start(new_bill())
    age(checkout.payment_id, minutes=91)
    sweep.sweep()
    run_jobs()
    assert api.get_payment(payment_id=checkout.payment_id).status == "cancelled"
    ended = acquirer.type_card(checkout.redirect_url)
    assert ended.status_code == 303
    assert acquirer.captured() == {}


def test_a_payment_authorised_while_it_was_about_to_expire_is_taken(
    acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs
) -> None:
    checkout = start(new_bill())
    acquirer.type_card(checkout.redirect_url)
    age(checkout.payment_id, minutes=91)
    sweep.sweep()
    run_jobs()
    assert api.get_payment(payment_id=checkout.payment_id).status == "success"


def test_a_page_that_was_never_opened_expires(acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs) -> None:
    bill = new_bill()
    acquirer.fault("down:create", times=None)
    with pytest.raises(api.AcquirerUnavailable):
        start(bill)
    acquirer.fault("ok")
    payment = Payment.objects.get(bill_id=bill.id)
    for _ in range(2):
        age(payment.id, minutes=91)
        sweep.sweep()
        run_jobs()
    assert api.get_payment(payment_id=payment.id).state == "expired"


def test_a_wrong_amount_is_booked_as_it_was_taken_and_the_bill_is_not_paid(
    acquirer: Acquirer, new_bill: NewBill
) -> None:
    bill = new_bill()
    checkout = start(bill)
    acquirer.type_card(checkout.redirect_url)
    acquirer.fault("wrong_amount:capture")
    assert api.refresh_payment(payment_id=checkout.payment_id).amount.minor == 1999
    assert api.get_bill(bill_id=bill.id).status == "part_paid"
    assert announced(bill) == 0
    assert compare_with_book(acquirer.captured(), channel="card") == []
    rest = start(bill)
    acquirer.type_card(rest.redirect_url)
    api.refresh_payment(payment_id=rest.payment_id)
    assert api.get_bill(bill_id=bill.id).status == "paid"
    assert announced(bill) == 1


def test_a_cancelled_bill_refuses_payment_and_a_bill_under_payment_refuses_cancelling(
    acquirer: Acquirer, new_bill: NewBill
) -> None:
    bill = new_bill()
    checkout = start(bill)
    with pytest.raises(api.PaymentInFlight):
        api.cancel_bill(bill_id=bill.id, reason="withdrawn")
    acquirer.click(checkout.redirect_url, "cancel")
    api.refresh_payment(payment_id=checkout.payment_id)
    assert api.cancel_bill(bill_id=bill.id, reason="withdrawn").status == "cancelled"
    assert api.cancel_bill(bill_id=bill.id, reason="withdrawn").status == "cancelled"
    with pytest.raises(api.BillNotPayable):
        start(bill)


def test_money_of_a_payment_given_up_is_late_and_is_applied_to_the_bill_that_still_owes_it(
    acquirer: Acquirer, new_bill: NewBill
) -> None:
    bill = new_bill()
    checkout = start(bill)
    acquirer.type_card(checkout.redirect_url)
    _give_up(checkout)
    _capture_out_of_band(acquirer, checkout)
    channel_payments.advance(payment_id=checkout.payment_id, cause=Cause.WEBHOOK)
    payment = api.get_payment(payment_id=checkout.payment_id)
    assert (payment.state, payment.status) == ("captured_late", "cancelled")
    assert api.get_bill(bill_id=bill.id).status == "paid"
    assert ledger.balance("suspense:late", "ILS").minor == 0
    assert announced(bill) == 1


def _give_up(checkout: api.Checkout) -> None:
    from hukumati.payments.domain.states import Event
    from hukumati.payments.use_cases.operations import lock_payment
    from hukumati.payments.use_cases.transitions import apply_command

    with transaction.atomic():
        apply_command(lock_payment(checkout.payment_id), Event.CANCELLED, cause=Cause.SWEEP)


def _capture_out_of_band(acquirer: Acquirer, checkout: api.Checkout) -> None:
    from hukumati.core.money import Money
    from hukumati.payments.channels.card.acquirer import card_acquirer

    psp_ref = Payment.objects.get(id=checkout.payment_id).psp_ref
    card_acquirer().capture(psp_ref=psp_ref, key=uuid4().hex, amount=Money(2000, "ILS"))
