"""Devices and sign-ins, and locking an account by its page, by SMS and by an official."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as HttpClient

from hukumati.core import audit, clock
from hukumati.core.models import Event
from hukumati.identity.domain.browsers import device_label, wide_network
from hukumati.identity.domain.locks import LockReason, read_lock_message
from hukumati.identity.models import Account, AccountState, LoginSession
from hukumati.identity.tests import account_visits
from hukumati.identity.tests.account_visits import SENT, fresh, signed_in, texts_to
from hukumati.identity.tests.browser import HOST, LAYLA, Browser, redeem, userinfo
from hukumati.identity.use_cases.locks import is_recoverable, lock_account, unlock_account

pytestmark = pytest.mark.django_db
PHONE = "+970599000112"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _read_along(monkeypatch: pytest.MonkeyPatch) -> None:
    account_visits.read_along(monkeypatch)


def using(user_agent: str) -> Browser:
    return Browser(HttpClient(headers={"host": HOST, "user-agent": user_agent}))


@pytest.mark.parametrize(
    ("header", "label"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/129 Safari/537 Edg/129", "Edge, Windows"),
        ("curl/8", ""),
        ("", ""),
        ("x" * 100_000 + "Firefox", ""),
        ("<script>alert(1)</script> Firefox", "Firefox"),
    ],
)
def test_a_device_is_called_as_people_call_it(header: str, label: str) -> None:
    assert device_label(header) == label


@pytest.mark.parametrize(
    ("network", "wide"),
    [("10.1.2.0/24", "10.1.0.0/16"), ("2001:db8:1:2::/64", "2001:db8:1::/48"), ("unknown", ""), ("", "")],
)
def test_of_an_address_only_a_wide_network_is_kept(network: str, wide: str) -> None:
    assert wide_network(network) == wide


def test_the_page_lists_devices_networks_and_sites(provider: None) -> None:
    browser = using(FIREFOX)
    signed_in(browser)
    page = browser.http.get("/en/account/devices").content.decode()
    assert all(
        text in page for text in ("Firefox, Linux", "This device", "The network that you are in now", "Hukumati")
    )
    assert "127.0.0.1" not in page


def test_the_first_sign_in_on_a_device_is_told_by_e_mail_and_the_second_is_not(provider: None) -> None:
    signed_in(Browser())
    assert not SENT, "of the first sign-in of all nobody is told"
    other = Browser()
    signed_in(other)
    assert len(texts_to("layla@example.test")) == 1
    assert not texts_to(PHONE)
    other.sign_in(prompt="login")
    assert len(texts_to("layla@example.test")) == 1


def test_without_an_address_a_new_device_is_told_by_sms(provider: None) -> None:
    Account.objects.update(email="")
    signed_in(Browser())
    signed_in(Browser())
    assert len(texts_to(PHONE)) == 1


def test_one_device_is_signed_out_and_its_tokens_end(browser: Browser) -> None:
    other = Browser()
    token = redeem(other.sign_in()).json()["access_token"]
    session = LoginSession.objects.get()
    browser.sign_in()
    assert userinfo(token).status_code == 200
    answers = [browser.http.post(f"/en/account/devices/{session.id}/end") for _ in range(2)]
    assert [each["Location"] for each in answers] == ["/en/account/devices?done=one"] * 2
    assert userinfo(token).status_code == 401
    assert "/sign-in/" in other.http.get("/account")["Location"]
    assert browser.http.get("/account").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(browser: Browser) -> None:
    other = signed_in(Browser())
    stranger = Account.objects.create(
        login_digest=b"x" * 32, login="x", name_ar="", name_en="", password_hash="x", created_at=clock.now()
    )
    LoginSession.objects.filter(id=other.id).update(account=stranger)
    browser.sign_in()
    browser.http.post(f"/en/account/devices/{other.id}/end")
    assert LoginSession.objects.get(id=other.id).ended_at is None


def test_requirement_28_all_other_devices_are_signed_out_at_once(browser: Browser) -> None:
    others = [Browser(), Browser()]
    for other in others:
        other.sign_in()
    browser.sign_in()
    assert browser.http.post("/en/account/devices/end-others")["Location"] == "/en/account/devices?done=others"
    assert ["/sign-in/" in other.http.get("/account")["Location"] for other in others] == [True, True]
    assert browser.http.get("/account").status_code == 200


def test_requirement_28_ended_and_idle_sessions_are_not_listed(browser: Browser) -> None:
    old = signed_in(Browser())
    LoginSession.objects.filter(id=old.id).update(seen_at=clock.now() - timedelta(hours=2))
    browser.sign_in()
    assert str(old.id) not in browser.http.get("/en/account/devices").content.decode()


# Locking


def test_requirement_33_a_locked_account_loses_sessions_and_tokens_at_once(browser: Browser) -> None:
    token = redeem(browser.sign_in()).json()["access_token"]
    assert browser.http.get("/en/account/lock").status_code == 200
    answer = browser.http.post("/en/account/lock")
    assert answer["Location"] == "/en/locked"
    assert userinfo(token).status_code == 401
    assert Account.objects.get().state == AccountState.LOCKED
    page = browser.begin()
    assert browser.give_password(page).status_code == 422
    assert len(texts_to(PHONE)) == 1


def test_a_lock_is_announced_and_on_the_record(account: Account) -> None:
    now = clock.now()
    assert lock_account(account, reason=LockReason.OFFICIAL, actor="staff:MOI-0001", detail="a court order", now=now)
    assert not lock_account(account, reason=LockReason.HOLDER, actor="x", now=now)
    assert Event.objects.get(name="identity.AccountLocked").payload["reason"] == "official"
    line = audit.list_entries(subject=f"person:{LAYLA}")[-1]
    assert (line.actor, line.action) == ("staff:MOI-0001", "identity.account_locked")


@pytest.mark.parametrize(
    ("reason", "may"), [(LockReason.HOLDER, True), (LockReason.SMS, True), (LockReason.OFFICIAL, False)]
)
def test_only_the_holders_own_lock_ends_by_recovery(account: Account, reason: LockReason, may: bool) -> None:
    lock_account(account, reason=reason, actor="x", now=clock.now())
    assert is_recoverable(fresh(account)) == may


def test_unlocking_opens_the_account_again_once(account: Account, browser: Browser) -> None:
    now = clock.now()
    assert not unlock_account(account, actor="staff:MOI-0001", detail="seen in person", now=now)
    lock_account(account, reason=LockReason.HOLDER, actor="x", now=now)
    assert unlock_account(fresh(account), actor="staff:MOI-0001", detail="seen in person", now=now)
    assert not unlock_account(fresh(account), actor="staff:MOI-0001", detail="seen in person", now=now)
    assert browser.sign_in()


def test_unlocking_leaves_a_suspended_account_alone(account: Account) -> None:
    Account.objects.update(state=AccountState.SUSPENDED)
    assert not unlock_account(fresh(account), actor="staff:MOI-0001", detail="x", now=clock.now())
    assert not is_recoverable(fresh(account))


# By SMS


def message(text: str, *, sender: str = "970599000112", authorization: str | None = None) -> Any:
    config = settings.HUKUMATI
    known = f"{config.sms_username}:{config.sms_password.get_secret_value()}"
    basic = "Basic " + base64.b64encode(known.encode()).decode()
    headers = {"host": HOST, "authorization": basic if authorization is None else authorization}
    headers["x-kannel-from"] = sender
    return HttpClient(headers=headers).post("/sms/received", text.encode(), content_type="text/plain")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(("LOCK", ""), ("lock", ""), (" Lock \n", ""), ("قفل", ""), ("اقفل", "")),
        *(("LOCK 400000006", "400000006"), ("قفل ٤٠٠٠٠٠٠٠٦", "400000006")),
        *(("", None), ("hello", None), ("unlock", None), ("LOCK 400000007", None), ("lock it please", None)),
    ],
)
def test_a_message_says_what_to_lock(text: str, meant: str | None) -> None:
    assert read_lock_message(text) == meant


@pytest.mark.parametrize("text", ["LOCK", "قفل", "lock 400000006"])
def test_a_message_from_the_registered_phone_locks(account: Account, text: str) -> None:
    assert message(text).status_code == 204
    assert fresh(account).state == AccountState.LOCKED


@pytest.mark.parametrize(
    ("text", "sender"), [("LOCK", "970599000113"), ("LOCK 900000001", "970599000112"), ("hello", "970599000112")]
)
def test_other_messages_lock_nobody_and_are_answered_alike(account: Account, text: str, sender: str) -> None:
    assert message(text, sender=sender).status_code == 204
    assert fresh(account).state == AccountState.ACTIVE


@pytest.mark.parametrize("authorization", ["", "Basic", "Basic !!!", "Basic eDp5", "Bearer x"])
def test_only_the_gateway_delivers_messages(account: Account, authorization: str) -> None:
    assert message("LOCK", authorization=authorization).status_code == 401
    assert fresh(account).state == AccountState.ACTIVE


@pytest.mark.parametrize("sender", ["", "abc", "1"])
def test_a_sender_that_is_no_number_is_refused(account: Account, sender: str) -> None:
    assert message("LOCK", sender=sender).status_code == 400
