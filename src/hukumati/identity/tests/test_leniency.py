"""What a provider accepts, and ignores where it does not know it: the suite of the OpenID Foundation asks for each."""

import json
from base64 import urlsafe_b64decode
from typing import Any

import pytest
from django.test import Client as HttpClient

from hukumati.identity.tests.browser import HOST, Browser, query_of, redeem

pytestmark = pytest.mark.django_db


def _claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


@pytest.mark.parametrize(
    "beside",
    [
        {"display": "page"},
        {"display": "popup"},
        {"claims_locales": "ar en"},
        {"ui_locales": "se"},
        {"extra": "foobar"},
        {"acr_values": "urn:example:unheard-of"},
    ],
)
def test_a_parameter_that_is_not_understood_changes_nothing(browser: Browser, beside: dict[str, str]) -> None:
    browser.sign_in()
    answer = query_of(browser.authorize(**beside))
    assert answer["state"] == "the-state"
    assert redeem(answer["code"]).status_code == 200


def test_a_request_without_state_gets_an_answer_without_state(browser: Browser) -> None:
    browser.sign_in()
    assert query_of(browser.authorize(state=None)).keys() == {"code", "iss"}


def test_a_long_state_and_a_long_nonce_come_back_whole(browser: Browser) -> None:
    browser.sign_in()
    state, nonce = "s" * 384, "n" * 384
    answer = query_of(browser.authorize(state=state, nonce=nonce))
    assert answer["state"] == state
    assert _claims(redeem(answer["code"]).json()["id_token"])["nonce"] == nonce


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_userinfo_is_asked_by_get_and_post_whatever_the_case_of_the_scheme(
    browser: Browser, method: str, scheme: str
) -> None:
    token = redeem(browser.sign_in()).json()["access_token"]
    http = HttpClient(headers={"host": HOST, "authorization": f"{scheme} {token}"})
    answer = getattr(http, method)("/userinfo")
    assert answer.status_code == 200
    assert answer.json()["sub"]
