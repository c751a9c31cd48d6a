"""Moving a payment: what is written with each step, and when it is looked at again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from hukumati.core.clock import now
from hukumati.core.models import Event as OutboxEvent
from hukumati.core.money import Money
from hukumati.payments import api
from hukumati.payments.domain.states import Cause, Event, IllegalTransition, State
from hukumati.payments.models import Bill, Operation, Payment, PaymentEvent
from hukumati.payments.ports import Charge, ChargeStatus, OutcomeUnknown
from hukumati.payments.use_cases import operations
from hukumati.payments.use_cases.operations import AUTHORISE, CAPTURE, VOID
from hukumati.payments.use_cases.transitions import (
    Receipt,
    apply_command,
    apply_inbound,
    outstanding_amount,
    payable_amount,
    require_payable_amount,
    shares_of,
)

pytestmark = pytest.mark.django_db
NewBill = Callable[..., api.Bill]


@pytest.fixture(autouse=True)
def _in_a_transaction(db: None) -> Iterator[None]:
    """Each test is one transaction, as each move of a payment is."""
    with transaction.atomic():
        yield


@pytest.fixture
def payment(new_bill: NewBill) -> Payment:
    """Return a card payment that was just created, locked by the test's transaction."""
    bill = Bill.objects.get(id=new_bill().id)
    return Payment.objects.create(
        bill=bill, channel="card", psp="card", amount=2000, currency="ILS", created_at=now(), touched_at=now()
    )


def lead(payment: Payment, *events: Event) -> Payment:
    """Move a payment by our own commands."""
    for event in events:
        apply_command(payment, event, cause=Cause.SWEEP, evidence="seen")
    return payment


TO_PAYER = (Event.STARTED, Event.AUTHORISE_SENT, Event.PAYER_ACTS)


def last_event(payment: Payment) -> PaymentEvent:
    return PaymentEvent.objects.get(payment=payment, seq=payment.version)


def test_each_step_is_an_event_with_its_cause_and_evidence(payment: Payment) -> None:
    lead(payment, *TO_PAYER)
    payment.refresh_from_db()
    assert (payment.state, payment.version) == ("action_required", 3)
    event = last_event(payment)
    assert (event.event, event.from_state, event.to_state) == ("payer_acts", "auth_sent", "action_required")
    assert (event.applied, event.cause, event.evidence) == (True, "sweep", "seen")
    assert event.at == payment.touched_at


def test_evidence_is_cut_to_what_is_stored(payment: Payment) -> None:
    apply_command(payment, Event.STARTED, cause=Cause.START, evidence="e" * 200)
    assert last_event(payment).evidence == "e" * 120


@pytest.mark.parametrize(
    ("events", "after"),
    [
        ((Event.STARTED,), timedelta(minutes=90)),
        ((Event.STARTED, Event.AUTHORISE_SENT), timedelta(seconds=20)),
        (TO_PAYER, timedelta(seconds=300)),
        ((*TO_PAYER, Event.AUTHORISED), timedelta(seconds=20)),
    ],
)
def test_a_payment_under_way_is_checked_again(payment: Payment, events: tuple[Event, ...], after: timedelta) -> None:
    lead(payment, *events)
    begun = payment.created_at if events == (Event.STARTED,) else payment.touched_at
    assert payment.check_at == begun + after


def test_awaited_money_is_checked_on_the_bills_due_day(payment: Payment) -> None:
    lead(payment, Event.CASH_AWAITED)
    assert payment.check_at == payment.bill.due_at is not None


def test_an_ended_payment_is_not_checked_again(payment: Payment) -> None:
    assert lead(payment, *TO_PAYER, Event.CANCELLED).check_at is None


@pytest.mark.parametrize(
    ("events", "announced"),
    [
        ((*TO_PAYER, Event.DECLINED), 1),
        ((Event.STARTED, Event.AUTHORISE_SENT, Event.AUTHORISE_REFUSED), 1),
        ((*TO_PAYER, Event.AUTHORISED, Event.CAPTURE_QUEUED, Event.CAPTURE_SENT, Event.CAPTURE_REFUSED), 1),
        ((*TO_PAYER, Event.CANCELLED), 0),
        ((Event.STARTED, Event.EXPIRED), 0),
    ],
)
def test_a_failure_is_announced_and_an_end_that_somebody_chose_is_not(
    payment: Payment, events: tuple[Event, ...], announced: int
) -> None:
    lead(payment, *events)
    told = [event.payload["state"] for event in OutboxEvent.objects.filter(name="payments.PaymentFailed")]
    assert told == [payment.state] * announced


def test_a_command_that_the_table_does_not_know_moves_nothing(payment: Payment) -> None:
    with pytest.raises(IllegalTransition, match="captured from created"):
        apply_command(payment, Event.CAPTURED, cause=Cause.SWEEP)
    assert (payment.version, PaymentEvent.objects.count()) == (0, 0)


