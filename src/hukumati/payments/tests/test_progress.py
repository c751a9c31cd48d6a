"""The steps of a card payment, one by one, with an acquirer in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import translation

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.money import Money
from hukumati.payments import api
from hukumati.payments.channels.base import Checkout
from hukumati.payments.channels.card.channel import CardChannel
from hukumati.payments.domain.states import Cause, Event, State
from hukumati.payments.models import Bill, Operation, Payment
from hukumati.payments.ports import ChargeStatus, NotSent, OutcomeUnknown, PageRequest, Refused
from hukumati.payments.tests.conftest import RETURN_URL, age
from hukumati.payments.tests.scripted_acquirer import PAGE, ScriptedAcquirer
from hukumati.payments.use_cases.operations import AUTHORISE, CAPTURE, VOID, lock_payment
from hukumati.payments.use_cases.transitions import apply_command

pytestmark = pytest.mark.django_db
NewBill = Callable[..., api.Bill]


@pytest.fixture
def acquirer() -> ScriptedAcquirer:
    return ScriptedAcquirer()


@pytest.fixture
def card(acquirer: ScriptedAcquirer) -> CardChannel:
    return CardChannel(acquirer=lambda: acquirer)


@pytest.fixture
def bill(new_bill: NewBill) -> api.Bill:
    return new_bill()


def start(card: CardChannel, bill: api.Bill) -> Checkout:
    return card.start(bill_id=bill.id, return_url=RETURN_URL, idempotency_key=uuid4().hex)


@pytest.fixture
def opened(card: CardChannel, acquirer: ScriptedAcquirer, bill: api.Bill) -> UUID:
    """A payment whose page is open."""
    payment_id = start(card, bill).payment_id
    acquirer.calls.clear()
    acquirer.keys.clear()
    return payment_id


def of(payment_id: UUID) -> Payment:
    return Payment.objects.get(id=payment_id)


def operation(kind: str) -> Operation:
    return Operation.objects.get(kind=kind)


def test_a_page_is_asked_for_with_what_the_payer_sees(
    card: CardChannel, acquirer: ScriptedAcquirer, bill: api.Bill
) -> None:
    with translation.override("en"):
        checkout = start(card, bill)
    assert (checkout.redirect_url, checkout.state) == (PAGE, "action_required")
    (request,) = acquirer.requests
    assert request.reference == str(operation(AUTHORISE).op_id)
    assert (request.amount, request.return_url, request.language) == (Money(2000, "ILS"), RETURN_URL, "en")
    assert request.description == Bilingual(ar="شهادة عدم محكومية", en="Non-conviction certificate")
    assert request.expires_in_seconds == 90 * 60 + 600
    payment = of(checkout.payment_id)
    assert (payment.psp, payment.psp_ref, payment.page_url) == ("card", f"pi_{request.reference}", PAGE)


def test_a_second_start_returns_to_the_open_page_after_asking(
    card: CardChannel, acquirer: ScriptedAcquirer, bill: api.Bill, opened: UUID
) -> None:
    assert start(card, bill) == Checkout(payment_id=opened, redirect_url=PAGE, state=State.ACTION_REQUIRED)
    assert set(acquirer.calls) == {"find"}


def test_an_open_page_is_asked_about_and_looked_at_again_in_five_minutes(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID
) -> None:
    Payment.objects.update(check_at=now() - timedelta(days=1))
    assert card.advance(payment_id=opened, cause=Cause.SWEEP)
    assert acquirer.calls == ["find"]
    check_at = of(opened).check_at
    assert check_at is not None
    assert timedelta(seconds=290) < check_at - now() <= timedelta(seconds=300)


@pytest.mark.parametrize("fault", [NotSent("x"), Refused("x"), OutcomeUnknown("x")])
def test_an_acquirer_that_does_not_answer_leaves_the_payment_as_it_is(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID, fault: Exception
) -> None:
    acquirer.turn(ChargeStatus.AUTHORISED)
    acquirer.fail("find", fault)
    assert not card.advance(payment_id=opened, cause=Cause.SWEEP)
    assert (of(opened).state, acquirer.calls) == ("action_required", ["find"])


def test_an_authorised_amount_is_captured_at_once(card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID) -> None:
    acquirer.turn(ChargeStatus.AUTHORISED)
    assert card.advance(payment_id=opened, cause=Cause.RETURN)
    assert (of(opened).state, acquirer.calls) == ("captured", ["find", "capture"])
    assert acquirer.keys == [str(operation(CAPTURE).op_id)]


@pytest.mark.parametrize("state", ["captured", "captured_late"])
def test_a_captured_payment_is_not_asked_about(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID, state: str
) -> None:
    if state == "captured_late":
        with transaction.atomic():
            apply_command(lock_payment(opened), Event.CANCELLED, cause=Cause.SWEEP)
    acquirer.turn(ChargeStatus.CAPTURED, received=2000)
    card.advance(payment_id=opened, cause=Cause.RETURN)
    assert of(opened).state == state
    acquirer.calls.clear()
    assert card.advance(payment_id=opened, cause=Cause.RETURN)
    assert acquirer.calls == []


def test_evidence_is_the_message_that_led_to_the_question(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID
) -> None:
    acquirer.turn(ChargeStatus.DECLINED)
    card.advance(payment_id=opened, cause=Cause.WEBHOOK, evidence="inbox:7")
    last = of(opened).events.order_by("-seq")[0]
    assert (last.event, last.cause, last.evidence) == ("declined", "webhook", "inbox:7")


def test_a_page_that_was_not_opened_is_tried_twice_and_kept_for_later(
    card: CardChannel, acquirer: ScriptedAcquirer, bill: api.Bill
) -> None:
    acquirer.fail("open_page", NotSent("a"), NotSent("b"), NotSent("c"))
    with pytest.raises(api.AcquirerUnavailable, match="nothing was taken"):
        start(card, bill)
    assert acquirer.calls == ["open_page", "open_page"]
    assert (Payment.objects.get().state, operation(AUTHORISE).state) == ("started", "not_executed")
    assert operation(AUTHORISE).attempt == 2
    acquirer.faults.clear()
    assert start(card, bill).redirect_url == PAGE
    assert (operation(AUTHORISE).attempt, operation(AUTHORISE).state) == (3, "done")
    assert len(set(acquirer.keys)) == 1


def test_only_the_payer_opens_a_page(card: CardChannel, acquirer: ScriptedAcquirer, bill: api.Bill) -> None:
    acquirer.fail("open_page", NotSent("a"), NotSent("b"))
    with pytest.raises(api.AcquirerUnavailable):
        start(card, bill)
    acquirer.calls.clear()
    for cause in (Cause.SWEEP, Cause.RETURN, Cause.BILL, Cause.WEBHOOK):
        assert card.advance(payment_id=Payment.objects.get().id, cause=cause)
    assert acquirer.calls == []


def test_a_refused_page_fails_the_payment(card: CardChannel, acquirer: ScriptedAcquirer, bill: api.Bill) -> None:
    acquirer.fail("open_page", Refused("amount_too_large"))
    checkout = start(card, bill)
    assert (checkout.state, checkout.redirect_url) == ("failed", RETURN_URL)
    refused = operation(AUTHORISE)
    assert (refused.state, refused.answered_at is not None) == ("refused", True)


def test_a_page_of_unknown_outcome_that_the_acquirer_does_not_know_is_opened_again(
    card: CardChannel, acquirer: ScriptedAcquirer, bill: api.Bill
) -> None:
    acquirer.fail("open_page", OutcomeUnknown("time-out"))
    assert start(card, bill).redirect_url == PAGE
    assert acquirer.calls == ["open_page", "find", "open_page"]
    assert len(set(acquirer.keys)) == 1


def test_an_unknown_page_stays_unknown_while_nobody_answers(
    card: CardChannel, acquirer: ScriptedAcquirer, bill: api.Bill
) -> None:
    acquirer.fail("open_page", OutcomeUnknown("time-out"))
    acquirer.fail("find", NotSent("x"))
    with pytest.raises(api.AcquirerUnavailable):
        start(card, bill)
    unknown = operation(AUTHORISE)
    assert (Payment.objects.get().state, unknown.state, unknown.answered_at) == ("auth_unknown", "unknown", None)


@pytest.mark.parametrize(("fault", "attempts"), [(NotSent("x"), 2), (OutcomeUnknown("x"), 2)])
def test_a_capture_that_was_not_executed_is_repeated_under_its_key(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID, fault: Exception, attempts: int
) -> None:
    acquirer.turn(ChargeStatus.AUTHORISED)
    acquirer.fail("capture", fault)
    assert card.advance(payment_id=opened, cause=Cause.RETURN)
    assert (of(opened).state, operation(CAPTURE).attempt) == ("captured", attempts)
    assert len(set(acquirer.keys)) == 1


def test_no_more_than_two_calls_are_made_at_a_time(card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID) -> None:
    acquirer.turn(ChargeStatus.AUTHORISED)
    acquirer.fail("capture", *[NotSent("x")] * 3)
    card.advance(payment_id=opened, cause=Cause.RETURN)
    assert (of(opened).state, acquirer.calls.count("capture")) == ("capture_queued", 2)


def test_a_refused_capture_fails_and_is_not_repeated(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID
) -> None:
    acquirer.turn(ChargeStatus.AUTHORISED)
    acquirer.fail("capture", Refused("expired_authorisation"))
    card.advance(payment_id=opened, cause=Cause.RETURN)
    assert (of(opened).state, operation(CAPTURE).state) == ("capture_failed", "refused")
    assert acquirer.calls.count("capture") == 1


def _capture_sent(card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID) -> None:
    """Leave a capture as sent, as a process that died during the call does."""
    acquirer.turn(ChargeStatus.AUTHORISED)
    acquirer.fail("capture", RuntimeError("the process died"))
    with pytest.raises(RuntimeError, match="died"):
        card.advance(payment_id=opened, cause=Cause.RETURN)
    assert of(opened).state == "capture_sent"
    acquirer.calls.clear()


@pytest.mark.parametrize(("seconds", "calls"), [(15, ["find"]), (21, ["find", "capture"])])
def test_a_call_that_may_still_be_under_way_is_not_repeated(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID, seconds: int, calls: list[str]
) -> None:
    _capture_sent(card, acquirer, opened)
    age(opened, seconds=seconds)
    card.advance(payment_id=opened, cause=Cause.SWEEP)
    assert acquirer.calls == calls


def test_a_bill_paid_meanwhile_has_its_authorisation_released(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID, bill: api.Bill
) -> None:
    acquirer.turn(ChargeStatus.AUTHORISED)
    Bill.objects.filter(id=bill.id).update(cancelled_at=now(), cancellation_reason="x")
    card.advance(payment_id=opened, cause=Cause.RETURN)
    assert (of(opened).state, operation(VOID).state) == ("voided", "done")
    assert acquirer.calls == ["find", "cancel"]


def test_a_refused_release_is_unknown_until_the_acquirer_says_more(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID, bill: api.Bill
) -> None:
    acquirer.turn(ChargeStatus.AUTHORISED)
    Bill.objects.filter(id=bill.id).update(cancelled_at=now(), cancellation_reason="x")
    acquirer.fail("cancel", Refused("busy"), Refused("busy"))
    card.advance(payment_id=opened, cause=Cause.RETURN)
    assert of(opened).state == "void_queued"
    assert acquirer.calls == ["find", "cancel", "find", "cancel", "find"]


def test_a_page_within_its_time_is_left_open(card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID) -> None:
    age(opened, minutes=89)
    card.advance(payment_id=opened, cause=Cause.SWEEP)
    assert (of(opened).state, acquirer.calls) == ("action_required", ["find"])


def test_a_page_past_its_time_is_closed(card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID) -> None:
    age(opened, minutes=91)
    card.advance(payment_id=opened, cause=Cause.SWEEP)
    assert (of(opened).state, acquirer.calls) == ("cancelled", ["find", "cancel"])
    assert acquirer.keys == [f"{operation(AUTHORISE).op_id}:close"]


def test_a_page_for_another_amount_than_is_owed_is_closed(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID, bill: api.Bill
) -> None:
    Bill.objects.filter(id=bill.id).update(cancelled_at=now(), cancellation_reason="x")
    card.advance(payment_id=opened, cause=Cause.BILL)
    assert (of(opened).state, acquirer.calls) == ("cancelled", ["find", "cancel"])


def test_a_page_that_cannot_be_closed_stays_open(card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID) -> None:
    age(opened, minutes=91)
    acquirer.fail("cancel", NotSent("x"))
    assert card.advance(payment_id=opened, cause=Cause.SWEEP)
    assert of(opened).state == "action_required"


def test_a_decided_payment_past_its_time_is_not_closed(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID
) -> None:
    age(opened, minutes=91)
    acquirer.turn(ChargeStatus.AUTHORISED)
    card.advance(payment_id=opened, cause=Cause.SWEEP)
    assert of(opened).state == "captured"


@pytest.fixture
def unopened(card: CardChannel, acquirer: ScriptedAcquirer, bill: api.Bill) -> UUID:
    """A payment past its time whose page was never opened."""
    acquirer.fail("open_page", NotSent("a"), NotSent("b"))
    with pytest.raises(api.AcquirerUnavailable):
        start(card, bill)
    payment_id = Payment.objects.get().id
    age(payment_id, minutes=91)
    acquirer.calls.clear()
    return payment_id


def test_a_payment_that_was_never_opened_expires_after_asking(
    card: CardChannel, acquirer: ScriptedAcquirer, unopened: UUID
) -> None:
    assert card.advance(payment_id=unopened, cause=Cause.SWEEP)
    assert (of(unopened).state, acquirer.calls) == ("expired", ["find"])


def test_a_payment_without_a_call_expires_without_asking(
    card: CardChannel, acquirer: ScriptedAcquirer, new_bill: NewBill
) -> None:
    payment = Payment.objects.create(
        bill_id=new_bill().id, channel="card", psp="card", amount=2000, currency="ILS", created_at=now(),
        touched_at=now(),
    )  # fmt: skip
    with transaction.atomic():
        apply_command(lock_payment(payment.id), Event.STARTED, cause=Cause.START)
    age(payment.id, minutes=91)
    card.advance(payment_id=payment.id, cause=Cause.SWEEP)
    assert (of(payment.id).state, acquirer.calls) == ("expired", [])


def test_a_payment_that_was_never_opened_does_not_expire_while_nobody_answers(
    card: CardChannel, acquirer: ScriptedAcquirer, unopened: UUID
) -> None:
    acquirer.fail("find", OutcomeUnknown("x"))
    assert not card.advance(payment_id=unopened, cause=Cause.SWEEP)
    assert of(unopened).state == "started"


def test_a_payment_that_the_acquirer_knows_after_all_does_not_expire(
    card: CardChannel, acquirer: ScriptedAcquirer, unopened: UUID
) -> None:
    request = PageRequest(
        reference=str(operation(AUTHORISE).op_id),
        amount=Money(2000, "ILS"),
        description=Bilingual(ar="", en=""),
        return_url=RETURN_URL,
        language="ar",
        expires_in_seconds=1,
    )
    acquirer.open_page(request=request)
    card.advance(payment_id=unopened, cause=Cause.SWEEP)
    assert of(unopened).state == "started"


def test_a_charge_in_another_currency_is_not_believed(
    card: CardChannel, acquirer: ScriptedAcquirer, opened: UUID
) -> None:
    (reference,) = acquirer.charges
    acquirer.charges[reference] = replace(
        acquirer.charges[reference], status=ChargeStatus.CAPTURED, received=Money(2000, "JOD")
    )
    assert not card.advance(payment_id=opened, cause=Cause.SWEEP)
    assert of(opened).state == "action_required"
