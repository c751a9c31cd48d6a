from typing import Any

import pytest
from django.test import Client as HttpClient
from joserfc import jwt
from joserfc.jwk import KeySet

from hukumati.identity.api import subject_of, suspend_account
from hukumati.identity.models import Client
from hukumati.identity.tests.browser import CALLBACK, HOST, LAYLA, VERIFIER, Browser, basic, redeem, userinfo
from hukumati.identity.tests.proofs import Prover

pytestmark = pytest.mark.django_db


@pytest.fixture
def tokens(browser: Browser) -> dict[str, Any]:
    """Tokens of the portal, which refreshes."""
    Client.objects.filter(client_id="portal").update(settings={"grant_types": ["authorization_code", "refresh_token"]})
    answer: dict[str, Any] = redeem(browser.sign_in()).json()
    return answer


def post(path: str, token: str, client_id: str = "portal", **headers: str) -> Any:
    """Post a token to an endpoint as a client."""
    http = HttpClient(headers={"host": HOST, "authorization": basic(client_id), **headers})
    return http.post(path, {"token": token})


def introspect(token: str, client_id: str = "portal", **headers: str) -> Any:
    """Return what a client is told of a token."""
    answer = post("/introspect", token, client_id, **headers)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return answer.json()


def test_a_client_is_told_of_its_own_tokens(tokens: dict[str, Any]) -> None:
    told = introspect(tokens["access_token"])
    assert told["active"] is True
    assert told["iss"] == "http://id.localhost:8001"
    assert told["client_id"] == "portal"
    assert told["sub"] == subject_of(login=LAYLA)
    assert told["scope"] == "openid identity phone email"
    assert told["token_type"] == "Bearer"
    assert told["exp"] - told["iat"] == 600
    assert told["acr"] == "urn:hukumati:acr:substantial"
    assert "cnf" not in told
    refreshed = introspect(tokens["refresh_token"])
    assert refreshed["active"] is True
    assert "token_type" not in refreshed


def test_only_a_resource_server_is_told_of_others_tokens(tokens: dict[str, Any]) -> None:
    assert introspect(tokens["access_token"], "workplace") == {"active": False}
    Client.objects.filter(client_id="workplace").update(settings={"may_introspect": True})
    assert introspect(tokens["access_token"], "workplace")["active"] is True
    assert introspect(tokens["refresh_token"], "workplace") == {"active": False}


def test_requirement_20_a_resource_server_of_another_sector_knows_another_subject(tokens: dict[str, Any]) -> None:
    Client.objects.filter(client_id="workplace").update(settings={"may_introspect": True}, sector="health")
    told = introspect(tokens["access_token"], "workplace")
    assert told["sub"] not in {"", subject_of(login=LAYLA)}


def test_a_bound_token_shows_to_which_key(browser: Browser) -> None:
    prover = Prover()
    http = HttpClient(headers={"host": HOST, "authorization": basic(), "dpop": prover.prove()})
    code = browser.sign_in()
    bound = http.post(
        "/token",
        {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER},
    ).json()
    told = introspect(bound["access_token"])
    assert (told["token_type"], told["cnf"]) == ("DPoP", {"jkt": prover.jkt})


def test_requirement_33_a_suspended_accounts_tokens_are_inactive(tokens: dict[str, Any]) -> None:
    suspend_account(login=LAYLA, actor="test", reason="test")
    assert introspect(tokens["access_token"]) == {"active": False}
    assert introspect(tokens["refresh_token"]) == {"active": False}


def test_what_is_no_token_is_inactive_and_a_missing_one_an_error(browser: Browser) -> None:
    for text in ("x", "x" * 5000, "ليلى"):
        assert introspect(text) == {"active": False}
    assert post("/introspect", "").json()["error"] == "invalid_request"
    assert post("/introspect", "a\x00").json()["error"] == "invalid_request"
    assert post("/introspect?token=x", "x").json()["error"] == "invalid_request"
    assert post("/introspect", "x", authorization="").status_code == 401


def test_the_answer_is_signed_for_who_accepts_that(browser: Browser, tokens: dict[str, Any]) -> None:
    answer = post("/introspect", tokens["access_token"], accept="application/token-introspection+jwt")
    assert answer["Content-Type"] == "application/token-introspection+jwt"
    keys = KeySet.import_key_set(browser.http.get("/jwks").json())
    read = jwt.decode(answer.content.decode(), keys, algorithms=["ES256"])
    assert read.header["typ"] == "token-introspection+jwt"
    assert {"iss": "http://id.localhost:8001", "aud": "portal"}.items() <= read.claims.items()
    assert read.claims["token_introspection"]["active"] is True
    assert "sub" not in read.claims


def test_a_revoked_access_token_is_dead_and_its_siblings_live(tokens: dict[str, Any]) -> None:
    for _ in range(2):
        assert post("/revoke", tokens["access_token"]).status_code == 200
    assert userinfo(tokens["access_token"]).status_code == 401
    assert introspect(tokens["refresh_token"])["active"] is True


def test_a_revoked_refresh_token_takes_every_token_of_its_grant_along(tokens: dict[str, Any]) -> None:
    assert post("/revoke", tokens["refresh_token"]).status_code == 200
    assert introspect(tokens["refresh_token"]) == {"active": False}
    assert userinfo(tokens["access_token"]).status_code == 401


def test_nobody_revokes_anothers_tokens(tokens: dict[str, Any]) -> None:
    for token in ("access_token", "refresh_token"):
        assert post("/revoke", tokens[token], "workplace").status_code == 200
        assert introspect(tokens[token])["active"] is True
    assert post("/revoke", tokens["access_token"], authorization="").status_code == 401
    assert post("/revoke", "").json()["error"] == "invalid_request"
    assert post("/revoke", "x" * 500).status_code == 200
