import hmac
import json
import zlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc import jwe
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from hukumati.core import clock
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import Client, ClientAuthMethod, ClientState, FetchedKeys
from hukumati.identity.tests.browser import Browser, basic, redeem
from hukumati.identity.tests.certificates import DAY, NOW, header_of, new_certificate
from hukumati.identity.tests.relying_parties import (
    ISSUER,
    SITE,
    Published,
    ask_for_tokens,
    assertion_claims,
    assertion_form,
    encoded,
    is_believed,
    key_for,
    post,
    public_set,
    register_fapi_site,
    register_site,
    sign,
    unsigned,
    web_server,
)

pytestmark = pytest.mark.django_db
Authority = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def _believes(assertion: str) -> bool:
    return is_believed(ask_for_tokens(**assertion_form(assertion)))


@pytest.fixture
def site(provider: None) -> Client:
    """A site that signs with a key of its own."""
    return register_site(keys=(key_for("ES256"), key_for("PS256"), key_for("EdDSA"), key_for("RS256")))


@pytest.fixture
def web() -> Iterator[Published]:
    """A web server of that site."""
    with web_server() as published:
        yield published


@pytest.mark.parametrize("algorithm", ["ES256", "PS256", "EdDSA", "RS256"])
def test_req_13_a_client_proves_itself_by_a_signed_assertion(site: Client, algorithm: str) -> None:
    key = key_for(algorithm)
    assert _believes(sign(assertion_claims(), algorithm=algorithm, key=key))
    assert _believes(sign(assertion_claims(), algorithm=algorithm, key=key, kid=None)), "one key fits, unnamed"


def test_req_13_an_assertion_is_worth_one_request(site: Client) -> None:
    assertion = sign(assertion_claims())
    assert _believes(assertion)
    assert not _believes(assertion)


def test_req_13_an_assertion_that_was_refused_has_not_used_its_identifier(site: Client) -> None:
    claims = assertion_claims()
    assert not _believes(sign(claims, key=key_for("ES256", "stranger"), kid=key_for("ES256").kid))
    assert _believes(sign(claims))


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "https://other.example.test"},
        {"aud": None},
        {"aud": [ISSUER, "https://other.example.test"]},
        {"aud": []},
        {"aud": 5},
        {"aud": [ISSUER, 5]},
        {"aud": ISSUER + "/"},
        {"iss": "portal"},
        {"sub": "portal"},
        {"iss": None},
        {"sub": None},
        {"sub": ["ministry"]},
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
        {"jti": "j" * 300},
        {"exp": None},
        {"exp": "soon"},
        {"exp": True},
        {"exp": 10**30},
        {"exp": -(10**30)},
        {"iat": "now"},
    ],
)
def test_req_13_an_assertion_must_name_client_provider_and_time(site: Client, changed: dict[str, Any]) -> None:
    assert not _believes(sign(assertion_claims(**changed)))


@pytest.mark.parametrize(
    ("name", "seconds", "is_accepted"),
    [
        ("exp", 299, True),
        ("exp", 330, False),
        ("exp", -1, False),
        ("iat", 8, True),
        ("iat", 61, False),
        ("nbf", 8, True),
        ("nbf", 61, False),
    ],
)
def test_req_13_assertions_live_five_minutes_and_clocks_may_differ_by_ten_seconds(
    site: Client, name: str, seconds: int, is_accepted: bool
) -> None:
    claims = assertion_claims() | {name: clock.now().timestamp() + seconds}
    assert _believes(sign(claims)) is is_accepted


def test_req_13_only_plain_clients_may_name_the_token_endpoint_or_sign_with_rs256(site: Client) -> None:
    for aud in (f"{ISSUER}/token", [ISSUER], [f"{ISSUER}/token"]):
        assert _believes(sign(assertion_claims(aud=aud)))
    register_fapi_site("bank", keys=(key_for("ES256"), key_for("RS256")))
    for aud in (f"{ISSUER}/token", [ISSUER], f"{ISSUER}/par"):
        assert not _believes(sign(assertion_claims("bank", aud=aud)))
    assert not _believes(sign(assertion_claims("bank"), algorithm="RS256"))
    assert _believes(sign(assertion_claims("bank")))


def test_a_client_signs_by_the_algorithm_that_it_registered(provider: None) -> None:
    keys = (key_for("ES256"), key_for("PS256"))
    register_site(keys=keys, token_endpoint_auth_signing_alg="PS256")
    assert not _believes(sign(assertion_claims()))
    assert _believes(sign(assertion_claims(), algorithm="PS256"))


