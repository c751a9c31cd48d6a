"""FAPI-CIBA (ID1): signed requests, a binding message, strong authentication and bound tokens."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client as HttpClient

from hukumati.core import clock
from hukumati.identity.models import BackchannelRequest, Client
from hukumati.identity.tests.backchannel import (
    GRANT,
    PATH,
    address,
    ask,
    ask_signed,
    poll,
    register_asking_site,
    register_fapi_asking_site,
    request_claims,
)
from hukumati.identity.tests.browser import HOST, LAYLA, Browser
from hukumati.identity.tests.certificates import header_of, new_certificate
from hukumati.identity.tests.proofs import Prover
from hukumati.identity.tests.relying_parties import (
    ISSUER,
    SITE,
    assertion_claims,
    assertion_form,
    key_for,
    post,
    sign,
    unsigned,
)

pytestmark = pytest.mark.django_db
CERTIFICATE = new_certificate()[0]
SHOWN = {"client-cert": header_of(CERTIFICATE)}


@pytest.fixture
def site(browser: Browser, settings: Any) -> Client:
    """A site that is held to FAPI-CIBA, whose tokens are bound to its certificate; Layla is signed in."""
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"client_certificate_header": True})
    browser.sign_in()
    return register_fapi_asking_site(tls_client_certificate_bound_access_tokens=True)


def refused(**changed: Any) -> str:
    """Ask by a signed request with some claims changed, and return the error."""
    answer = ask_signed(sign(request_claims(**changed)))
    assert answer.status_code == 400, answer.content
    assert not BackchannelRequest.objects.exists()
    return str(answer.json()["error"])


def moment(seconds: int) -> int:
    """Return a moment from now."""
    return int(clock.now().timestamp()) + seconds


def with_certificate(auth_req_id: str) -> Any:
    """Ask for tokens over a connection with the certificate."""
    return poll(auth_req_id, headers=SHOWN)


def test_a_signed_request_is_approved_and_its_token_bound_to_the_certificate(site: Client, browser: Browser) -> None:
    answer = ask_signed()
    assert answer.status_code == 200, answer.content
    browser.http.post(address(), {"decision": "approve"})
    secret = answer.json()["auth_req_id"]
    bare = poll(secret)
    assert (bare.status_code, bare.json()["error"]) == (400, "invalid_grant")
    token = with_certificate(secret).json()["access_token"]
    headers = {"host": HOST, "authorization": f"Bearer {token}"}
    assert HttpClient(headers=headers).get("/userinfo").status_code == 401
    assert HttpClient(headers=headers | {"client-cert": header_of(CERTIFICATE)}).get("/userinfo").status_code == 200
    other = header_of(new_certificate()[0])
    assert HttpClient(headers=headers | {"client-cert": other}).get("/userinfo").status_code == 401


@pytest.mark.parametrize("given", ["c770aef3-6784-41f7-8e0e-ff5f97bddb3a", "x\u0000", "<script>", "", None])
def test_a_resource_names_the_interaction(site: Client, browser: Browser, given: str | None) -> None:
    secret = ask_signed().json()["auth_req_id"]
    browser.http.post(address(), {"decision": "approve"})
    token = with_certificate(secret).json()["access_token"]
    headers = {"host": HOST, "authorization": f"Bearer {token}", **SHOWN}
    shown = headers if given is None else headers | {"x-fapi-interaction-id": given}
    named = HttpClient(headers=shown).get("/userinfo")["x-fapi-interaction-id"]
    assert str(UUID(named)) == named
    assert (named == given) is (given is not None and given.startswith("c770"))


def test_tokens_may_be_bound_by_dpop_instead(site: Client, browser: Browser) -> None:
    settings = Client.objects.get(client_id=SITE).settings
    settings.pop("tls_client_certificate_bound_access_tokens")
    Client.objects.update(settings=settings | {"dpop_bound_access_tokens": True})
    secret = ask_signed().json()["auth_req_id"]
    browser.http.post(address(), {"decision": "approve"})
    assert poll(secret).json()["error"] == "invalid_grant"
    assert poll(secret, headers={"dpop": Prover().prove()}).json()["token_type"] == "DPoP"


def test_an_unsigned_request_is_refused(site: Client) -> None:
    assert ask().json()["error"] == "invalid_request"


def test_a_request_without_a_binding_message_is_refused(site: Client) -> None:
    assert refused(binding_message=None) == "invalid_request"


def test_a_bad_binding_message_has_an_error_of_its_own(site: Client) -> None:
    assert refused(binding_message="1234 👍🏽 品川 " + "Lorem ipsum " * 40) == "invalid_binding_message"


@pytest.mark.parametrize("name", ["iss", "aud", "exp", "iat", "nbf", "jti"])
def test_each_claim_about_the_request_is_required(site: Client, name: str) -> None:
    assert refused(**{name: None}) == "invalid_request"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "other"},
        {"aud": "https://other.example.test"},
        {"aud": [ISSUER, "https://other.example.test"]},
        {"aud": 7},
        {"exp": "soon"},
        {"iat": True},
        {"nbf": []},
        {"jti": ""},
        {"jti": "x" * 300},
        {"jti": 7},
        {"login_hint": ["400000006"]},
        {"login_hint": None, "id_token_hint": None},
        {"id_token_hint": "x.y.z"},
        {"login_hint": None, "login_hint_token": "x.y.z"},
        {"scope": True},
        {"requested_expiry": -1},
    ],
)
def test_a_malformed_request_is_refused(site: Client, changed: dict[str, Any]) -> None:
    assert refused(**changed) == "invalid_request"


def test_a_request_lives_an_hour_at_most_and_is_of_now(site: Client) -> None:
    for changed in (
        {"exp": moment(-1)},
        {"exp": moment(70 * 60)},
        {"nbf": moment(600)},
        {"nbf": moment(-70 * 60)},
        {"iat": moment(600)},
        {"exp": 10**30},
    ):
        assert refused(**changed) == "invalid_request"


@pytest.mark.parametrize("expiry", ["300", 300])
def test_the_expiry_is_a_number_or_a_text(site: Client, expiry: object) -> None:
    answer = ask_signed(sign(request_claims(requested_expiry=expiry)))
    assert answer.json()["expires_in"] == 300


def test_a_request_counts_once(site: Client) -> None:
    request = sign(request_claims())
    assert ask_signed(request).status_code == 200
    assert ask_signed(request).json()["error"] == "invalid_request"
    assert BackchannelRequest.objects.count() == 1


@pytest.mark.parametrize("kind", ["oauth-authz-req+jwt", "application/OautH-auThZ-REQ+jWt", "JWT", None])
def test_the_type_is_that_of_requests_or_none(site: Client, kind: str | None) -> None:
    assert ask_signed(sign(request_claims(), typ=kind)).status_code == 200


def test_a_token_of_another_type_is_no_request(site: Client) -> None:
    assert ask_signed(sign(request_claims(), typ="dpop+jwt")).json()["error"] == "invalid_request"


def test_other_scopes_in_another_order_are_accepted(site: Client) -> None:
    assert ask_signed(sign(request_claims(scope="phone openid unknown"))).status_code == 200


def test_parameters_beside_a_signed_request_are_refused(site: Client) -> None:
    for name, value in (("login_hint", LAYLA), ("scope", "openid"), ("requested_expiry", "10")):
        assert ask_signed(**{name: value}).json()["error"] == "invalid_request"
    assert not BackchannelRequest.objects.exists()


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "EdDSA", "ES384"])
def test_only_the_registered_algorithm_signs(site: Client, algorithm: str) -> None:
    assert ask_signed(sign(request_claims(), algorithm=algorithm)).json()["error"] == "invalid_request"


def test_rs256_is_refused_even_where_no_algorithm_is_registered(site: Client) -> None:
    Client.objects.filter(client_id=SITE).update(
        jwks={"keys": [key_for("RS256").as_dict(private=False), key_for("ES256").as_dict(private=False)]},
        settings={**site.settings, "backchannel_authentication_request_signing_alg": ""},
    )
    assert ask_signed(sign(request_claims(), algorithm="RS256")).json()["error"] == "invalid_request"
    assert ask_signed(sign(request_claims())).status_code == 200


@pytest.mark.parametrize(
    "token",
    [
        "", "x", "a.b", "a.b.c.d.e", "a.b.c", "x" * 20_000,
        unsigned({"alg": "none"}, {"iss": SITE}),
        unsigned({"alg": "none"}, {"iss": SITE}, "x"),
        unsigned({"alg": "HS256"}, {"iss": SITE}, "x"),
        unsigned({"alg": "ES256"}, [], "x"),
        unsigned([], {}, "x"),
        unsigned({"alg": "ES256", "crit": ["x"]}, {}, "x"),
        unsigned({"alg": "ES256", "zip": "DEF"}, {}, "x"),
        unsigned({"alg": "ES256", "kid": "../../x"}, {}, "x"),
        unsigned({"alg": "ES256", "jku": "https://evil.example"}, {}, "x"),
    ],
)  # fmt: skip
def test_what_is_no_signed_token_is_refused(site: Client, token: str) -> None:
    answer = ask_signed(token)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_request_that_another_client_signed_is_refused(site: Client) -> None:
    other = key_for("ES256", "other")
    register_asking_site("other", keys=(other,))
    for request in (sign(request_claims(), key=other), sign(request_claims("other"), key=other)):
        assert ask_signed(request).json()["error"] == "invalid_request"


def test_a_request_that_brings_its_key_is_refused(site: Client) -> None:
    request = sign(request_claims(), jwk=key_for("ES256", "own").as_dict(private=False), key=key_for("ES256", "own"))
    assert ask_signed(request).json()["error"] == "invalid_request"


def test_another_client_cannot_send_it(site: Client) -> None:
    register_fapi_asking_site("other", keys=(key_for("ES256", "other"),))
    form = {"request": sign(request_claims())}
    assert post(PATH, form | {"client_id": "other"}).status_code == 401
    assertion = sign(assertion_claims("other"), key=key_for("ES256", "other"))
    assert post(PATH, form | assertion_form(assertion)).json()["error"] == "invalid_request"
    named = post(PATH, form | {"client_id": "other"} | assertion_form())
    assert (named.status_code, named.json()["error"]) == (401, "invalid_client")


def test_without_an_assertion_nobody_asks_or_receives(site: Client) -> None:
    for path, form in ((PATH, {"request": sign(request_claims())}), ("/token", {"auth_req_id": "x"})):
        answer = post(path, form | {"client_id": SITE})
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_an_assertion_in_rs256_is_refused(site: Client) -> None:
    Client.objects.filter(client_id=SITE).update(
        jwks={"keys": [key_for("RS256").as_dict(private=False), key_for("ES256").as_dict(private=False)]}
    )
    assertion = sign(assertion_claims(), algorithm="RS256")
    for path in (PATH, "/token"):
        answer = post(path, {"request": sign(request_claims())} | assertion_form(assertion))
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("audience", [ISSUER, f"{ISSUER}{PATH}", f"{ISSUER}/token"])
def test_an_assertion_names_the_issuer_or_an_endpoint(site: Client, audience: str) -> None:
    assertion = sign(assertion_claims(aud=audience))
    answer = post(PATH, {"request": sign(request_claims())} | assertion_form(assertion))
    assert answer.status_code == 200


def test_a_refresh_token_stays_and_is_worth_nothing_to_another_client(site: Client, browser: Browser) -> None:
    other = key_for("ES256", "other")
    register_fapi_asking_site("other", keys=(other,), tls_client_certificate_bound_access_tokens=True)
    secret = ask_signed().json()["auth_req_id"]
    browser.http.post(address(), {"decision": "approve"})
    form = {"grant_type": "refresh_token", "refresh_token": with_certificate(secret).json()["refresh_token"]}
    stranger = assertion_form(sign(assertion_claims("other"), key=other))
    assert post("/token", form | stranger, **SHOWN).json()["error"] == "invalid_grant"
    for _ in range(2):
        assert post("/token", form | assertion_form(), **SHOWN).status_code == 200


def test_a_client_cannot_receive_in_anothers_name(site: Client, browser: Browser) -> None:
    register_fapi_asking_site("other", keys=(key_for("ES256", "other"),))
    secret = ask_signed().json()["auth_req_id"]
    answer = post("/token", {"grant_type": GRANT, "auth_req_id": secret, "client_id": "other"} | assertion_form())
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
