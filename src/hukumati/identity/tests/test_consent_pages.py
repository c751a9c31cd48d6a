"""The page of consents: what sites may receive, and withdrawing it."""

import pytest

from hukumati.core import audit, clock
from hukumati.identity.domain.consents import Receipt
from hukumati.identity.models import Account, Client
from hukumati.identity.tests.browser import LAYLA, Browser, open_account, redeem, userinfo
from hukumati.identity.use_cases.accounts import find_by_login
from hukumati.identity.use_cases.consents import give_consent, list_consents

pytestmark = pytest.mark.django_db
RECEIPT = Receipt(frozenset({"identity"}), frozenset({"email"}))


@pytest.fixture
def layla(browser: Browser) -> Account:
    """Layla, who has allowed the portal something."""
    browser.sign_in()
    account = find_by_login(LAYLA)
    assert account is not None
    give_consent(account=account, client_id="portal", receipt=RECEIPT, now=clock.now())
    return account


def test_a_consent_is_shown_and_withdrawn_in_two_clicks_that_are_one(browser: Browser, layla: Account) -> None:
    assert "your ID number" in browser.http.get("/en/account/consents").content.decode()
    for _ in range(2):
        answer = browser.http.post("/en/account/consents/withdraw", {"site": "portal"})
        assert answer["Location"] == "/en/account/consents?withdrawn"
    page = browser.http.get("/en/account/consents?withdrawn").content.decode()
    assert "You have allowed no site" in page
    withdrawn = [each.action for each in audit.list_entries(subject=f"person:{LAYLA}")]
    assert withdrawn.count("identity.consent_withdrawn") == 1


def test_withdrawing_ends_the_sites_tokens_at_once(browser: Browser, layla: Account) -> None:
    token = redeem(browser.sign_in(prompt="login")).json()["access_token"]
    assert userinfo(token).status_code == 200
    browser.http.post("/en/account/consents/withdraw", {"site": "portal"})
    assert userinfo(token).status_code == 401


@pytest.mark.parametrize("site", ["", "nobody", "x" * 500, "a\x00b"])
def test_a_site_that_was_allowed_nothing_is_no_error(browser: Browser, layla: Account, site: str) -> None:
    assert browser.http.post("/en/account/consents/withdraw", {"site": site}).status_code == 303
    assert len(list_consents(account=layla)) == 1


def test_nobody_withdraws_the_consent_of_another(browser: Browser, layla: Account) -> None:
    open_account("410001101", phone="+970569000102")
    other = Browser()
    other.sign_in("410001101")
    other.http.post("/en/account/consents/withdraw", {"site": "portal"})
    assert len(list_consents(account=layla)) == 1
    assert Client.objects.filter(client_id="portal").exists()