def _malformed() -> dict[str, str]:
    claims, header = assertion_claims(), {"alg": "ES256", "kid": key_for("ES256").kid}
    good = sign(claims)
    parts = good.split(".")
    confused = f"{encoded({'alg': 'HS256', 'kid': key_for('RS256').kid})}.{parts[1]}"
    mac = hmac.digest(key_for("RS256").as_pem(private=False), confused.encode(), "sha256")
    stranger = key_for("ES256", "stranger")
    twice = json.dumps(claims)[:-1] + ', "sub": "portal", "sub": "ministry"}'
    header_twice = b'{"alg": "none", "alg": "ES256"}'
    bomb = jwe.encrypt_compact(
        {"alg": "RSA-OAEP-256", "enc": "A128GCM", "zip": "DEF"},
        b"0" * 200_000,
        RSAKey.generate_key(2048),
        algorithms=["RSA-OAEP-256", "A128GCM", "DEF"],
    )
    return {
        "none": unsigned({"alg": "none"}, claims),
        "none with a signature": unsigned({"alg": "none"}, claims, parts[2]),
        "None": unsigned({"alg": "None"}, claims, parts[2]),
        "no alg": unsigned({"kid": header["kid"]}, claims, parts[2]),
        "alg as a list": unsigned({"alg": ["ES256"]}, claims, parts[2]),
        "hs with the public key": f"{confused}.{encoded(mac)}",
        "another alg than signed by": unsigned({"alg": "PS256", "kid": header["kid"]}, claims, parts[2]),
        "giant": sign(claims | {"x": "x" * 20_000}),
        "zip bomb": bomb,
        "bomb in three parts": f"{encoded(header)}.{encoded(zlib.compress(b'0' * 1_000_000))}.{parts[2]}",
        "wrong curve": sign(claims, algorithm="ES384", key=key_for("ES384")),
        "a key of its own": sign(claims, key=stranger, jwk=stranger.as_dict(private=False)),
        "an address of keys": sign(claims, key=stranger, jku="http://127.0.0.1/keys"),
        "a certificate's address": sign(claims, key=stranger, x5u="http://127.0.0.1/certificate"),
        "crit": sign(claims, crit=["exp"], exp=1),
        "b64": sign(claims, b64=False),
        "zip": sign(claims, zip="DEF"),
        "kid of a file": sign(claims, key=stranger, kid="../../../../dev/null"),
        "kid in SQL": sign(claims, key=stranger, kid="' OR '1'='1"),
        "kid with NUL": unsigned({"alg": "ES256", "kid": "\x00"}, claims, parts[2]),
        "kid as an object": unsigned({"alg": "ES256", "kid": {"a": 1}}, claims, parts[2]),
        "kid of another key": sign(claims, kid=key_for("PS256").kid),
        "long kid": sign(claims, kid="k" * 1000),
        "sub twice": sign(twice.encode()),
        "alg twice": f"{encoded(header_twice)}.{parts[1]}.{parts[2]}",
        "no object": sign(b"[]"),
        "no JSON": sign(b"{"),
        "no UTF-8": sign(b'{"a": "\xff"}'),
        "NaN": sign(b'{"exp": NaN}'),
        "deep": sign(b'{"a":' * 900 + b"1" + b"}" * 900),
        "no signature": f"{parts[0]}.{parts[1]}.",
        "signature cut": good[:-4],
        "claims changed": f"{parts[0]}.{encoded(claims | {'x': 1})}.{parts[2]}",
        "four parts": good + ".e30",
        "two parts": ".".join(parts[:2]),
        "standard base64": good.replace("_", "/").replace("-", "+") + "=",
        "space": good + " ",
        "empty": "",
        "dots": "..",
        "not ASCII": "أ.ب.ج",
    }


@pytest.mark.parametrize("name", sorted(_malformed()))
def test_req_14_a_malformed_or_tricky_token_proves_nothing(site: Client, name: str) -> None:
    assert not _believes(_malformed()[name])


def test_req_14_weak_or_odd_keys_of_a_client_verify_nothing(provider: None) -> None:
    good = key_for("ES256").as_dict(private=False)
    for number, odd in enumerate(
        (
            {**good, "crv": "P-384"},
            {**good, "x": good["y"]},
            {**good, "use": "enc"},
            {**good, "alg": "ES512"},
            {**good, "key_ops": ["sign"]},
            {**good, "kty": "oct", "k": "AAAA"},
            {**good, "x": 5},
            key_for("ES256").as_dict(private=True),
            {},
            5,
        )
    ):
        register_site(f"site-{number}", jwks={"keys": [odd]})
        assert not _believes(sign(assertion_claims(f"site-{number}")))


