import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as HttpClient

from hukumati.core import clock
from hukumati.identity.domain.client_registration import SiteAct
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import Client, ClientState, RegistrationToken
from hukumati.identity.tests.browser import CALLBACK, HOST, Browser
from hukumati.identity.tests.relying_parties import (
    ISSUER,
    Published,
    ask_for_tokens,
    is_believed,
    key_for,
    public_set,
    web_server,
)
from hukumati.identity.use_cases.client_registration import Site, decide_client, get_site, list_sites, sector_in
from hukumati.identity.use_cases.dynamic_registration import get_client, issue_registration_token

pytestmark = pytest.mark.django_db
OPERATOR = "staff:INT-0001"


@pytest.fixture
def token(browser: Browser) -> str:
    """An initial access token of a ministry."""
    return issue_registration_token(owner="moh", actor=OPERATOR, now=clock.now())


@pytest.fixture
def web() -> Iterator[Published]:
    """A web server of the site."""
    with web_server() as published:
        yield published


def metadata(**changed: Any) -> dict[str, Any]:
    """Return good metadata, with members changed, or left out by None."""
    values = {
        "client_name#ar": "مستشفى خيالي",
        "client_name#en": "A fictional hospital",
        "redirect_uris": ["https://hospital.example.test/callback"],
        "scope": "openid identity",
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": public_set(key_for("ES256")),
        **changed,
    }
    return {name: value for name, value in values.items() if value is not None}


def approve(client_id: str) -> Site:
    """Approve a site, as an operator does in the console."""
    decide_client(client_id=client_id, act=SiteAct.APPROVE, operator="INT-0001", now=clock.now())
    return get_site(client_id=client_id)


def send(method: str, path: str, token: str, body: Any = None) -> Any:
    """Send a request with a bearer token, and JSON if there is any."""
    headers = {"host": HOST} | ({"authorization": f"Bearer {token}"} if token else {})
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpClient(headers=headers).generic(method, path, data if body is not None else b"", "application/json")


def register(token: str, **changed: Any) -> Any:
    """Ask for a registration."""
    return send("POST", "/register", token, metadata(**changed))


def registered(token: str, **changed: Any) -> dict[str, Any]:
    """Ask for a registration, which succeeds."""
    response = register(token, **changed)
    assert response.status_code == 201, response.content
    said: dict[str, Any] = response.json()
    return said


def _error(response: Any) -> str:
    assert response.status_code == 400, response.content
    return str(response.json()["error"])


def test_a_site_is_registered_as_a_request_and_used_once_an_operator_approved_it(token: str, browser: Browser) -> None:
    changed = {"jwks": None, "token_endpoint_auth_method": "client_secret_post", "redirect_uris": [CALLBACK]}
    said = registered(token, **changed)
    client_id, secret = said["client_id"], said["client_secret"]
    assert said["registration_client_uri"] == f"{ISSUER}/register/{client_id}"
    assert Client.objects.get(client_id=client_id).state == ClientState.REQUESTED
    assert not is_believed(ask_for_tokens(client_id=client_id, client_secret=secret))
    assert browser.authorize(client_id=client_id).status_code == 400
    assert [site.client_id for site in list_sites(owner="moh") if site.waits] == [client_id]
    assert approve(client_id).state == "active"
    assert Client.objects.get(client_id=client_id).needs_consent
    assert is_believed(ask_for_tokens(client_id=client_id, client_secret=secret))
    assert browser.authorize(client_id=client_id)["Location"].startswith("/sign-in/")


def test_what_is_shown_once_rests_as_digests_and_the_answer_is_stored_by_nobody(token: str) -> None:
    response = register(token, jwks=None, token_endpoint_auth_method="client_secret_basic")
    said, row = response.json(), Client.objects.get(owner="moh")
    assert response["Cache-Control"] == "no-store"
    assert row.secret_digest is not None
    assert row.registration_digest is not None
    assert bytes(row.secret_digest) == token_digest(said["client_secret"])
    assert bytes(row.registration_digest) == token_digest(said["registration_access_token"])
    assert said["client_secret_expires_at"] == 0


def test_an_initial_token_is_needed_and_good_for_one_registration(token: str) -> None:
    for wrong in ("", "x", "x" * 43, "x" * 500, token[:-1]):
        refused = register(wrong)
        assert refused.status_code == 401
        assert "invalid_token" in refused["WWW-Authenticate"]
    assert _error(register(token, redirect_uris=[])) == "invalid_redirect_uri"
    registered(token)
    assert register(token).status_code == 401
    late = issue_registration_token(owner="moh", actor=OPERATOR, now=clock.now())
    RegistrationToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert register(late).status_code == 401


