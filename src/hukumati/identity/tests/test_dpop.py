from typing import Any

import pytest
from django.test import Client as HttpClient
from joserfc.jwk import ECKey

from hukumati.core import clock
from hukumati.identity.domain.dpop import is_nonce, is_same_address, new_nonce
from hukumati.identity.models import AccessToken, Client, Grant
from hukumati.identity.tests.browser import CALLBACK, HOST, VERIFIER, Browser, basic
from hukumati.identity.tests.certificates import header_of, new_certificate
from hukumati.identity.tests.moments import MINUTE, NOON, SECOND
from hukumati.identity.tests.proofs import Prover

pytestmark = pytest.mark.django_db


@pytest.fixture
def prover() -> Prover:
    """A client's key."""
    return Prover()


def choose(**chosen: Any) -> None:
    """Give the portal settings."""
    Client.objects.filter(client_id="portal").update(
        settings={"grant_types": ["authorization_code", "refresh_token"], **chosen}
    )


def redeem(code: str, **headers: str) -> Any:
    """Post a code with headers."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    return HttpClient(headers={"host": HOST, "authorization": basic(), **headers}).post("/token", form)


def refresh(token: str, **headers: str) -> Any:
    """Post a refresh token with headers."""
    form = {"grant_type": "refresh_token", "refresh_token": token}
    return HttpClient(headers={"host": HOST, "authorization": basic(), **headers}).post("/token", form)


def userinfo(authorization: str, **headers: str) -> Any:
    """Ask UserInfo."""
    return HttpClient(headers={"host": HOST, "authorization": authorization, **headers}).get("/userinfo")


def test_a_token_that_is_bound_to_a_key_works_with_proofs_of_that_key(browser: Browser, prover: Prover) -> None:
    answer = redeem(browser.sign_in(), dpop=prover.prove())
    assert answer.json()["token_type"] == "DPoP"
    assert answer["DPoP-Nonce"]
    token = answer.json()["access_token"]
    assert AccessToken.objects.get().jkt == prover.jkt
    told = userinfo(f"DPoP {token}", dpop=prover.prove("/userinfo", method="GET", token=token))
    assert told.status_code == 200
    assert told["DPoP-Nonce"]


def test_requirement_12_a_bound_token_is_worth_nothing_without_its_key(browser: Browser, prover: Prover) -> None:
    token = redeem(browser.sign_in(), dpop=prover.prove()).json()["access_token"]
    good: dict[str, Any] = {"path": "/userinfo", "method": "GET", "token": token}
    for authorization, headers in (
        (f"Bearer {token}", {}),
        (f"Bearer {token}", {"dpop": prover.prove(**good)}),
        (f"DPoP {token}", {}),
        (f"DPoP {token}", {"dpop": Prover().prove(**good)}),
        (f"DPoP {token}", {"dpop": prover.prove(**good | {"token": "another"})}),
        (f"DPoP {token}", {"dpop": prover.prove(**good | {"token": ""})}),
        (f"DPoP {token}", {"dpop": prover.prove(**good | {"method": "POST"})}),
        (f"DPoP {token}", {"dpop": prover.prove(**good | {"path": "/token"})}),
    ):  # fmt: skip
        refused = userinfo(authorization, **headers)
        assert refused.status_code == 401
        assert refused["WWW-Authenticate"].startswith("DPoP algs=")
    assert userinfo(f"DPoP {token}", dpop=prover.prove(**good)).status_code == 200


def test_a_token_without_a_key_is_not_accepted_with_a_proof(browser: Browser, prover: Prover) -> None:
    token = redeem(browser.sign_in()).json()["access_token"]
    refused = userinfo(f"DPoP {token}", dpop=prover.prove("/userinfo", method="GET", token=token))
    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused["WWW-Authenticate"]


def test_requirement_12_each_claim_of_a_proof_is_checked(browser: Browser, prover: Prover) -> None:
    code, now = browser.sign_in(), int(clock.now().timestamp())
    private = prover.key.as_dict(private=True)
    for proof in (
        "", "x", "a.b.c", prover.prove() + "x", f"{prover.prove()},{prover.prove()}",
        prover.prove().rpartition(".")[0],
        prover.prove(htm="GET"), prover.prove(htm=None), prover.prove("/userinfo"), prover.prove(htu=None),
        prover.prove(htu="https://elsewhere.example.test/token"), prover.prove(htu="[::"), prover.prove(htu=5),
        prover.prove(jti=None), prover.prove(jti=""), prover.prove(jti="x" * 300), prover.prove(jti=7),
        prover.prove(iat=now - 70), prover.prove(iat=now + 70), prover.prove(iat=None), prover.prove(iat="now"),
        prover.prove(iat=True), prover.prove(iat=10**400), prover.prove(token="none"),
        prover.prove(header={"typ": "JWT"}), prover.prove(header={"typ": None}), prover.prove(header={"jwk": None}),
        prover.prove(header={"jwk": private}), prover.prove(signer=ECKey.generate_key("P-256")),
        prover.prove(header={"crit": ["b64"], "b64": False}), "A" * 9000,
    ):  # fmt: skip
        refused = redeem(code, dpop=proof)
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_dpop_proof")
    assert redeem(code, dpop=prover.prove()).status_code == 200, "refused proofs use no code up"


@pytest.mark.parametrize("alg", ["none", "HS256", "RS256"])
def test_requirement_12_proofs_of_other_algorithms_are_refused(browser: Browser, prover: Prover, alg: str) -> None:
    refused = redeem(browser.sign_in(), dpop=prover.prove(header={"alg": alg}))
    assert refused.json()["error"] == "invalid_dpop_proof"


def test_requirement_12_a_proof_is_used_once(browser: Browser, prover: Prover) -> None:
    proof = prover.prove()
    assert redeem(browser.sign_in(), dpop=proof).status_code == 200
    code = browser.sign_in(prompt="login")
    assert redeem(code, dpop=proof).json()["error"] == "invalid_dpop_proof"
    assert redeem(code, dpop=prover.prove()).status_code == 200


def test_requirement_12_without_a_nonce_of_ours_the_client_is_given_one(browser: Browser, prover: Prover) -> None:
    code = browser.sign_in()
    for nonce in (None, "", "x" * 24, "é"):
        refused = redeem(code, dpop=prover.prove(nonce=nonce))
        assert (refused.status_code, refused.json()["error"]) == (400, "use_dpop_nonce")
    assert redeem(code, dpop=prover.prove(nonce=refused["DPoP-Nonce"])).status_code == 200


def test_userinfo_too_gives_a_nonce_to_a_proof_without_one(browser: Browser, prover: Prover) -> None:
    token = redeem(browser.sign_in(), dpop=prover.prove()).json()["access_token"]
    refused = userinfo(f"DPoP {token}", dpop=prover.prove("/userinfo", method="GET", token=token, nonce=None))
    assert refused.status_code == 401
    assert 'error="use_dpop_nonce"' in refused["WWW-Authenticate"]
    again = prover.prove("/userinfo", method="GET", token=token, nonce=refused["DPoP-Nonce"])
    assert userinfo(f"DPoP {token}", dpop=again).status_code == 200


def test_a_nonce_is_accepted_for_a_few_minutes() -> None:
    key = b"k" * 32
    made = new_nonce(key=key, now=NOON)
    assert is_nonce(made, key=key, now=NOON)
    assert is_nonce(made, key=key, now=NOON + 5 * MINUTE - SECOND)
    assert not is_nonce(made, key=key, now=NOON + 5 * MINUTE)
    assert not is_nonce(made, key=key, now=NOON - SECOND), "it is of the future"
    assert not is_nonce(made, key=b"l" * 32, now=NOON)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("https://id.example.test/token", True),
        ("HTTPS://ID.EXAMPLE.TEST/token", True),
        ("https://id.example.test:443/token", True),
        ("https://id.example.test/token?a=b#c", True),
        ("http://id.example.test/token", False),
        ("https://id.example.test:444/token", False),
        ("https://id.example.test/Token", False),
        ("https://id.example.test/token/", False),
        ("/token", False),
        ("", False),
        ("https://id.example.test:x/token", False),
    ],
)
def test_addresses_are_compared_without_query_and_normalised(other: str, same: bool) -> None:
    assert is_same_address(other, "https://id.example.test/token") is same


def test_a_client_that_must_prove_a_key_gets_nothing_without(browser: Browser, prover: Prover) -> None:
    for chosen in ({"dpop_bound_access_tokens": True}, {"profile": "fapi2_security"}):
        choose()
        code = browser.sign_in(prompt="login")
        choose(**chosen)
        assert redeem(code).json()["error"] == "invalid_grant"
        assert redeem(code, dpop=prover.prove()).status_code == 200


def test_a_confidential_client_refreshes_with_a_new_key(browser: Browser, prover: Prover) -> None:
    choose()
    token = redeem(browser.sign_in(), dpop=prover.prove()).json()["refresh_token"]
    other = Prover()
    answer = refresh(token, dpop=other.prove())
    assert answer.json()["token_type"] == "DPoP"
    assert AccessToken.objects.get(jkt=other.jkt).grant == Grant.objects.get()


def test_a_token_that_is_bound_to_a_certificate_needs_that_certificate(browser: Browser, settings: Any) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"client_certificate_header": True, "proxy_count": 1})
    choose(tls_client_certificate_bound_access_tokens=True)
    own, other = (header_of(new_certificate()[0]) for _ in range(2))
    code = browser.sign_in()
    assert redeem(code).json()["error"] == "invalid_grant"
    answer = redeem(code, **{"client-cert": own})
    assert answer.json()["token_type"] == "Bearer"
    token = answer.json()["access_token"]
    assert userinfo(f"Bearer {token}", **{"client-cert": own}).status_code == 200
    for headers in ({}, {"client-cert": other}, {"client-cert": ":AAAA:"}):
        assert userinfo(f"Bearer {token}", **headers).status_code == 401
    assert refresh(answer.json()["refresh_token"]).json()["error"] == "invalid_grant"
    assert refresh(answer.json()["refresh_token"], **{"client-cert": other}).status_code == 200


def test_a_request_without_a_token_is_told_both_schemes(browser: Browser) -> None:
    for authorization in ("", "Basic x", "Bearer", "DPoP"):
        refused = userinfo(authorization)
        assert refused.status_code == 401
    assert userinfo("")["WWW-Authenticate"] == 'Bearer, DPoP algs="ES256 PS256 EdDSA Ed25519"'


def test_a_token_without_openid_gives_no_userinfo(browser: Browser) -> None:
    token = redeem(browser.sign_in()).json()["access_token"]
    AccessToken.objects.update(scopes=["phone"])
    refused = userinfo(f"Bearer {token}")
    assert refused.status_code == 403
    assert refused["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
