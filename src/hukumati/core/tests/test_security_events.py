"""Failed sign-ins, locks and refusals can be counted, and name nobody."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from hukumati.core import limits
from hukumati.core.clock import now
from hukumati.core.models import Limit, SecurityEvent
from hukumati.core.security_events import count_by_kind, note, purge

pytestmark = pytest.mark.django_db


def test_events_are_counted_by_kind_and_name_nobody() -> None:
    for subject in ("400000006", "400000006", "800000002"):
        note("sign_in.failed.password", subject=subject, origin="192.0.2.0/24")
    note("refused.cases.too_many_tries")
    assert count_by_kind(since=now() - timedelta(hours=1)) == {
        "sign_in.failed.password": 3, "refused.cases.too_many_tries": 1,
    }  # fmt: skip
    rows = SecurityEvent.objects.filter(kind="sign_in.failed.password")
    assert len({row.subject for row in rows}) == 2
    assert not [row for row in rows if "400000006" in row.subject or "192.0.2" in row.origin]
    printed = StringIO()
    call_command("security_events", stdout=printed)
    assert printed.getvalue().splitlines()[0].split() == ["3", "sign_in.failed.password"]


def test_events_of_long_ago_are_forgotten() -> None:
    note("x")
    purge(moment=now() + timedelta(days=89))
    assert SecurityEvent.objects.count() == 1
    purge(moment=now() + timedelta(days=91))
    assert SecurityEvent.objects.count() == 0


def test_counts_whose_window_is_over_are_forgotten() -> None:
    for key in ("old", "new"):
        limits.allow(key=key, at_most=1, per_seconds=60)
    Limit.objects.filter(key=limits._digest("old")).update(window_start=now() - timedelta(days=3))
    limits.purge()
    assert Limit.objects.count() == 1


def test_a_sender_without_the_switch_s_password_is_counted() -> None:
    answer = Client(headers={"host": "pay.localhost:8000"}).post(
        "/ebpp/BillPull", b"{}", content_type="application/json"
    )
    assert answer.status_code == 401
    assert count_by_kind(since=now() - timedelta(hours=1)) == {"payments.switch_refused": 1}
