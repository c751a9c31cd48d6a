"""Sign-ins approved from a telephone: by the right number, once, within two minutes (requirement 30)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as HttpClient

from hukumati.core import clock
from hukumati.core.audit import list_entries
from hukumati.core.models import SecurityEvent
from hukumati.identity.api import suspend_account
from hukumati.identity.domain.device_approval import MOST_IN_A_SIGN_IN, new_numbers
from hukumati.identity.models import DeviceApproval, LoginSession
from hukumati.identity.tests.authenticator import Authenticator
from hukumati.identity.tests.browser import HOST, LAYLA, Browser, query_of, redeem
from hukumati.identity.tests.test_passkeys import add_passkey, use
from hukumati.identity.use_cases.device_approvals import address_of

pytestmark = pytest.mark.django_db
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def computer(address: str = "198.51.100.7") -> Browser:
    """Return a browser of Windows elsewhere."""
    return Browser(HttpClient(headers={"host": HOST, "user-agent": WINDOWS}, REMOTE_ADDR=address))


@pytest.fixture
def phone(browser: Browser) -> Browser:
    """Layla's telephone, signed in with a passkey."""
    key = Authenticator()
    browser.sign_in()
    add_passkey(browser, key)
    use(browser, browser.begin(prompt="login"), key)
    return browser


def show(asking: Browser) -> tuple[str, DeviceApproval]:
    """Show a QR code in a browser; return the address of its sign-in, and what was begun."""
    page = asking.begin()
    assert asking.http.post(f"{page}/device/begin")["Location"] == f"{page}/device"
    return page, DeviceApproval.objects.latest("created_at")


def path_of(approval: DeviceApproval) -> str:
    """Return the path in the QR code, in English."""
    return f"/en/approve/{address_of(approval).rpartition('/')[2]}"


def choose(phone: Browser, approval: DeviceApproval, number: int | str) -> Any:
    """Press a number on the telephone."""
    return phone.http.post(path_of(approval), {"number": number})


def wrong(approval: DeviceApproval) -> int:
    """Return a number that is offered and wrong."""
    return next(each for each in approval.choices if each != approval.number)


def carry_on(asking: Browser, page: str) -> Any:
    """Continue in the browser that signs in."""
    return asking.http.post(f"{page}/device")


def test_requirement_30_the_right_number_signs_in_the_browser_that_shows_it(phone: Browser) -> None:
    asking = computer()
    page, approval = show(asking)
    shown = asking.http.get(f"/en{page}/device").content.decode()
    assert f">{approval.number}<" in shown
    assert "data:image/svg+xml;base64," in shown
    assert asking.http.get(f"{page}/device/state").json() == {"state": "waiting"}
    assert carry_on(asking, page).status_code == 422, "not yet"
    assert "You have approved it" in choose(phone, approval, approval.number).content.decode()
    assert asking.http.get(f"{page}/device/state").json() == {"state": "approved"}
    answer = carry_on(asking, page)
    assert redeem(query_of(answer)["code"]).status_code == 200
    session = LoginSession.objects.latest("auth_time")
    assert (session.acr, session.amr) == ("urn:hukumati:acr:substantial", ["mca", "mfa"])
    assert "identity.sign_in_approved" in {entry.action for entry in list_entries(subject=f"person:{LAYLA}")}


def test_requirement_30_the_phone_shows_site_device_network_and_three_numbers(phone: Browser) -> None:
    _, approval = show(computer())
    shown = phone.http.get(path_of(approval)).content.decode()
    for told in ("Hukumati", "Chrome, Windows", "198.51.0.0/16", "not the one of this phone", "it is fraud: refuse"):
        assert told in shown
    assert sorted(map(int, re.findall(r'name="number"\s+value="(\d+)"', shown))) == sorted(approval.choices)
    _, near = show(computer("127.0.0.1"))
    assert "(the one of this phone)" in phone.http.get(path_of(near)).content.decode()


