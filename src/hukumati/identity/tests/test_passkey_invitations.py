"""People who sign in with codes are invited to a better way, and not nagged."""

from datetime import UTC, datetime, timedelta

import pytest

from hukumati.core import clock
from hukumati.identity.domain.passkeys import INVITED_AGAIN_AFTER, is_invited
from hukumati.identity.models import Account, Passkey
from hukumati.identity.tests.authenticator import Authenticator
from hukumati.identity.tests.browser import Browser
from hukumati.identity.tests.test_passkeys import add_passkey, use

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
INVITATION = "Sign in without codes"


@pytest.mark.parametrize(
    ("methods", "has_passkey", "declined_days_ago", "invited"),
    [
        (["pwd", "sms"], False, None, True),
        (["pwd", "otp"], False, None, True),
        (["pwd", "sms"], True, None, False),
        (["hwk", "user", "mfa"], False, None, False),
        (["pwd", "sms"], False, 89, False),
        (["pwd", "sms"], False, 90, True),
    ],
)
def test_who_is_invited(methods: list[str], has_passkey: bool, declined_days_ago: int | None, invited: bool) -> None:
    declined_at = None if declined_days_ago is None else NOON - timedelta(days=declined_days_ago)
    assert is_invited(methods=methods, has_passkey=has_passkey, declined_at=declined_at, now=NOON) is invited


@pytest.mark.django_db
def test_not_now_is_remembered_on_every_device_and_a_second_click_changes_nothing(browser: Browser) -> None:
    browser.sign_in()
    assert INVITATION in browser.http.get("/en/account").content.decode()
    for _ in range(2):
        assert browser.http.post("/en/account/passkey-later")["Location"] == "/en/account"
    assert INVITATION not in browser.http.get("/en/account").content.decode()
    other = Browser()
    other.sign_in()
    assert INVITATION not in other.http.get("/en/account").content.decode()
    Account.objects.update(passkey_declined_at=clock.now() - INVITED_AGAIN_AFTER)
    assert INVITATION in other.http.get("/en/account").content.decode()


@pytest.mark.django_db
def test_who_has_a_passkey_is_not_invited(browser: Browser) -> None:
    browser.sign_in()
    key = Authenticator()
    add_passkey(browser, key)
    assert INVITATION not in browser.http.get("/en/account").content.decode()
    use(browser, browser.begin(prompt="login"), key)
    Passkey.objects.all().delete()
    assert INVITATION not in browser.http.get("/en/account").content.decode()


@pytest.mark.django_db
def test_strangers_decline_nothing(browser: Browser) -> None:
    assert browser.http.post("/en/account/passkey-later").status_code == 303
    assert Account.objects.get().passkey_declined_at is None
