"""Edges of the progress of a card payment: the last moment of a page, and what another run has done meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from hukumati.core.clock import now
from hukumati.payments import api
from hukumati.payments.channels.card import progress
from hukumati.payments.channels.card.progress import advance
from hukumati.payments.domain.states import Cause, Event, State
from hukumati.payments.models import Operation, Payment
from hukumati.payments.ports import Charge, ChargeStatus, NotSent
from hukumati.payments.tests.conftest import RETURN_URL
from hukumati.payments.tests.scripted_acquirer import ScriptedAcquirer
from hukumati.payments.use_cases import operations
from hukumati.payments.use_cases.operations import AUTHORISE, lock_payment
from hukumati.payments.use_cases.transitions import IN_FLIGHT_CHECK, PAGE_LIFETIME, apply_command, apply_inbound

pytestmark = pytest.mark.django_db
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def acquirer() -> ScriptedAcquirer:
    return ScriptedAcquirer()


@pytest.fixture
def started(new_bill: Callable[..., api.Bill]) -> Payment:
    """A payment whose page was not asked for yet."""
    moment = now()
    payment = Payment.objects.create(
        bill_id=new_bill().id, channel="card", psp="card", amount=2000, currency="ILS", return_url=RETURN_URL,
        created_at=moment, touched_at=moment,
    )  # fmt: skip
    with transaction.atomic():
        apply_command(lock_payment(payment.id), Event.STARTED, cause=Cause.START)
    return Payment.objects.get()


@pytest.fixture
def opened(acquirer: ScriptedAcquirer, started: Payment) -> Payment:
    """A payment whose page is open."""
    advance(acquirer, payment_id=started.id, cause=Cause.START)
    acquirer.calls.clear()
    return Payment.objects.get()


@pytest.fixture
def authorised(acquirer: ScriptedAcquirer, opened: Payment) -> Payment:
    """A payment that is authorised, and not decided: its run ended between the two."""
    acquirer.turn(ChargeStatus.AUTHORISED)
    with transaction.atomic():
        assert apply_inbound(lock_payment(opened.id), Event.AUTHORISED, cause=Cause.WEBHOOK)
    return Payment.objects.get()


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the progress see this moment."""
    monkeypatch.setattr(progress, "now", lambda: moment)


def after(acquirer: ScriptedAcquirer, cause: Cause = Cause.SWEEP) -> tuple[str, list[str]]:
    """Advance the payment; return its state and the calls that were made."""
    advance(acquirer, payment_id=Payment.objects.get().id, cause=cause)
    return Payment.objects.get().state, acquirer.calls


@pytest.mark.parametrize(
    ("left", "state"), [(timedelta(0), State.EXPIRED), (-MICROSECOND, State.EXPIRED), (MICROSECOND, State.STARTED)]
)
def test_an_unopened_payment_expires_with_the_last_moment_of_its_page(
    acquirer: ScriptedAcquirer, started: Payment, left: timedelta, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(started.created_at + PAGE_LIFETIME - left, monkeypatch)
    assert after(acquirer) == (state, [])


@pytest.mark.parametrize(
    ("left", "expected"),
    [(timedelta(0), ("cancelled", ["find", "cancel"])), (MICROSECOND, ("action_required", ["find"]))],
)
def test_an_open_page_is_closed_with_its_last_moment(
    acquirer: ScriptedAcquirer,
    opened: Payment,
    left: timedelta,
    expected: tuple[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at(opened.created_at + PAGE_LIFETIME - left, monkeypatch)
    assert after(acquirer) == expected


@pytest.mark.parametrize(
    ("left", "expected"), [(timedelta(0), ("captured", ["find", "capture"])), (MICROSECOND, ("capture_sent", ["find"]))]
)
def test_a_capture_is_under_way_until_its_last_moment(
    acquirer: ScriptedAcquirer,
    authorised: Payment,
    left: timedelta,
    expected: tuple[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acquirer.fail("capture", RuntimeError("the process died"))
    with pytest.raises(RuntimeError, match="died"):
        after(acquirer)
    acquirer.calls.clear()
    at(Payment.objects.get().touched_at + IN_FLIGHT_CHECK - left, monkeypatch)
    assert after(acquirer) == expected


def test_an_authorised_payment_that_nobody_decided_is_captured_without_asking(
    acquirer: ScriptedAcquirer, authorised: Payment
) -> None:
    assert after(acquirer) == ("captured", ["capture"])


def _lock_after(change: Callable[[UUID], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let another run change the payment just before this one has its lock for the first time."""
    waiting = [change]

    def lock(payment_id: UUID) -> Payment:
        while waiting:
            waiting.pop()(payment_id)
        return lock_payment(payment_id)

    monkeypatch.setattr(progress, "lock_payment", lock)


def test_a_payment_that_another_run_has_decided_meanwhile_is_not_decided_again(
    acquirer: ScriptedAcquirer, authorised: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lock_after(lambda each: apply_command(lock_payment(each), Event.VOID_QUEUED, cause=Cause.BILL), monkeypatch)
    assert after(acquirer) == ("voided", ["cancel"])


def test_no_page_is_asked_for_once_the_payment_has_expired_meanwhile(
    acquirer: ScriptedAcquirer, started: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lock_after(lambda each: apply_command(lock_payment(each), Event.EXPIRED, cause=Cause.SWEEP), monkeypatch)
    assert after(acquirer, Cause.START) == ("expired", [])


def test_a_payment_that_was_cancelled_meanwhile_does_not_expire(
    acquirer: ScriptedAcquirer, started: Payment, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(started.created_at + PAGE_LIFETIME, monkeypatch)
    _lock_after(lambda each: apply_command(lock_payment(each), Event.CANCELLED, cause=Cause.BILL), monkeypatch)
    assert after(acquirer) == ("cancelled", [])


@pytest.mark.parametrize("state", ["done", "refused", "unknown", "not_executed"])
def test_a_failed_call_that_was_decided_meanwhile_changes_nothing(started: Payment, state: str) -> None:
    with transaction.atomic():
        sent = operations.record_intent(started, AUTHORISE, cause=Cause.START)
    Operation.objects.update(state=state)

    def call() -> Charge:
        raise NotSent("no connection")

    left = operations.execute(sent, call, cause=Cause.START)
    assert (left.state, left.version, Operation.objects.get().state) == ("auth_sent", started.version, state)