@pytest.mark.parametrize(
    "uri",
    [
        "http://hospital.example.test/callback", "https://hospital.example.test/callback#part",
        "https://*.example.test/callback", "https://hospital.example.test/*", "javascript:alert(1)",
        "ps.example.app:/callback", "//hospital.example.test/callback", "https://user@hospital.example.test/callback",
        "https://hospital.example.test\\@evil.example/", "https:///callback", "", "https://" + "x" * 2100, " https://x.example",
    ],
)  # fmt: skip
def test_redirect_uris_are_https_without_fragment_and_wildcard(token: str, uri: str) -> None:
    assert _error(register(token, redirect_uris=[uri])) == "invalid_redirect_uri"
    assert _error(register(token, redirect_uris=["https://good.example.test/", uri])) == "invalid_redirect_uri"
    if uri:
        assert _error(register(token, post_logout_redirect_uris=[uri])) == "invalid_client_metadata"


def test_only_an_app_may_return_to_its_persons_machine_outside_the_demonstration(token: str, settings: Any) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"demo": False})
    app = {"application_type": "native", "token_endpoint_auth_method": "none", "jwks": None}
    for uri in ("http://127.0.0.1/cb", "http://[::1]/cb"):
        assert _error(register(token, redirect_uris=[uri])) == "invalid_redirect_uri"
    assert _error(register(token, redirect_uris=["http://localhost/cb"], **app)) == "invalid_redirect_uri"
    assert _error(register(token, redirect_uris=["https://localhost/cb"])) == "invalid_redirect_uri"
    registered(token, redirect_uris=["http://127.0.0.1/cb"], **app)


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uris": "https://hospital.example.test/"},
        {"redirect_uris": [5]},
        {"redirect_uris": ["https://a.example.test/"] * 21},
        {"redirect_uris": None},
    ],
)
def test_malformed_redirect_uris_have_their_own_error(token: str, changed: dict[str, Any]) -> None:
    assert _error(register(token, **changed)) == "invalid_redirect_uri"


@pytest.mark.parametrize(
    "changed",
    [
        {"client_name#ar": "", "client_name#en": ""},
        {"client_name#en": "x" * 200},
        {"client_name#en": "a\nb"},
        {"client_name#en": 5},
        {"scope": "identity"},
        {"scope": "openid everything"},
        {"scope": ["openid"]},
        {"token_endpoint_auth_method": "client_secret_jwt"},
        {"jwks": None},
        {"jwks": {"keys": []}},
        {"jwks": {"keys": [{"kty": "oct", "k": "AAAA"}]}},
        {"jwks": key_for("ES256").as_dict(private=True)},
        {"jwks": "keys"},
        {"jwks_uri": "https://hospital.example.test/jwks"},
        {"jwks": None, "jwks_uri": "http://hospital.example.test/jwks"},
        {"jwks": None, "jwks_uri": "file:///etc/passwd"},
        {"token_endpoint_auth_method": "tls_client_auth"},
        {"tls_client_auth_san_dns": "hospital.example.test"},
        {"token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_san_dns": "a",
         "tls_client_auth_san_uri": "b"},
        {"token_endpoint_auth_method": "none"},
        {"grant_types": ["password"]},
        {"grant_types": []},
        {"response_types": ["token"]},
        {"response_types": ["code", "id_token"]},
        {"subject_type": "public"},
        {"application_type": "tv"},
        {"id_token_signed_response_alg": "none"},
        {"id_token_signed_response_alg": "HS256"},
        {"token_endpoint_auth_signing_alg": "HS256"},
        {"request_object_signing_alg": "none"},
        {"default_max_age": -1},
        {"default_max_age": "600"},
        {"default_acr_values": ["high"]},
        {"backchannel_logout_uri": "http://10.0.0.1/logout"},
        {"backchannel_client_notification_endpoint": "ftp://x.example"},
        {"backchannel_token_delivery_mode": "push"},
        {"backchannel_token_delivery_mode": "ping"},
        {"backchannel_authentication_request_signing_alg": "none"},
        {"policy_uri": "javascript:alert(1)"},
        {"initiate_login_uri": "http://hospital.example.test/"},
        {"contacts": ["a@example.test"] * 6},
        {"contacts": ["x" * 300]},
        {"profile": "fapi9"},
        {"profile": "fapi2_security"},
        {"profile": "fapi2_security", "dpop_bound_access_tokens": True, "token_endpoint_auth_signing_alg": "RS256"},
        {"profile": "fapi2_security", "dpop_bound_access_tokens": True, "jwks": None,
         "token_endpoint_auth_method": "client_secret_basic"},
        {"redirect_uris": ["https://a.example.test/", "https://b.example.test/"]},
        {"redirect_uris": [f"https://{'a' * 50}.{'b' * 50}.example.test/"]},
        {"require_pushed_authorization_requests": "yes"},
    ],
)  # fmt: skip
def test_every_value_is_judged(token: str, changed: dict[str, Any]) -> None:
    assert _error(register(token, **changed)) == "invalid_client_metadata"
    assert not Client.objects.filter(owner="moh").exists()


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"5", b"{", b'{"a": 1, "a": 2}', b'{"client_name": "\xff"}', b"[" * 5000, b"x" * 100_000]
)
def test_a_body_that_is_no_metadata_is_refused(token: str, body: bytes) -> None:
    assert _error(send("POST", "/register", token, body)) in {"invalid_client_metadata", "invalid_redirect_uri"}


