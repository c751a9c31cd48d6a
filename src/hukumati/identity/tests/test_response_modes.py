import html
import re
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from hukumati.core import clock
from hukumati.identity.tests.browser import CALLBACK, Browser, query_of, redeem

pytestmark = pytest.mark.django_db
ISSUER = "http://id.localhost:8001"
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def form_of(response: Any) -> dict[str, str]:
    """Return the hidden fields of the page that carries a response to the client."""
    text = response.content.decode()
    assert f'action="{CALLBACK}"' in text
    return {name: html.unescape(value) for name, value in _FIELD.findall(text)}


def _said(browser: Browser, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set(browser.http.get("/jwks").json())
    return dict(jwt.decode(token, keys, algorithms=["ES256"]).claims)


def test_form_post_carries_the_response_in_a_form_and_nothing_in_an_address(browser: Browser) -> None:
    browser.sign_in()
    page = browser.authorize(response_mode="form_post", state='"><script>x</script>')
    assert page.status_code == 200
    values = form_of(page)
    assert values.keys() == {"code", "state", "iss"}
    assert (values["state"], values["iss"]) == ('"><script>x</script>', ISSUER)
    assert b"<script>x" not in page.content
    assert redeem(values["code"]).status_code == 200


def test_req_35_the_form_may_go_to_the_client_alone_and_runs_no_foreign_script(browser: Browser) -> None:
    browser.sign_in()
    page = browser.authorize(response_mode="form_post")
    policy = page["Content-Security-Policy"]
    assert policy.endswith("form-action 'self' http://portal.localhost:8000")
    assert "script-src 'self';" in policy
    assert re.search(rb'<script src="/static/identity/form_post[^"]*\.js" defer>', page.content)
    assert b"<button" in page.content, "it works without scripts"
    assert page["Cache-Control"] == "no-store"


def test_errors_travel_in_the_same_mode(browser: Browser) -> None:
    values = form_of(browser.authorize(response_mode="form_post", prompt="none"))
    assert values == {"error": "login_required", "state": "the-state", "iss": ISSUER}
    values = form_of(browser.authorize(response_mode="form_post", scope="none"))
    assert values["error"] == "invalid_scope"
    answer = query_of(browser.authorize(response_mode="jwt", prompt="none"))
    assert answer.keys() == {"response"}
    assert _said(browser, answer["response"])["error"] == "login_required"


def test_after_signing_in_the_form_follows_too_and_again_at_a_second_click(browser: Browser) -> None:
    page = browser.begin(response_mode="form_post")
    assert browser.give_password(page).status_code == 303
    assert "code" in form_of(browser.give_code(page))
    assert "code" in form_of(browser.give_code(page))


@pytest.mark.parametrize("mode", ["jwt", "query.jwt", "form_post.jwt"])
def test_jarm_signs_the_response_for_the_one_client(browser: Browser, mode: str) -> None:
    browser.sign_in()
    response = browser.authorize(response_mode=mode)
    answer = form_of(response) if mode.startswith("form") else query_of(response)
    assert answer.keys() == {"response"}
    said = _said(browser, answer["response"])
    assert said.keys() == {"iss", "aud", "exp", "code", "state"}
    assert (said["iss"], said["aud"], said["state"]) == (ISSUER, "portal", "the-state")
    now = clock.now().timestamp()
    assert now < said["exp"] <= now + 600
    assert redeem(said["code"]).status_code == 200


def test_the_page_speaks_the_language_of_the_request(browser: Browser) -> None:
    browser.sign_in()
    assert b'lang="en"' in browser.authorize(response_mode="form_post", ui_locales="en").content
    assert b'lang="ar"' in browser.authorize(response_mode="form_post", ui_locales="ar").content


def test_discovery_names_the_modes(browser: Browser) -> None:
    said = browser.http.get("/.well-known/openid-configuration").json()
    assert said["response_modes_supported"] == ["query", "form_post", "jwt", "query.jwt", "form_post.jwt"]
    assert said["authorization_signing_alg_values_supported"] == ["ES256"]
