from typing import Any
from urllib.parse import urlencode

import pytest

from hukumati.core import clock
from hukumati.identity.domain.client_settings import ClientSettings, Profile
from hukumati.identity.models import Client
from hukumati.identity.tests.browser import Browser, query_of, request_values
from hukumati.identity.tests.relying_parties import (
    ISSUER,
    SITE,
    assertion_claims,
    key_for,
    register_site,
    sign,
    unsigned,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(browser: Browser) -> Client:
    """A site that signs its requests."""
    return register_site(keys=(key_for("ES256"), key_for("RS256")))


def object_claims(**changed: Any) -> dict[str, Any]:
    """Return the claims of a good request object, with some changed, or left out by None."""
    now = int(clock.now().timestamp())
    claims: dict[str, Any] = {
        **request_values(client_id=SITE),
        "iss": SITE,
        "aud": ISSUER,
        "nbf": now,
        "iat": now,
        "exp": now + 300,
        **changed,
    }
    return {name: value for name, value in claims.items() if value is not None}


def _open(browser: Browser, request: str, **beside: str | None) -> Any:
    values = {"client_id": SITE, "redirect_uri": request_values()["redirect_uri"], "request": request, **beside}
    return browser.http.get("/authorize?" + urlencode({k: v for k, v in values.items() if v is not None}))


def _error(browser: Browser, request: str, **beside: str | None) -> str:
    response = _open(browser, request, **beside)
    return query_of(response).get("error", "") if response.status_code == 303 else str(response.status_code)


def test_a_signed_request_counts_and_whatever_stands_beside_it_does_not(browser: Browser, site: Client) -> None:
    browser.sign_in()
    response = _open(browser, sign(object_claims(state="inside")), state="outside", scope="none", response_type="token")
    answer = query_of(response)
    assert answer["state"] == "inside"
    assert "code" in answer


def test_a_signed_request_needs_nothing_beside_it_but_the_client(browser: Browser, site: Client) -> None:
    browser.sign_in()
    assert "code" in query_of(_open(browser, sign(object_claims()), redirect_uri=None))
    for kind in ("oauth-authz-req+jwt", "OautH-auThZ-REQ+jWt", "application/oauth-authz-req+jwt", "JWT"):
        typed = sign(object_claims(), typ=kind)
        assert "code" in query_of(_open(browser, typed, redirect_uri=None))
    assert "code" in query_of(_open(browser, sign(object_claims(max_age=600, claims={"userinfo": {"email": None}}))))
    assert "code" in query_of(_open(browser, sign(object_claims(aud=[ISSUER, "https://other.example.test"]))))


def test_what_is_not_in_the_object_is_missing_though_it_stands_beside_it(browser: Browser, site: Client) -> None:
    assert _error(browser, sign(object_claims(code_challenge=None)), code_challenge="c" * 43) == "invalid_request"
    assert _error(browser, sign(object_claims(scope=None)), scope="openid") == "invalid_scope"
    assert _error(browser, sign(object_claims(redirect_uri=None))) == "400"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": None},
        {"iss": "portal"},
        {"client_id": "portal"},
        {"client_id": None},
        {"aud": None},
        {"aud": "https://other.example.test"},
        {"exp": 1},
        {"exp": "soon"},
        {"nbf": 4_000_000_000},
        {"iat": 4_000_000_000},
        {"sub": SITE},
        {"request": "e30.e30.e30"},
        {"request_uri": "urn:ietf:params:oauth:request_uri:x"},
        {"scope": ["openid"]},
        {"state": True},
    ],
)
def test_req_14_an_object_that_is_not_this_clients_request_to_us_is_refused(
    browser: Browser, site: Client, changed: dict[str, Any]
) -> None:
    assert _error(browser, sign(object_claims(**changed))) == "invalid_request_object"


def test_req_17_an_unsigned_or_odd_object_is_refused_and_not_ignored(browser: Browser, site: Client) -> None:
    stranger = key_for("ES256", "stranger")
    for odd in (
        unsigned({"alg": "none"}, object_claims()),
        unsigned({"alg": "none"}, object_claims(), "c2ln"),
        sign(object_claims(), key=stranger),
        sign(object_claims(), key=stranger, kid=key_for("ES256").kid),
        sign(object_claims(), typ="at+jwt"),
        sign(assertion_claims(aud=ISSUER)),
        sign(object_claims(x="x" * 20_000)),
        "",
        "e30",
    ):
        assert _error(browser, odd) == "invalid_request_object"
        assert _error(browser, odd, redirect_uri=None) == "400"
    assert _error(browser, sign(object_claims()), request_uri="https://site.example.test/r") == (
        "request_uri_not_supported"
    )


def test_a_request_object_cannot_be_used_to_authenticate_the_client(browser: Browser, site: Client) -> None:
    from hukumati.identity.tests.relying_parties import ask_for_tokens, assertion_form, is_believed

    assert not is_believed(ask_for_tokens(**assertion_form(sign(object_claims(jti="j")))))


def _hold_to(profile: Profile, **settings: Any) -> None:
    Client.objects.filter(client_id=SITE).update(settings=ClientSettings(profile=profile, **settings).as_json())


def test_a_client_that_must_sign_or_push_its_requests_is_held_to_it(browser: Browser, site: Client) -> None:
    browser.sign_in()
    _hold_to(Profile.PLAIN, require_signed_request_object=True)
    assert query_of(browser.authorize(client_id=SITE))["error"] == "invalid_request"
    assert "code" in query_of(_open(browser, sign(object_claims())))
    _hold_to(Profile.PLAIN, require_pushed_authorization_requests=True)
    assert query_of(browser.authorize(client_id=SITE))["error"] == "invalid_request"


def test_fapi_refuses_requests_that_were_not_pushed(browser: Browser, site: Client) -> None:
    for profile in (Profile.FAPI2_SECURITY, Profile.FAPI2_MESSAGE_SIGNING):
        _hold_to(profile)
        assert query_of(browser.authorize(client_id=SITE))["error"] == "invalid_request"
        assert _error(browser, sign(object_claims())) == "invalid_request"


def test_a_client_signs_its_requests_by_the_algorithm_that_it_registered(browser: Browser, site: Client) -> None:
    browser.sign_in()
    assert "code" in query_of(_open(browser, sign(object_claims(), algorithm="RS256")))
    _hold_to(Profile.PLAIN, request_object_signing_alg="ES256")
    assert _error(browser, sign(object_claims(), algorithm="RS256")) == "invalid_request_object"


def test_discovery_says_that_requests_may_be_signed(browser: Browser) -> None:
    said = browser.http.get("/.well-known/openid-configuration").json()
    assert said["request_parameter_supported"] is True
    assert said["request_uri_parameter_supported"] is False
    assert "none" not in said["request_object_signing_alg_values_supported"]
