import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from hukumati.web.sign_in import id_token
from hukumati.web.sign_in.id_token import IdTokenRefused, validate_id_token

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ISSUER = "http://id.localhost:8001"


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> ECKey:
    """The provider's key, as its published set says."""
    made = ECKey.generate_key("P-256", auto_kid=True)
    monkeypatch.setattr(id_token, "_keys", id_token._Keys())
    monkeypatch.setattr(id_token, "fetch_keys", lambda: KeySet([made]).as_dict(private=False))
    return made


def _claims(**changed: Any) -> dict[str, Any]:
    claims = {
        "iss": ISSUER,
        "sub": "subject",
        "aud": "portal",
        "nonce": "n",
        "iat": int(NOON.timestamp()),
        "exp": int((NOON + timedelta(minutes=5)).timestamp()),
        "auth_time": int(NOON.timestamp()) - 9,
        "acr": "urn:hukumati:acr:substantial",
        "sid": "00000000-0000-4000-8000-000000000000",
        **changed,
    }
    return {name: value for name, value in claims.items() if value is not None}


def _signed(key: ECKey, claims: dict[str, Any], kid: str | None = None) -> str:
    return jwt.encode({"alg": "ES256", "kid": kid or key.kid}, claims, key)


def _signed_with_the_public_key(key: ECKey) -> str:
    header = json.dumps({"alg": "HS256", "kid": key.kid}).encode()
    said = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in (header, json.dumps(_claims()).encode()))
    digest = hmac.new(key.as_bytes(encoding="PEM", private=False), said, hashlib.sha256).digest()
    return (said + b"." + base64.urlsafe_b64encode(digest).rstrip(b"=")).decode()


def _check(token: str, now: datetime = NOON) -> id_token.IdToken:
    return validate_id_token(token=token, client_id="portal", nonce="n", now=now)


def test_a_good_token_says_who_and_when(key: ECKey) -> None:
    checked = _check(_signed(key, _claims()))
    assert (checked.sub, checked.acr) == ("subject", "urn:hukumati:acr:substantial")
    assert checked.auth_at == NOON - timedelta(seconds=9)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://evil.example"},
        {"aud": "workplace"},
        {"aud": ["portal", "workplace"]},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": int(NOON.timestamp()) - 31},
        {"iat": int(NOON.timestamp()) + 31},
        {"sub": None},
        {"auth_time": None},
        {"acr": None},
        {"sid": None},
        {"sid": "not an identifier"},
    ],
)
def test_req_14_a_token_for_others_of_others_or_of_another_time_is_refused(key: ECKey, changed: dict[str, Any]) -> None:
    with pytest.raises(IdTokenRefused):
        _check(_signed(key, _claims(**changed)))


def test_req_14_other_algorithms_and_keys_are_refused(key: ECKey) -> None:
    stranger = ECKey.generate_key("P-256")
    forged = [
        _signed(stranger, _claims(), kid=key.kid),
        _signed_with_the_public_key(key),
        "eyJhbGciOiJub25lIn0." + _signed(key, _claims()).split(".")[1] + ".",
        jwt.encode({"alg": "ES256"}, _claims(), stranger),
        "", "a.b", "a.b.c",
    ]  # fmt: skip
    for token in forged:
        with pytest.raises(IdTokenRefused):
            _check(token)


def test_a_token_that_names_no_key_is_checked_with_the_keys_of_this_moment(
    key: ECKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _check(_signed(key, _claims())).sub == "subject"
    other = ECKey.generate_key("P-256", auto_kid=True)
    monkeypatch.setattr(id_token, "fetch_keys", lambda: KeySet([other]).as_dict(private=False))
    assert _check(jwt.encode({"alg": "ES256"}, _claims(), other)).sub == "subject"


def test_a_token_need_not_name_the_key_of_a_provider_that_has_a_single_one(
    key: ECKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    unnamed = jwt.encode({"alg": "ES256"}, _claims(), key)
    assert _check(unnamed).sub == "subject"
    several = KeySet([key, ECKey.generate_key("P-256", auto_kid=True)]).as_dict(private=False)
    monkeypatch.setattr(id_token, "_keys", id_token._Keys())
    monkeypatch.setattr(id_token, "fetch_keys", lambda: several)
    with pytest.raises(IdTokenRefused):
        _check(unnamed)


def test_req_15_an_unknown_key_makes_the_keys_be_read_again(key: ECKey, monkeypatch: pytest.MonkeyPatch) -> None:
    _check(_signed(key, _claims()))
    newer = ECKey.generate_key("P-256", auto_kid=True)
    asked: list[int] = []

    def ask() -> dict[str, Any]:
        asked.append(1)
        return dict(KeySet([key, newer]).as_dict(private=False))

    monkeypatch.setattr(id_token, "fetch_keys", ask)
    _check(_signed(key, _claims()))
    assert asked == []
    _check(_signed(newer, _claims()))
    _check(_signed(newer, _claims()))
    assert asked == [1]