def test_req_14_a_key_of_a_thousand_bits_is_too_short(provider: None) -> None:
    with pytest.warns(SecurityWarning):
        weak = RSAKey.import_key(rsa.generate_private_key(65537, 1024))  # noqa: S505
    register_site(keys=(weak,))
    assert not _believes(sign(assertion_claims(), algorithm="PS256", key=weak, kid=None))


@pytest.mark.parametrize("jwks", [{}, {"keys": []}, {"keys": "all"}, [], {"keys": [{}] * 21}])
def test_a_client_without_usable_keys_proves_nothing(provider: None, jwks: Any) -> None:
    register_site(jwks=jwks)
    assert not _believes(sign(assertion_claims()))


def test_no_request_may_use_two_methods(site: Client, browser: Browser) -> None:
    form = assertion_form()
    assert not is_believed(ask_for_tokens(**form, client_secret="x"))
    values = {"grant_type": "authorization_code", "code": "x", **assertion_form()}
    assert not is_believed(post("/token", values, authorization=basic()))
    assert not is_believed(post("/token", {**values, "client_assertion": [form["client_assertion"]] * 2}))
    assert not is_believed(post("/token", {**values, "client_id": "portal"}))
    assert not is_believed(post("/token", {**values, "client_assertion_type": "urn:other"}))
    assert is_believed(ask_for_tokens(**assertion_form(), client_id=SITE))


def test_a_client_uses_the_method_that_is_registered_for_it_and_no_other(site: Client) -> None:
    Client.objects.filter(client_id="portal").update(jwks=site.jwks)
    assert not _believes(sign(assertion_claims("portal")))
    secret = "s" * 43
    Client.objects.filter(client_id=SITE).update(secret_digest=token_digest(secret))
    assert not is_believed(ask_for_tokens(client_id=SITE, client_secret=secret))
    assert not is_believed(ask_for_tokens(client_id=SITE))
    Client.objects.filter(client_id=SITE).update(token_endpoint_auth_method=ClientAuthMethod.CLIENT_SECRET_POST)
    assert is_believed(ask_for_tokens(client_id=SITE, client_secret=secret))
    assert not is_believed(ask_for_tokens(client_id=SITE, client_secret=secret + "x"))
    assert not is_believed(ask_for_tokens(client_id=SITE, client_secret=""))
    assert not is_believed(ask_for_tokens(client_id="", client_secret=secret))
    assert not is_believed(redeem("x", authorization=basic(SITE, secret)))


def test_a_public_client_names_itself_unless_it_is_held_to_fapi(provider: None) -> None:
    register_site("app", token_endpoint_auth_method=ClientAuthMethod.NONE)
    register_fapi_site("bank", token_endpoint_auth_method=ClientAuthMethod.NONE)
    assert is_believed(ask_for_tokens(client_id="app"))
    assert not is_believed(ask_for_tokens(client_id="bank"))
    assert not is_believed(ask_for_tokens(client_id="app", client_secret=""))


@pytest.mark.parametrize("state", [ClientState.REQUESTED, ClientState.SUSPENDED])
def test_a_client_that_is_not_approved_or_suspended_is_unknown(site: Client, state: str) -> None:
    Client.objects.update(state=state)
    assert not _believes(sign(assertion_claims()))


@pytest.fixture
def by_address(provider: None, web: Published) -> Published:
    """A site that publishes its keys."""
    web.publish(key_for("ES256"))
    register_site(jwks=None, jwks_uri=web.url)
    return web


def test_keys_are_fetched_once_and_kept(by_address: Published) -> None:
    assert all(_believes(sign(assertion_claims())) for _ in range(3))
    assert by_address.asked == 1


def test_req_15_an_unknown_key_makes_us_fetch_again_but_not_at_every_request(by_address: Published) -> None:
    assert _believes(sign(assertion_claims()))
    successor = key_for("ES256", "second")
    by_address.publish(key_for("ES256"), successor)
    assert not _believes(sign(assertion_claims(), key=successor)), "fetched a moment ago"
    FetchedKeys.objects.update(tried_at=clock.now() - timedelta(minutes=1))
    assert _believes(sign(assertion_claims(), key=successor))
    for number in range(5):
        assert not _believes(sign(assertion_claims(), key=successor, kid=f"made-up-{number}"))
    assert by_address.asked == 2


def test_keys_last_through_a_short_failure_of_the_site_and_no_longer(by_address: Published) -> None:
    assert _believes(sign(assertion_claims()))
    by_address.answer = (500, b"")
    earlier = clock.now() - timedelta(hours=2)
    FetchedKeys.objects.update(fetched_at=earlier, tried_at=earlier)
    assert _believes(sign(assertion_claims()))
    FetchedKeys.objects.update(fetched_at=clock.now() - timedelta(hours=7), tried_at=earlier)
    assert not _believes(sign(assertion_claims()))


