import pytest

from hukumati.identity.tests.browser import Browser, query_of

pytestmark = pytest.mark.django_db


def test_the_provider_describes_itself_and_promises_only_what_is_enabled(browser: Browser) -> None:
    said = browser.http.get("/.well-known/openid-configuration").json()
    assert said["issuer"] == "http://id.localhost:8001"
    assert said["token_endpoint"] == "http://id.localhost:8001/token"
    assert said["response_types_supported"] == ["code"]
    assert said["grant_types_supported"] == [
        "authorization_code",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:device_code",
        "urn:ietf:params:oauth:grant-type:token-exchange",
        "client_credentials",
    ]
    assert said["code_challenge_methods_supported"] == ["S256"]
    assert said["subject_types_supported"] == ["pairwise"]
    assert said["id_token_signing_alg_values_supported"] == ["ES256"]
    assert said["request_parameter_supported"] is True
    assert said["request_uri_parameter_supported"] is False
    assert said["authorization_response_iss_parameter_supported"] is True


def test_every_promised_endpoint_answers(browser: Browser) -> None:
    said = browser.http.get("/.well-known/openid-configuration").json()
    for name, address in said.items():
        if name.endswith("_endpoint") or name == "jwks_uri":
            path = address.removeprefix("http://id.localhost:8001")
            assert browser.http.get(path).status_code in {200, 400, 401, 405}


def test_every_promised_prompt_is_understood(browser: Browser) -> None:
    for prompt in browser.http.get("/.well-known/openid-configuration").json()["prompt_values_supported"]:
        response = browser.authorize(prompt=prompt)
        assert response["Location"].startswith("/sign-in/") or query_of(response)["error"] == "login_required"


def test_req_14_the_keys_are_public_es256_keys_with_an_identifier(browser: Browser) -> None:
    response = browser.http.get("/jwks")
    (key,) = response.json()["keys"]
    assert {"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig"}.items() <= key.items()
    assert key["kid"]
    assert "d" not in key
    assert "max-age=3600" in response["Cache-Control"]


def test_the_bare_host_leads_to_the_portal(browser: Browser) -> None:
    assert browser.http.get("/")["Location"] == "http://portal.localhost:8000/"
    assert browser.http.get("/en/")["Location"] == "http://portal.localhost:8000/en/"
