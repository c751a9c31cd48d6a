"""A stolen password that was filled in: its holder hears of it, and nobody is kept out."""

import pytest

from hukumati.core import clock, security_events
from hukumati.identity.models import Account, AccountState, LoginAttempt, OneTimeCode
from hukumati.identity.tests import account_visits
from hukumati.identity.tests.account_visits import texts_to
from hukumati.identity.tests.browser import Browser
from hukumati.identity.tests.moments import MINUTE

pytestmark = pytest.mark.django_db
PHONE = "+970599000112"


@pytest.fixture(autouse=True)
def _read_along(monkeypatch: pytest.MonkeyPatch) -> None:
    account_visits.read_along(monkeypatch)


def _wrong_codes(browser: Browser, number: int, path: str = "code") -> None:
    """Give the right password and wrong codes."""
    Account.objects.update(language="en")
    page = browser.begin()
    browser.give_password(page)
    for _ in range(number):
        OneTimeCode.objects.update(tries=0)
        assert browser.http.post(f"{page}/{path}", {"code": "000000"}).status_code in {422, 429}


def test_the_holder_is_told_once_a_day_after_the_fifth_wrong_code(browser: Browser) -> None:
    _wrong_codes(browser, 4)
    assert not texts_to(PHONE)
    _wrong_codes(Browser(), 3)
    (text,) = texts_to(PHONE)
    assert "right password" in text
    assert "/not-me/" in text, "one link locks the account"
    assert texts_to("layla@example.test") == [text]
    assert security_events.count_by_kind(since=clock.now() - MINUTE)["sign_in.password_known"] == 1
    assert Account.objects.get().state == AccountState.ACTIVE, "nobody is locked out"
    Browser().sign_in()


def test_wrong_codes_of_an_app_count_as_those_of_an_sms(browser: Browser) -> None:
    _wrong_codes(browser, 5, "app")
    assert len(texts_to(PHONE)) == 1


def test_wrong_passwords_tell_the_holder_nothing(browser: Browser) -> None:
    page = browser.begin()
    for _ in range(8):
        browser.give_password(page, password="wrong-wrong")
    assert not texts_to(PHONE)


def test_req_23_a_veiled_sign_in_does_no_more_for_a_right_password(browser: Browser) -> None:
    _wrong_codes(browser, 4)
    LoginAttempt.objects.update(is_veiled=True)
    page = browser.begin()
    browser.give_password(page)
    LoginAttempt.objects.update(is_veiled=True)
    browser.http.post(f"{page}/code", {"code": "000000"})
    assert not texts_to(PHONE)
