"""The acquirer's notifications: genuine ones are hints, forged and old ones are refused, and none counts twice."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.test import Client

from hukumati.payments import api
from hukumati.payments.channels.card.webhook import InvalidNotification, parse_notification, verify
from hukumati.payments.models import InboxMessage, Operation
from hukumati.payments.tests.conftest import SECRET, Acquirer, age, announced, running, start, use_acquirer
from hukumati.payments.use_cases import sweep

pytestmark = pytest.mark.django_db
NewBill = Callable[..., api.Bill]
RunJobs = Callable[[], list[Exception]]


def signature(body: bytes, *, secret: str = SECRET, at: int | None = None) -> str:
    """Sign as the acquirer's documentation says, written apart from the code under test."""
    import hashlib
    import hmac

    moment = int(time.time()) if at is None else at
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


def notice(payment_id: Any, *, message_id: str = "", kind: str = "payment_intent.succeeded", **more: Any) -> bytes:
    """Write a notification about a payment."""
    reference = str(Operation.objects.get(payment_id=payment_id, kind="authorise").op_id)
    body = {
        "id": message_id or f"evt_{uuid4().hex}",
        "type": kind,
        "data": {"object": {"reference": reference, **more}},
    }
    return json.dumps(body).encode()


def post(body: bytes, header: str | None = None) -> Any:
    """Post a notification to the platform."""
    return Client(headers={"Host": "pay.localhost"}).post(
        "/webhooks/card",
        body,
        content_type="application/json",
        headers={"Acquirer-Signature": signature(body) if header is None else header},
    )


@pytest.fixture
def accepted(acquirer: Acquirer, new_bill: NewBill) -> api.Checkout:
    """A payment whose card was accepted, and of which we have not heard."""
    checkout = start(new_bill())
    acquirer.type_card(checkout.redirect_url)
    return checkout


def _status(checkout: api.Checkout) -> str:
    return api.get_payment(payment_id=checkout.payment_id).status


def test_a_notification_settles_a_payment_whose_payer_never_came_back(
    accepted: api.Checkout, run_jobs: RunJobs
) -> None:
    assert post(notice(accepted.payment_id)).status_code == 200
    assert _status(accepted) == "started"  # kept and answered first
    assert run_jobs() == []
    assert _status(accepted) == "success"


def test_a_notification_is_processed_once_however_often_it_comes(accepted: api.Checkout, run_jobs: RunJobs) -> None:
    body = notice(accepted.payment_id)
    assert [post(body).status_code for _ in range(3)] == [200, 200, 200]
    run_jobs()
    assert InboxMessage.objects.count() == 1
    assert announced(api.get_bill(bill_id=api.get_payment(payment_id=accepted.payment_id).bill_id)) == 1


def test_a_notification_is_only_a_hint(acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs) -> None:
    checkout = start(new_bill())
    post(notice(checkout.payment_id, status="succeeded", amount_received=2000, currency="ILS"))
    run_jobs()
    assert _status(checkout) == "started"
    assert acquirer.captured() == {}


@pytest.mark.parametrize(
    "header",
    [
        "",
        "v1=abc",
        "t=1,t=2,v1=abc",
        "t=,v1=",
        "t=١٢٣,v1=abc",
        "t=99999999999999999999,v1=a",
        "nonsense",
        "forged",
        "old",
        "future",
    ],
)
def test_a_forged_old_or_broken_signature_is_refused(accepted: api.Checkout, run_jobs: RunJobs, header: str) -> None:
    body = notice(accepted.payment_id)
    made = {
        "forged": signature(body, secret="another"),
        "old": signature(body, at=int(time.time()) - 301),
        "future": signature(body, at=int(time.time()) + 301),
    }
    assert post(body, made.get(header, header)).status_code == 400
    run_jobs()
    assert _status(accepted) == "started"


def test_a_forged_notification_does_not_take_the_place_of_the_genuine_one(
    accepted: api.Checkout, run_jobs: RunJobs
) -> None:
    body = notice(accepted.payment_id, message_id="evt_same")
    assert post(body, signature(body, secret="another")).status_code == 400
    assert post(body).status_code == 200
    run_jobs()
    assert _status(accepted) == "success"
    assert set(InboxMessage.objects.values_list("source", "is_genuine")) == {("card", True), ("card:forged", False)}


def test_only_so_many_forged_notifications_are_kept(accepted: api.Checkout, monkeypatch: Any) -> None:
    from hukumati.payments.channels.card import views

    monkeypatch.setattr(views, "FORGED_KEPT_PER_HOUR", 2)
    for n in range(4):
        post(f"rubbish {n}".encode(), "t=1,v1=a")
    assert InboxMessage.objects.count() == 2


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 60_000, b'{"id": 5, "data": {"object": {"reference": "x"}}}'],
)
def test_a_signed_notification_that_is_not_understood_is_refused(acquirer: Acquirer, body: bytes) -> None:
    assert post(body).status_code == 400


@pytest.mark.parametrize("reference", ["not-ours", "00000000-0000-0000-0000-000000000000", "-" * 36])
def test_a_notification_of_a_payment_that_is_not_ours_changes_nothing(
    acquirer: Acquirer, run_jobs: RunJobs, reference: str
) -> None:
    body = json.dumps({"id": "evt_1", "data": {"object": {"reference": reference}}}).encode()
    assert post(body).status_code == 200
    assert run_jobs() == []
    assert InboxMessage.objects.get().outcome == "unmatched"


