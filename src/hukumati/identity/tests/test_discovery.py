from typing import Any

import pytest

from hukumati.identity.http.oidc.addresses import ALIASES
from hukumati.identity.http.urls import for_certificates
from hukumati.identity.tests.browser import Browser, query_of, redeem
from hukumati.identity.tests.proofs import Prover
from hukumati.identity.tests.relying_parties import assertion_claims, assertion_form, post, register_site, sign

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
        "urn:openid:params:grant-type:ciba",
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


@pytest.fixture
def mtls_host(settings: Any) -> str:
    """The provider has another host for client certificates."""
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"identity_mtls_url": "http://mtls.id.localhost:8001"})
    return "http://mtls.id.localhost:8001"


def test_a_host_for_certificates_is_announced_where_there_is_one(browser: Browser, mtls_host: str) -> None:
    said = browser.http.get("/.well-known/openid-configuration").json()
    assert said["token_endpoint"] == "http://id.localhost:8001/token"
    aliases = said["mtls_endpoint_aliases"]
    assert aliases["token_endpoint"] == f"{mtls_host}/token"
    assert {"backchannel_authentication_endpoint", "userinfo_endpoint"} <= aliases.keys()
    for name, address in aliases.items():
        assert address.removeprefix(mtls_host) == said[name].removeprefix(said["issuer"])


def test_no_host_for_certificates_is_announced_where_there_is_none(browser: Browser) -> None:
    assert "mtls_endpoint_aliases" not in browser.http.get("/.well-known/openid-configuration").json()


@pytest.mark.parametrize("host", ["http://id.localhost:8001", "http://mtls.id.localhost:8001"])
def test_proofs_and_assertions_name_either_host(browser: Browser, mtls_host: str, host: str) -> None:
    register_site()
    assertion = sign(assertion_claims(aud=f"{host}/token"))
    answer = post("/token", {"grant_type": "authorization_code", "code": "x"} | assertion_form(assertion))
    assert answer.json()["error"] == "invalid_grant", "the client was believed"
    proof = Prover().prove(htu=f"{host}/token")
    assert redeem(browser.sign_in(), dpop=proof).status_code == 200


def test_another_host_is_named_in_vain(browser: Browser, mtls_host: str) -> None:
    proof = Prover().prove(htu="http://other.localhost:8001/token")
    assert redeem(browser.sign_in(), dpop=proof).json()["error"] == "invalid_dpop_proof"


def test_the_host_for_certificates_has_no_pages() -> None:
    served = {pattern.name for pattern in for_certificates}
    assert served == {*ALIASES.values()}
    assert "identity_authorize" not in served