def test_requirement_30_a_relayed_code_tells_where_it_comes_from_and_a_wrong_number_kills_it(phone: Browser) -> None:
    """Somebody far away begins a sign-in and sends Layla the picture of its code, saying that she won a prize."""
    thief = computer("203.0.113.9")
    page, approval = show(thief)
    shown = phone.http.get(path_of(approval)).content.decode()
    assert "203.0.0.0/16" in shown
    assert "not the one of this phone" in shown
    assert str(approval.number) not in approval.device
    refused = choose(phone, approval, wrong(approval)).content.decode()
    assert "Lock your account" in refused
    assert thief.http.get(f"{page}/device/state").json() == {"state": "refused"}
    assert choose(phone, approval, approval.number).status_code == 410, "no second choice"
    assert carry_on(thief, page).status_code == 422
    assert SecurityEvent.objects.filter(kind="approval.refused").count() == 1
    assert list_entries(subject=f"person:{LAYLA}")[-1].action == "identity.sign_in_refused"


@pytest.mark.parametrize("number", ["", "x", "-1", "99999999999999999999", "\x00"])
def test_requirement_30_any_other_answer_refuses(phone: Browser, number: str) -> None:
    asking = computer()
    page, approval = show(asking)
    assert "was not signed in" in choose(phone, approval, number).content.decode()
    assert carry_on(asking, page).status_code == 422


def test_requirement_30_two_minutes_are_the_time_to_decide_and_to_carry_on(phone: Browser) -> None:
    asking = computer()
    page, approval = show(asking)
    assert approval.expires_at - approval.created_at <= timedelta(minutes=2)
    choose(phone, approval, approval.number)
    DeviceApproval.objects.update(expires_at=clock.now())
    assert carry_on(asking, page).status_code == 422
    assert phone.http.get(path_of(approval)).status_code == 410
    page, approval = show(asking)
    DeviceApproval.objects.update(expires_at=clock.now())
    assert choose(phone, approval, approval.number).status_code == 410


def test_requirement_30_an_approval_signs_in_once_and_one_browser(phone: Browser) -> None:
    asking, other = computer(), computer()
    page, approval = show(asking)
    choose(phone, approval, approval.number)
    assert other.http.get(f"{page}/device/state").status_code == 410
    assert carry_on(other, page).status_code == 410
    assert carry_on(other, show(other)[0]).status_code == 422
    assert carry_on(asking, page).status_code == 303
    sessions = LoginSession.objects.count()
    assert carry_on(asking, page).status_code == 303, "a second click"
    assert LoginSession.objects.count() == sessions
    DeviceApproval.objects.update(used_at=clock.now() - timedelta(minutes=2))
    assert carry_on(asking, page)["Location"].startswith("http://portal.localhost:8000/sign-in"), "to begin anew"


def test_requirement_30_only_a_session_with_a_passkey_of_the_last_minutes_approves(phone: Browser) -> None:
    asking = computer()
    _, approval = show(asking)
    by_password = Browser()
    by_password.sign_in()
    assert "Sign in with your passkey first" in by_password.http.get(path_of(approval)).content.decode()
    assert "/sign-in/" in choose(by_password, approval, approval.number)["Location"]
    assert "/sign-in/" in Browser().http.get(path_of(approval))["Location"]
    LoginSession.objects.update(auth_time=clock.now() - timedelta(minutes=11))
    assert "/sign-in/" in choose(phone, approval, approval.number)["Location"]
    approval.refresh_from_db()
    assert approval.decided_at is None


def test_an_account_suspended_meanwhile_is_not_signed_in(phone: Browser) -> None:
    asking = computer()
    page, approval = show(asking)
    choose(phone, approval, approval.number)
    suspend_account(login=LAYLA, actor="system:test", reason="misused")
    assert carry_on(asking, page).status_code == 422


def test_a_new_code_ends_the_one_before_and_there_are_few(phone: Browser) -> None:
    asking = computer()
    page, first = show(asking)
    for _ in range(MOST_IN_A_SIGN_IN + 2):
        asking.http.post(f"{page}/device/begin")
    assert DeviceApproval.objects.filter(attempt_id=first.attempt_id).count() == MOST_IN_A_SIGN_IN
    assert phone.http.get(path_of(first)).status_code == 410


def test_the_numbers_to_choose_from_differ_and_hold_the_right_one() -> None:
    for _ in range(200):
        number, choices = new_numbers()
        assert number in choices
        assert len(set(choices)) == 3
        assert all(10 <= each <= 99 for each in choices)


def test_made_up_codes_lead_nowhere(phone: Browser) -> None:
    assert phone.http.get(f"/en/approve/{'A' * 43}").status_code == 410
    assert phone.http.get("/en/approve/short").status_code == 404