@pytest.mark.parametrize(
    "answer",
    [
        (404, b""),
        (302, b""),
        (200, b""),
        (200, b"{}"),
        (200, b"[" * 100_000),
        (200, b"x" * 200_000),
        (200, b'{"keys": [], "keys": []}'),
        (200, b'{"keys": [{"kty": "oct", "k": "AAAA"}]}'),
    ],
)
def test_whatever_a_site_answers_instead_of_keys_proves_nothing(
    by_address: Published, answer: tuple[int, bytes]
) -> None:
    by_address.answer = answer
    assert not _believes(sign(assertion_claims()))


def test_req_19_a_site_outside_the_demonstration_is_never_on_this_machine(by_address: Published, settings: Any) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"demo": False})
    assert not _believes(sign(assertion_claims()))
    assert by_address.asked == 0


@pytest.fixture
def authority(provider: None, settings: Any, tmp_path: Path) -> Authority:
    """An authority whose certificates the proxy in front passes on."""
    made = new_certificate()
    bundle = tmp_path / "authorities.pem"
    bundle.write_bytes(made[0].public_bytes(Encoding.PEM))
    changed = {"client_certificate_header": True, "proxy_count": 1, "client_certificate_authorities": bundle}
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update=changed)
    return made


def _believes_certificate(certificate: x509.Certificate | None, client_id: str = SITE, **form: str) -> bool:
    headers = {"client-cert": header_of(certificate)} if certificate else {}
    values = {"grant_type": "authorization_code", "code": "x", "client_id": client_id, **form}
    return is_believed(post("/token", values, **headers))


@pytest.mark.parametrize(
    ("registered", "is_accepted"),
    [
        ({"tls_client_auth_subject_dn": "CN=health.example.test"}, True),
        ({"tls_client_auth_subject_dn": "2.5.4.3=health.example.test"}, True),
        ({"tls_client_auth_san_dns": "health.example.test"}, True),
        ({"tls_client_auth_san_uri": "https://health.example.test/client"}, True),
        ({"tls_client_auth_subject_dn": "CN=other.example.test"}, False),
        ({"tls_client_auth_subject_dn": "no name"}, False),
        ({"tls_client_auth_san_dns": "example.test"}, False),
        ({"tls_client_auth_san_uri": "https://health.example.test/"}, False),
        ({"tls_client_auth_san_dns": "health.example.test", "tls_client_auth_subject_dn": "CN=other"}, False),
        ({}, False),
    ],
)
def test_rfc_8705_a_certificate_of_an_authority_names_the_client(
    authority: Authority, registered: dict[str, Any], is_accepted: bool
) -> None:
    register_fapi_site(token_endpoint_auth_method=ClientAuthMethod.TLS_CLIENT_AUTH, jwks=None, **registered)
    issued, _ = new_certificate(issuer=authority, ends_at=NOW + DAY)
    assert _believes_certificate(issued) is is_accepted


def test_rfc_8705_no_certificate_a_strangers_or_an_old_one_proves_nothing(authority: Authority) -> None:
    method = ClientAuthMethod.TLS_CLIENT_AUTH
    register_site(token_endpoint_auth_method=method, tls_client_auth_san_dns="health.example.test")
    old, _ = new_certificate(issuer=authority, ends_at=NOW - DAY)
    issued, _ = new_certificate(issuer=authority)
    assert not _believes_certificate(None)
    assert not _believes_certificate(new_certificate()[0])
    assert not _believes_certificate(old)
    assert not _believes_certificate(issued, client_secret="x")
    assert not _believes_certificate(issued, "portal")
    assert _believes_certificate(issued)


def test_rfc_8705_a_self_signed_certificate_is_known_by_its_key(authority: Authority) -> None:
    certificate, key = new_certificate()
    own = ECKey.import_key(key.public_key())
    register_site(token_endpoint_auth_method=ClientAuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH, jwks=public_set(own))
    assert _believes_certificate(certificate)
    assert not _believes_certificate(new_certificate()[0])
    assert not _believes_certificate(new_certificate(issuer=authority)[0])
    assert not _believes_certificate(None)


def test_a_certificate_may_come_with_another_method(authority: Authority) -> None:
    register_site()
    assert _believes_certificate(new_certificate(issuer=authority)[0], **assertion_form())


def test_discovery_offers_every_method_with_its_algorithms(browser: Browser) -> None:
    said = browser.http.get("/.well-known/openid-configuration").json()
    assert set(said["token_endpoint_auth_methods_supported"]) == set(ClientAuthMethod.values)
    assert said["token_endpoint_auth_signing_alg_values_supported"] == ["ES256", "PS256", "EdDSA", "Ed25519", "RS256"]