def test_members_that_are_not_known_are_ignored_and_nobody_gives_oneself_rights(token: str) -> None:
    said = registered(token, may_introspect=True, needs_consent=False, state="active", legal_basis="x", colour="red")
    row = Client.objects.get(client_id=said["client_id"])
    assert not ClientSettings.from_json(row.settings).may_introspect
    assert (row.state, row.needs_consent, row.legal_basis) == (ClientState.REQUESTED, True, "")


def test_req_20_sites_of_several_hosts_need_a_list_that_names_their_addresses(token: str, web: Published) -> None:
    addresses = ["https://a.example.test/", "https://b.example.test/"]
    wanted = {"redirect_uris": addresses, "sector_identifier_uri": web.url}
    for answer in ((404, b""), (200, b"{}"), (200, b"[]"), (200, json.dumps(addresses[:1]).encode())):
        web.answer = answer
        assert _error(register(token, **wanted)) == "invalid_client_metadata"
    web.answer = (200, json.dumps(addresses).encode())
    said = registered(token, **wanted)
    assert Client.objects.get(client_id=said["client_id"]).sector == sector_in("moh", "127.0.0.1")


def test_rfc_7592_a_site_reads_changes_and_withdraws_its_registration(token: str) -> None:
    said = registered(token)
    path, management = f"/register/{said['client_id']}", said["registration_access_token"]
    assert send("GET", path, management).json()["redirect_uris"] == metadata()["redirect_uris"]
    changed = metadata(client_id=said["client_id"], redirect_uris=["https://hospital.example.test/other"])
    answer = send("PUT", path, management, changed)
    assert answer.json()["redirect_uris"] == ["https://hospital.example.test/other"]
    assert get_client(said["client_id"]).version == 2
    assert _error(send("PUT", path, management, metadata())) == "invalid_client_metadata"
    assert _error(send("PUT", path, management, changed | {"redirect_uris": []})) == "invalid_redirect_uri"
    assert send("DELETE", path, management).status_code == 204
    assert send("GET", path, management).status_code == 401
    assert get_client(said["client_id"]).state == "suspended"


def test_rfc_7592_a_management_token_is_good_for_its_own_site_alone(token: str) -> None:
    first = registered(token)
    second = registered(issue_registration_token(owner="moe", actor=OPERATOR, now=clock.now()))
    path = f"/register/{first['client_id']}"
    for wrong in ("", "x", token, second["registration_access_token"]):
        for method in ("GET", "PUT", "DELETE"):
            assert send(method, path, wrong, metadata(client_id=first["client_id"])).status_code == 401
    assert send("GET", "/register/portal", first["registration_access_token"]).status_code == 401
    assert send("GET", "/register/nobody", first["registration_access_token"]).status_code == 401


def test_an_approved_site_may_change_its_keys_but_not_where_codes_go(token: str) -> None:
    said = registered(token)
    approve(said["client_id"])
    path, management = f"/register/{said['client_id']}", said["registration_access_token"]
    own = {"client_id": said["client_id"]}
    for changed in (
        {"redirect_uris": ["https://hospital.example.test/other"]},
        {"scope": "openid identity phone"},
        {"client_name#en": "The Ministry of Interior"},
        {"token_endpoint_auth_method": "client_secret_basic", "jwks": None},
        {"backchannel_logout_uri": "https://hospital.example.test/logout"},
    ):
        assert _error(send("PUT", path, management, metadata(**changed, **own))) == "invalid_client_metadata"
    keys = public_set(key_for("ES256", "second"))
    assert send("PUT", path, management, metadata(jwks=keys, contacts=["it@example.test"], **own)).status_code == 200
    assert get_client(said["client_id"]).request.jwks == keys
    assert get_client(said["client_id"]).state == "active"


def test_a_network_that_tries_tokens_is_slowed_down(browser: Browser) -> None:
    answers = [register("x").status_code for _ in range(61)]
    assert answers == [401] * 60 + [429]
