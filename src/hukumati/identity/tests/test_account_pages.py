from typing import Any

import pytest

from hukumati.identity.tests.browser import Browser
from hukumati.identity.use_cases.clients import find_client

pytestmark = pytest.mark.django_db


def sign_in_to(browser: Browser, page: str) -> Any:
    """Open a page of the account, sign in where it leads, and return what the last form answers."""
    password_page = str(browser.http.get(page)["Location"])
    browser.give_password(password_page)
    return browser.give_code(password_page)


def test_the_account_asks_to_sign_in_and_leads_back_to_the_page(browser: Browser) -> None:
    answer = sign_in_to(browser, "/en/account")
    assert answer.status_code == 303
    assert answer["Location"] == "http://id.localhost:8001/en/account"
    assert "You are signed in as Layla Zaytouni." in browser.http.get("/en/account").content.decode()


def test_who_is_signed_in_already_is_not_asked_again(browser: Browser) -> None:
    browser.sign_in()
    assert browser.http.get("/account").status_code == 200


def test_no_request_can_come_in_the_name_of_the_account_pages(browser: Browser) -> None:
    answer = browser.authorize(client_id="account", redirect_uri="http://id.localhost:8001/account")
    assert answer.status_code == 400
    client = find_client("account")
    assert client is not None
    assert client.secret_digest is None
