from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client as HttpClient

from hukumati.identity.models import Client, LoginSession
from hukumati.identity.tests.browser import CALLBACK, HOST, Browser, query_of, request_values

pytestmark = pytest.mark.django_db
ISSUER = "http://id.localhost:8001"


def test_a_good_request_leads_to_the_password_page_in_the_language_asked_for(browser: Browser) -> None:
    assert browser.begin().startswith("/sign-in/")
    english = browser.begin(ui_locales="fr en-GB")
    assert english.startswith("/en/sign-in/")
    page = browser.http.get(english)
    assert page.status_code == 200
    assert b"Sign in" in page.content


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"response_type": ""}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_mode": "fragment.jwt"}, "invalid_request"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"dpop_jkt": "short"}, "invalid_request"),
        ({"claims": "{"}, "invalid_request"),
        ({"claims": "[]"}, "invalid_request"),
        ({"claims": '{"userinfo": 1}'}, "invalid_request"),
        ({"claims": '{"userinfo": {"name": 1}}'}, "invalid_request"),
        ({"claims": '{"id_token": {"acr": {"values": "high"}}}'}, "invalid_request"),
        ({"claims": '{"id_token": {"acr": {"essential": true, "values": [1]}}}'}, "invalid_request"),
        ({"claims": '{"id_token": {"sub": {"value": ["x"]}}}'}, "invalid_request"),
        ({"claims": '{"id_token": {}, "id_token": {}}'}, "invalid_request"),
        ({"claims": "{" * 9000}, "invalid_request"),
        ({"id_token_hint": "made.up.token"}, "invalid_request"),
        ({"scope": "identity"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "create"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "٣"}, "invalid_request"),
        ({"nonce": "n" * 2000}, "invalid_request"),
    ],
)
def test_req_07_other_flows_and_malformed_parameters_are_refused(
    browser: Browser, changed: dict[str, str | None], error: str
) -> None:
    assert query_of(browser.authorize(**changed))["error"] == error


@pytest.mark.parametrize(
    "changed",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"code_challenge": "short"},
    ],
)
def test_req_03_every_client_must_use_pkce_s256(browser: Browser, changed: dict[str, str | None]) -> None:
    assert query_of(browser.authorize(**changed))["error"] == "invalid_request"


@pytest.mark.parametrize(
    "uri",
    [
        CALLBACK + "/",
        CALLBACK + "?a=1",
        CALLBACK + "#a",
        CALLBACK.replace("portal", "PORTAL"),
        CALLBACK.replace("http:", "https:"),
        CALLBACK.replace("8000", "8001"),
        "http://portal.localhost:8000@evil.example/sign-in/callback",
        "//portal.localhost:8000/sign-in/callback",
        "",
    ],
)
def test_req_04_a_redirect_uri_that_differs_by_a_byte_gets_a_page_and_no_redirect(browser: Browser, uri: str) -> None:
    response = browser.authorize(redirect_uri=uri)
    assert response.status_code == 400
    assert "Location" not in response


def test_req_04_a_repeated_or_missing_redirect_uri_or_client_gets_a_page(browser: Browser) -> None:
    for query in (
        urlencode(request_values(redirect_uri=None)),
        urlencode(request_values()) + "&" + urlencode({"redirect_uri": CALLBACK}),
        urlencode(request_values(client_id="stranger")),
        urlencode(request_values(client_id="por\x00tal")),
        urlencode(request_values(client_id=None)),
        urlencode(request_values()) + "&client_id=portal",
    ):
        assert browser.http.get(f"/authorize?{query}").status_code == 400


def test_req_06_success_and_error_both_name_the_issuer_and_return_the_state(browser: Browser) -> None:
    refused = query_of(browser.authorize(prompt="none"))
    assert (refused["iss"], refused["state"], refused["error"]) == (ISSUER, "the-state", "login_required")
    browser.sign_in()
    granted = query_of(browser.authorize())
    assert (granted["iss"], granted["state"]) == (ISSUER, "the-state")
    assert granted["code"]


def test_req_09_a_sign_in_that_is_too_old_or_not_wanted_is_asked_for_again(browser: Browser) -> None:
    browser.sign_in()
    assert "code" in query_of(browser.authorize(max_age="600"))
    LoginSession.objects.update(auth_time=LoginSession.objects.get().auth_time - timedelta(seconds=601))
    assert browser.begin(max_age="600").startswith("/sign-in/")
    assert browser.begin(prompt="login").startswith("/sign-in/")
    assert browser.begin(max_age="0").startswith("/sign-in/")
    assert query_of(browser.authorize(max_age="600", prompt="none"))["error"] == "login_required"
    assert "code" in query_of(browser.authorize(max_age="700"))


def test_req_10_prompt_none_asks_nothing_and_consent_is_decided_per_client(browser: Browser) -> None:
    assert query_of(browser.authorize(prompt="none"))["error"] == "login_required"
    browser.sign_in()
    assert "code" in query_of(browser.authorize(prompt="none"))
    Client.objects.filter(client_id="portal").update(needs_consent=True)
    assert query_of(browser.authorize(prompt="none"))["error"] == "consent_required"
    workplace = {"client_id": "workplace", "redirect_uri": "http://workplace.localhost:8000/sign-in/callback"}
    assert "code" in query_of(browser.authorize(prompt="none", scope="openid", **workplace))


def test_req_17_a_request_uri_that_is_not_ours_is_refused_and_not_ignored(browser: Browser) -> None:
    asked = browser.authorize(request_uri="https://portal.localhost/r.jwt")
    assert query_of(asked)["error"] == "request_uri_not_supported"


def test_a_repeated_parameter_is_refused(browser: Browser) -> None:
    response = browser.http.get(f"/authorize?{urlencode(request_values())}&scope=openid")
    assert query_of(response)["error"] == "invalid_request"


def test_a_request_may_be_posted(browser: Browser) -> None:
    response = HttpClient(headers={"host": HOST}, enforce_csrf_checks=True).post("/authorize", request_values())
    assert response["Location"].startswith("/sign-in/")


def test_req_35_the_password_page_may_lead_to_the_clients_origin_and_not_be_framed(browser: Browser) -> None:
    page = browser.http.get(browser.begin())
    policy = page["Content-Security-Policy"]
    assert "form-action 'self' http://portal.localhost:8000" in policy
    assert "frame-ancestors 'none'" in policy
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"
    for cookie in browser.http.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_req_35_cookies_are_host_bound_where_the_origin_is_https(browser: Browser, settings: object) -> None:
    config = settings.HUKUMATI  # type: ignore[attr-defined]
    settings.HUKUMATI = config.model_copy(update={"identity_url": "https://id.example.test"})  # type: ignore[attr-defined]
    (cookie,) = (each for name, each in browser.authorize().cookies.items() if name.startswith("__Host-hk_try_"))
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert cookie["domain"] == ""
