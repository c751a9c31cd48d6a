"""Keys that are rotated while somebody signs in: nothing that was begun is lost (requirement 15)."""

from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.tests.browser import Browser, query_of, redeem

pytestmark = pytest.mark.django_db


def _read(browser: Browser, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(browser.http.get("/jwks").json())
    return dict(jwt.decode(token, keys, algorithms=["ES256"]).claims)


@pytest.mark.parametrize("begun", ["authorize", "password", "code"])
def test_requirement_15_a_sign_in_goes_on_when_keys_are_rotated_in_its_middle(browser: Browser, begun: str) -> None:
    page = browser.begin()
    if begun == "authorize":
        wiring.token_signer().rotate(now=clock.now())
    browser.give_password(page)
    if begun == "password":
        wiring.token_signer().rotate(now=clock.now())
    code = query_of(browser.give_code(page))["code"]
    if begun == "code":
        wiring.token_signer().rotate(now=clock.now())
    assert _read(browser, redeem(code).json()["id_token"])["nonce"] == "the-nonce"