def test_an_oversized_notification_is_refused(acquirer: Acquirer) -> None:
    assert post(b"x" * 70_000).status_code == 413


def test_a_webhook_is_posted(acquirer: Acquirer) -> None:
    assert Client(headers={"Host": "pay.localhost"}).get("/webhooks/card").status_code == 405


def test_a_notification_waits_until_the_acquirer_answers(
    acquirer: Acquirer, accepted: api.Checkout, run_jobs: RunJobs
) -> None:
    post(notice(accepted.payment_id))
    acquirer.fault("down:get", times=None)
    assert [type(error).__name__ for error in run_jobs()] == ["AcquirerUnavailable"]
    assert InboxMessage.objects.get().processed_at is None
    acquirer.fault("ok")
    assert run_jobs() == []
    assert _status(accepted) == "success"


def test_a_kept_notification_whose_job_was_lost_is_found_by_the_sweep(
    accepted: api.Checkout, run_jobs: RunJobs
) -> None:
    from datetime import timedelta

    from procrastinate.contrib.django.models import ProcrastinateJob

    post(notice(accepted.payment_id))
    message = InboxMessage.objects.get()
    _forget_jobs(ProcrastinateJob)
    InboxMessage.objects.update(received_at=message.received_at - timedelta(minutes=5))
    sweep.sweep()
    run_jobs()
    assert _status(accepted) == "success"


def _forget_jobs(model: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


def test_the_signature_is_checked_over_the_very_bytes() -> None:
    body = b'{"id":"evt_1","data":{"object":{"reference":"a"}}}'
    header = signature(body, at=1000)
    verify(body, header=header, secret=SECRET, now=1300)
    verify(body, header=f"{header},v1=00", secret=SECRET, now=1000)  # a second signature, while a secret is exchanged
    with pytest.raises(InvalidNotification):
        verify(body + b" ", header=header, secret=SECRET, now=1000)
    assert parse_notification(body).message_id == "evt_1"


BODY = b'{"id":"evt_1","data":{"object":{"reference":"a"}}}'


@pytest.mark.parametrize(("at", "now"), [(1000, 1301), (1301, 1000)])
def test_a_signature_holds_for_five_minutes_either_way(at: int, now: int) -> None:
    header = signature(BODY, at=at)
    verify(BODY, header=header, secret=SECRET, now=now - 1 if now > at else now + 1)
    with pytest.raises(InvalidNotification, match="too long ago"):
        verify(BODY, header=header, secret=SECRET, now=now)


@pytest.mark.parametrize("moment", ["999999999999", "9999999999999"])
def test_a_time_has_at_most_twelve_digits(moment: str) -> None:
    reason = "wrong signature" if len(moment) == 12 else "without a time"
    with pytest.raises(InvalidNotification, match=reason):
        verify(BODY, header=f"t={moment},v1=00", secret=SECRET, now=1000)


@pytest.mark.parametrize(
    ("message_id", "reference", "is_read"),
    [
        ("e" * 100, "r" * 100, True),
        ("e" * 101, "r", False),
        ("e", "r" * 101, False),
        ("", "r", False),
        ("e", "", False),
        (5, "r", False),
        ("e", None, False),
    ],
)
def test_a_notification_names_itself_and_its_payment_shortly(message_id: Any, reference: Any, is_read: bool) -> None:
    raw = json.dumps({"id": message_id, "data": {"object": {"reference": reference}}}).encode()
    if is_read:
        read = parse_notification(raw)
        assert (read.message_id, read.reference) == (message_id, reference)
    else:
        with pytest.raises(InvalidNotification, match="not understood"):
            parse_notification(raw)


@pytest.fixture
def live_acquirer(tmp_path: Path, live_server: Any, settings: Any) -> Iterator[Acquirer]:
    """An acquirer that sends its notifications to a live server of the platform."""
    settings.ALLOWED_HOSTS = ["*"]
    with running(
        "acquirer", tmp_path, "--webhook-url", f"{live_server.url}/webhooks/card", "--webhook-host", "pay.localhost"
    ) as url:
        use_acquirer(settings, url)
        outside = Acquirer(url)
        yield outside
        outside.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mode", ["ok", "webhook_duplicate", "webhook_delayed", "webhook_forged"])
def test_real_notifications_settle_a_payment_once(
    live_acquirer: Acquirer, new_bill: NewBill, run_jobs: RunJobs, mode: str
) -> None:
    bill = new_bill()
    checkout = start(bill)
    live_acquirer.fault(mode, delay_seconds=0.3, times=2)
    live_acquirer.type_card(checkout.redirect_url)
    _work_until_paid(bill, live_acquirer, run_jobs)
    assert announced(bill) == 1
    age(checkout.payment_id, minutes=10)
    run_jobs()
    assert announced(bill) == 1


def _work_until_paid(bill: api.Bill, acquirer: Acquirer, run_jobs: RunJobs) -> None:
    for _ in range(100):
        run_jobs()
        if api.get_bill(bill_id=bill.id).status == "paid" and acquirer.book()["webhooks_waiting"] == 0:
            return
        time.sleep(0.05)
    raise AssertionError(httpx.get(f"{acquirer.url}/_sim/journal").text)
