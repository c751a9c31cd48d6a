"""Every bill ends, whatever is paid and when: paid, or cancelled with all that was received owed back."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from hukumati.core.clock import now
from hukumati.core.models import Event as OutboxEvent
from hukumati.core.money import Money
from hukumati.payments import api
from hukumati.payments.channels.agent_cash.messages import CashNotice
from hukumati.payments.channels.agent_cash.notices import record_notice
from hukumati.payments.domain.states import TERMINAL
from hukumati.payments.models import Bill, Entry, Payment
from hukumati.payments.models import Leg as LegRow
from hukumati.payments.tests.cash_references import issue_cash_reference
from hukumati.payments.tests.conftest import Acquirer, age, start
from hukumati.payments.use_cases import inbox, sweep
from hukumati.payments.verify import find_violations

pytestmark = pytest.mark.django_db
NewBill = Callable[..., api.Bill]
RunJobs = Callable[[], list[Exception]]
TOTAL = 2000
TRANSACTIONS = count(1)


def take_cash(reference: str, minor: int) -> None:
    """Let an agent report the cash that it took."""
    number = f"T-{next(TRANSACTIONS)}"
    notice = CashNotice(
        guid=number,
        company="PALM",
        reference=reference,
        transaction=number,
        amount=Money(minor, "ILS"),
        process_date="2026-11-23T12:00:00",
        statement_date="2026-11-23",
    )
    message = inbox.store(channel="cash", source="ebpp:PALM", message_id=number, raw=number.encode(), headers={})
    record_notice(notice, message=message)


def cancel(bill: api.Bill) -> bool:
    """Do what a case does at the deadline of its bill or when it is withdrawn; return whether the bill ended."""
    try:
        api.cancel_bill(bill_id=bill.id, reason="deadline")
    except api.PaymentInFlight:
        return False
    except api.BillAlreadyPaid:
        return True
    return True


def order_late_money_back(bill: api.Bill) -> None:
    """Do what a case does when it hears of late money."""
    for event in OutboxEvent.objects.filter(name="payments.MoneyCameLate", payload__bill_id=str(bill.id)):
        api.order_refund(bill_id=bill.id, payment_id=event.payload["payment_id"], reason="late")


def revenue_kept(bill: api.Bill) -> int:
    """Sum what the creditor keeps of a bill's payments."""
    entries = Entry.objects.filter(payment_id__in=Payment.objects.filter(bill_id=bill.id).values("id"))
    legs = LegRow.objects.filter(entry__in=entries, account__code__startswith="revenue:")
    return -sum(legs.values_list("amount", flat=True))


