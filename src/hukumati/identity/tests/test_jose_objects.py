import base64
import hashlib
import json
from typing import Any

import pytest
from joserfc import jwe, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.models import Client
from hukumati.identity.tests.browser import LAYLA, Browser, redeem, userinfo

pytestmark = pytest.mark.django_db
KEYS: dict[str, ECKey | RSAKey] = {
    "ECDH-ES": ECKey.generate_key("P-256"),
    "ECDH-ES+A128KW": ECKey.generate_key("P-384"),
    "RSA-OAEP-256": RSAKey.generate_key(2048),
}


def choose(key: ECKey | RSAKey | None = None, **chosen: Any) -> None:
    """Give the portal settings, and a key to encrypt to."""
    shown = {"keys": [{**key.as_dict(private=False), "use": "enc", "kid": "e1"}]} if key else None
    Client.objects.filter(client_id="portal").update(settings=chosen, jwks=shown)


def published(browser: Browser) -> KeySet:
    """Return the provider's keys."""
    return KeySet.import_key_set(browser.http.get("/jwks").json())


@pytest.mark.parametrize("algorithm", ["PS256", "RS256"])
def test_an_id_token_is_signed_as_the_client_chose(browser: Browser, algorithm: str) -> None:
    wiring.token_signer().ensure_key(now=clock.now(), algorithm=algorithm)
    choose(id_token_signed_response_alg=algorithm)
    token = redeem(browser.sign_in()).json()["id_token"]
    assert jwt.decode(token, published(browser), algorithms=[algorithm]).header["alg"] == algorithm
    said = browser.http.get("/.well-known/openid-configuration").json()
    assert said["id_token_signing_alg_values_supported"] == ["ES256", algorithm]


@pytest.mark.parametrize("algorithm", list(KEYS))
def test_an_id_token_is_encrypted_to_the_client_which_chose_that(browser: Browser, algorithm: str) -> None:
    choose(KEYS[algorithm], id_token_encrypted_response_alg=algorithm, id_token_encrypted_response_enc="A256GCM")
    token = redeem(browser.sign_in()).json()["id_token"]
    opened = jwe.decrypt_compact(token, KEYS[algorithm], algorithms=[algorithm, "A256GCM"])
    assert opened.headers()["cty"] == "JWT"
    assert opened.headers()["kid"] == "e1"
    assert opened.plaintext
    claims = jwt.decode(opened.plaintext.decode(), published(browser), algorithms=["ES256"]).claims
    assert claims["aud"] == "portal"


def test_userinfo_is_signed_for_who_chose_that(browser: Browser) -> None:
    choose(userinfo_signed_response_alg="ES256")
    answer = userinfo(redeem(browser.sign_in()).json()["access_token"])
    assert answer["Content-Type"] == "application/jwt"
    claims = jwt.decode(answer.content.decode(), published(browser), algorithms=["ES256"]).claims
    assert {"iss": "http://id.localhost:8001", "aud": "portal", "id_number": LAYLA}.items() <= claims.items()


@pytest.mark.parametrize("signs", [True, False])
def test_userinfo_is_encrypted_signed_or_not(browser: Browser, signs: bool) -> None:
    key = KEYS["ECDH-ES"]
    choose(
        key,
        userinfo_signed_response_alg="ES256" if signs else "",
        userinfo_encrypted_response_alg="ECDH-ES",
    )
    answer = userinfo(redeem(browser.sign_in()).json()["access_token"])
    opened = jwe.decrypt_compact(answer.content, key, algorithms=["ECDH-ES", "A128CBC-HS256"])
    assert opened.plaintext
    text = opened.plaintext.decode()
    claims = jwt.decode(text, published(browser), algorithms=["ES256"]).claims if signs else json.loads(text)
    assert claims["id_number"] == LAYLA


def test_without_a_fitting_key_nothing_is_sent_in_the_clear(browser: Browser) -> None:
    choose(KEYS["RSA-OAEP-256"], id_token_encrypted_response_alg="ECDH-ES", userinfo_encrypted_response_alg="ECDH-ES")
    refused = redeem(browser.sign_in())
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_request")
    choose(KEYS["RSA-OAEP-256"], userinfo_encrypted_response_alg="ECDH-ES")
    token = redeem(browser.sign_in(prompt="login")).json()["access_token"]
    assert userinfo(token).status_code == 400


def test_the_id_token_is_tied_to_its_access_token(browser: Browser) -> None:
    answer = redeem(browser.sign_in()).json()
    claims = jwt.decode(answer["id_token"], published(browser), algorithms=["ES256"]).claims
    half = hashlib.sha256(answer["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()