def test_a_stale_report_of_a_running_payment_leaves_no_trace(payment: Payment) -> None:
    lead(payment, *TO_PAYER)
    assert not apply_inbound(payment, Event.PAYER_ACTS, cause=Cause.WEBHOOK)
    assert payment.version == 3


def test_a_report_that_contradicts_an_end_is_recorded_and_moves_nothing(payment: Payment) -> None:
    lead(payment, *TO_PAYER, Event.CANCELLED)
    assert not apply_inbound(payment, Event.DECLINED, cause=Cause.WEBHOOK, evidence="inbox:1")
    payment.refresh_from_db()
    assert (payment.state, payment.version) == ("cancelled", 5)
    event = last_event(payment)
    assert (event.event, event.applied, event.from_state, event.to_state) == (
        "declined",
        False,
        "cancelled",
        "cancelled",
    )


def test_a_report_that_agrees_with_an_end_leaves_no_trace(payment: Payment) -> None:
    lead(payment, *TO_PAYER, Event.DECLINED)
    assert not apply_inbound(payment, Event.DECLINED, cause=Cause.WEBHOOK)
    assert payment.version == 4


def test_a_report_that_leads_on_is_applied(payment: Payment) -> None:
    lead(payment, *TO_PAYER)
    assert apply_inbound(payment, Event.AUTHORISED, cause=Cause.WEBHOOK)
    assert payment.state == "authorised"


def test_money_is_never_posted_without_its_receipt(payment: Payment) -> None:
    lead(payment, *TO_PAYER)
    with pytest.raises(RuntimeError, match="receipt"), transaction.atomic():
        apply_inbound(payment, Event.CAPTURED, cause=Cause.WEBHOOK)


def capture(payment: Payment, minor: int) -> Operation:
    """Report money as captured."""
    operation = Operation.objects.create(
        payment=payment, kind=CAPTURE, amount=minor, currency="ILS", psp="card", state="sent", sent_at=now()
    )
    receipt = Receipt(amount=Money(minor, "ILS"), operation=operation)
    apply_inbound(payment, Event.CAPTURED, cause=Cause.WEBHOOK, receipt=receipt)
    return operation


def test_captured_money_is_posted_receipted_and_closes_its_operation(payment: Payment) -> None:
    operation = capture(lead(payment, *TO_PAYER), 500)
    operation.refresh_from_db()
    assert (operation.state, operation.answered_at is not None) == ("done", True)
    assert (payment.captured_amount, payment.state) == (500, "captured")
    assert payment.receipt_number is not None
    assert payment.receipt_number.startswith("RCP-")
    assert [(share.budget_code, share.due, share.credited) for share in shares_of(payment.bill)] == [
        ("1-10", 1500, 375),
        ("1-20", 500, 125),
    ]


@pytest.mark.parametrize(("received", "left"), [(500, 1500), (1999, 1), (2000, 0), (2001, 0)])
def test_a_bill_owes_what_was_not_received(payment: Payment, received: int, left: int) -> None:
    capture(lead(payment, *TO_PAYER), received)
    bill = Bill.objects.get(id=payment.bill_id)
    assert (outstanding_amount(bill), payable_amount(bill)) == (left, left)
    assert (bill.paid_at is not None) is (left == 0)


def test_a_bill_past_its_day_owes_but_may_not_be_paid(payment: Payment) -> None:
    bill = payment.bill
    bill.due_at = now() - timedelta(seconds=1)
    assert (outstanding_amount(bill), payable_amount(bill)) == (2000, 0)
    with pytest.raises(api.BillNotPayable, match="cancelled or expired"):
        require_payable_amount(bill)


def test_a_cancelled_bill_owes_nothing(payment: Payment) -> None:
    bill = payment.bill
    bill.cancelled_at = now()
    assert (outstanding_amount(bill), payable_amount(bill)) == (0, 0)


def test_a_paid_bill_is_refused_as_paid(payment: Payment) -> None:
    assert require_payable_amount(payment.bill) == 2000
    capture(lead(payment, *TO_PAYER), 2000)
    with pytest.raises(api.BillAlreadyPaid):
        require_payable_amount(Bill.objects.get(id=payment.bill_id))


@pytest.mark.parametrize("amount", [2000, 1999])
def test_late_money_goes_to_a_bill_that_still_owes_as_much(payment: Payment, amount: int) -> None:
    capture(lead(payment, *TO_PAYER, Event.CANCELLED), amount)
    assert (payment.state, payment.state_before_late) == ("captured_late", "cancelled")
    assert api.get_bill(bill_id=payment.bill_id).paid.minor == amount
    assert OutboxEvent.objects.filter(name="payments.MoneyCameLate").count() == 0


def test_late_money_above_what_a_bill_owes_waits_and_is_announced(payment: Payment) -> None:
    capture(lead(payment, *TO_PAYER, Event.CANCELLED), 2001)
    assert api.get_bill(bill_id=payment.bill_id).paid.minor == 0
    (told,) = OutboxEvent.objects.filter(name="payments.MoneyCameLate")
    assert told.payload["amount"]["minor"] == 2001