class PayersAndTime(RuleBasedStateMachine):
    """A bill, agents and a card page, and a deadline that passes once."""

    acquirer: Acquirer
    new_bill: NewBill
    run_jobs: RunJobs

    def __init__(self) -> None:
        super().__init__()
        self.bill = type(self).new_bill()
        self.reference = issue_cash_reference(bill_id=self.bill.id)
        self.cash = 0
        self.page = ""
        self.card: api.Checkout | None = None
        self.is_over = False

    @rule(minor=st.sampled_from([1, 100, 1900, 1999, TOTAL, 2500]))
    def cash_is_taken(self, minor: int) -> None:
        take_cash(self.reference, minor)
        self.cash += minor

    @rule()
    def a_card_page_is_opened(self) -> None:
        try:
            self.card = start(self.bill)
        except api.BillNotPayable:
            return
        self.page = self.card.redirect_url

    @precondition(lambda self: self.page.startswith("http://127"))
    @rule()
    def the_card_is_typed(self) -> None:
        self.acquirer.type_card(self.page)
        self.page = ""

    @precondition(lambda self: self.card is not None)
    @rule()
    def the_payer_comes_back(self) -> None:
        api.refresh_payment(payment_id=self.card.payment_id)  # type: ignore[union-attr]

    @precondition(lambda self: not self.is_over)
    @rule()
    def the_deadline_passes(self) -> None:
        self.is_over = True
        Bill.objects.filter(id=self.bill.id).update(due_at=now() - timedelta(seconds=1))

    @precondition(lambda self: self.is_over)
    @rule()
    def the_case_ends_the_bill(self) -> None:
        cancel(self.bill)

    def teardown(self) -> None:
        self._let_time_pass()
        assert cancel(self.bill), "no payment is under way for ever"
        order_late_money_back(self.bill)
        bill = api.get_bill(bill_id=self.bill.id)
        kept = revenue_kept(bill)
        taken = self.cash + self._card_taken()
        assert bill.status in {"paid", "overpaid", "cancelled"}
        assert kept == (0 if bill.status == "cancelled" else TOTAL)
        assert bill.refunded.minor == taken - kept
        assert {payment.state for payment in api.list_payments(bill_id=bill.id)} <= TERMINAL
        assert find_violations() == []

    def _let_time_pass(self) -> None:
        Bill.objects.filter(id=self.bill.id).update(due_at=now() - timedelta(seconds=1))
        for payment in Payment.objects.filter(bill_id=self.bill.id).exclude(state__in=sorted(TERMINAL)):
            age(payment.id, hours=2)
            Payment.objects.filter(id=payment.id).update(check_at=now() - timedelta(seconds=1))
        for _ in range(3):
            sweep.sweep()
            type(self).run_jobs()

    def _card_taken(self) -> int:
        rows = Payment.objects.filter(bill_id=self.bill.id, channel="card").exclude(captured_amount=None)
        return sum(taken or 0 for taken in rows.values_list("captured_amount", flat=True))


def test_every_bill_ends_under_any_sequence_of_payments(
    acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs
) -> None:
    PayersAndTime.acquirer, PayersAndTime.new_bill, PayersAndTime.run_jobs = (
        acquirer, staticmethod(new_bill), staticmethod(run_jobs),
    )  # fmt: skip
    run_state_machine_as_test(
        PayersAndTime,
        settings=settings(
            max_examples=10,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


def test_the_part_that_was_received_is_ordered_back_when_the_bill_ends(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    take_cash(issue_cash_reference(bill_id=bill.id), 1900)
    assert api.get_bill(bill_id=bill.id).due == Money(100, "ILS")
    Bill.objects.filter(id=bill.id).update(due_at=now() - timedelta(seconds=1))
    ended = api.cancel_bill(bill_id=bill.id, reason="deadline")
    assert (ended.status, ended.paid.minor, ended.refunded.minor) == ("cancelled", 1900, 1900)
    (told,) = OutboxEvent.objects.filter(name="payments.MoneyOrderedBack")
    assert told.payload["bill_id"] == str(bill.id)
    assert revenue_kept(bill) == 0
    api.cancel_bill(bill_id=bill.id, reason="again")
    assert OutboxEvent.objects.filter(name="payments.MoneyOrderedBack").count() == 1


def test_cash_for_the_rest_of_a_bill_that_has_ended_is_ordered_back(acquirer: Acquirer, new_bill: NewBill) -> None:
    bill = new_bill()
    reference = issue_cash_reference(bill_id=bill.id)
    take_cash(reference, 1900)
    api.cancel_bill(bill_id=bill.id, reason="withdrawn")
    take_cash(reference, 100)
    assert api.get_bill(bill_id=bill.id).refunded.minor == 2000
    assert revenue_kept(bill) == 0


def test_the_rest_of_a_bill_paid_in_part_is_paid_by_card(
    acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs
) -> None:
    bill = new_bill()
    take_cash(issue_cash_reference(bill_id=bill.id), 1900)
    checkout = start(bill)
    acquirer.type_card(checkout.redirect_url)
    assert api.refresh_payment(payment_id=checkout.payment_id).amount == Money(100, "ILS")
    assert api.get_bill(bill_id=bill.id).status == "paid"