def test_an_intent_is_written_once_and_counts_its_attempts(payment: Payment) -> None:
    lead(payment, Event.STARTED)
    first = operations.record_intent(payment, AUTHORISE, cause=Cause.START)
    assert (first.state, first.attempt, first.amount, len(first.request_digest)) == ("sent", 1, 2000, 64)
    operations.mark_not_executed(payment, cause=Cause.SWEEP)
    assert Operation.objects.get().state == "not_executed"
    second = operations.record_intent(payment, AUTHORISE, cause=Cause.START)
    assert (second.op_id, second.attempt, second.state) == (first.op_id, 2, "sent")
    assert Operation.objects.get().attempt == 2
    assert payment.state == "auth_sent"


def charge(status: ChargeStatus, *, received: int = 0, currency: str = "ILS") -> Charge:
    return Charge(
        psp_ref="pi_1",
        status=status,
        amount=Money(2000, currency),
        received=Money(received, currency),
        page_url="http://acquirer.example/1",
    )


@pytest.mark.parametrize(("amount", "received"), [("JOD", "ILS"), ("ILS", "JOD"), ("JOD", "JOD")])
def test_a_charge_in_another_currency_leaves_the_outcome_unknown(amount: str, received: str) -> None:
    seen = Charge("pi_1", ChargeStatus.CAPTURED, Money(2000, amount), Money(2000, received), "")
    with pytest.raises(OutcomeUnknown, match="currency"):
        operations.require_currency(seen, "ILS")
    same = charge(ChargeStatus.OPEN)
    assert operations.require_currency(same, "ILS") is same


@pytest.mark.parametrize(
    ("events", "status", "state"),
    [
        (TO_PAYER, ChargeStatus.AUTHORISED, "authorised"),
        (TO_PAYER, ChargeStatus.DECLINED, "declined"),
        (TO_PAYER, ChargeStatus.CANCELLED, "cancelled"),
        (TO_PAYER, ChargeStatus.EXPIRED, "expired"),
        ((Event.STARTED, Event.AUTHORISE_SENT), ChargeStatus.OPEN, "action_required"),
        ((Event.STARTED, Event.AUTHORISE_SENT), ChargeStatus.CANCELLED, "cancelled"),
        ((*TO_PAYER, Event.AUTHORISED), ChargeStatus.CANCELLED, "voided"),
        ((*TO_PAYER, Event.AUTHORISED), ChargeStatus.EXPIRED, "voided"),
        ((*TO_PAYER, Event.AUTHORISED, Event.VOID_QUEUED, Event.VOID_SENT), ChargeStatus.CANCELLED, "voided"),
    ],
)
def test_a_charge_leads_to_its_state(
    payment: Payment, events: tuple[Event, ...], status: ChargeStatus, state: str
) -> None:
    operations.apply_charge(lead(payment, *events), charge(status), cause=Cause.WEBHOOK)
    payment.refresh_from_db()
    assert (payment.state, payment.psp_ref, payment.page_url) == (state, "pi_1", "http://acquirer.example/1")
    assert last_event(payment).evidence == "pi_1"


@pytest.mark.parametrize(("status", "kind", "ends_as"), [("CANCELLED", VOID, "done"), ("CAPTURED", VOID, "refused")])
def test_a_void_ends_as_it_turned_out(payment: Payment, status: str, kind: str, ends_as: str) -> None:
    lead(payment, *TO_PAYER, Event.AUTHORISED, Event.VOID_QUEUED)
    operations.record_intent(payment, kind, cause=Cause.SWEEP)
    operations.apply_charge(payment, charge(ChargeStatus[status], received=2000), cause=Cause.SWEEP)
    operation = Operation.objects.get(kind=kind)
    assert (operation.state, operation.answered_at is not None) == (ends_as, True)


def test_a_capture_that_was_released_instead_is_refused(payment: Payment) -> None:
    lead(payment, *TO_PAYER, Event.AUTHORISED, Event.CAPTURE_QUEUED)
    operations.record_intent(payment, CAPTURE, cause=Cause.SWEEP)
    operations.apply_charge(payment, charge(ChargeStatus.CANCELLED), cause=Cause.SWEEP)
    assert (payment.state, Operation.objects.get(kind=CAPTURE).state) == ("voided", "refused")


def test_the_amount_of_a_payment_is_money(payment: Payment) -> None:
    assert operations.amount_of(payment) == Money(2000, "ILS")


def test_every_uncertain_state_has_the_kind_of_its_call() -> None:
    kinds: dict[Any, str] = {
        State.AUTH_SENT: AUTHORISE,
        State.AUTH_UNKNOWN: AUTHORISE,
        State.CAPTURE_SENT: CAPTURE,
        State.CAPTURE_UNKNOWN: CAPTURE,
        State.VOID_SENT: VOID,
        State.VOID_UNKNOWN: VOID,
    }
    assert kinds == operations.UNCERTAIN_STATES
