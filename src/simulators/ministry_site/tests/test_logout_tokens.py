"""Logout tokens of every kind; keys are made here, as no other program is."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from simulators.ministry_site.logout_tokens import EVENT, LogoutTokenRefused, read_logout_token

NOW: Final = datetime(2026, 11, 30, 12, tzinfo=UTC)
ISSUER, SITE = "http://id.localhost:8001", "ministry-site"
KEY: Final = ECKey.generate_key("P-256", {"kid": "one"})
KEYS: Final = KeySet([KEY]).as_dict(private=False)
GOOD: Final[dict[str, Any]] = {
    "iss": ISSUER,
    "aud": SITE,
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 120,
    "jti": "once",
    "sid": "session",
    "sub": "somebody",
    "events": {EVENT: {}},
}


def _signed(claims: dict[str, Any], *, key: ECKey = KEY) -> str:
    return jwt.encode({"alg": "ES256", "kid": "one", "typ": "logout+jwt"}, claims, key)


def _read(text: str) -> str:
    token = read_logout_token(text, keys=KEYS, issuer=ISSUER, client_id=SITE, now=NOW)
    return token.sid or token.sub


def test_a_logout_token_names_the_session_that_ends() -> None:
    assert _read(_signed(GOOD)) == "session"


def test_a_token_without_a_session_names_the_person() -> None:
    assert _read(_signed({name: value for name, value in GOOD.items() if name != "sid"})) == "somebody"


def test_an_audience_may_be_a_list() -> None:
    assert _read(_signed({**GOOD, "aud": ["other", SITE]})) == "session"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "http://evil.test"},
        {"aud": "portal"},
        {"aud": None},
        {"nonce": "n"},
        {"events": {}},
        {"events": {EVENT: "yes"}},
        {"events": None},
        {"jti": ""},
        {"jti": 7},
        {"sid": None, "sub": None},
        {"iat": "now"},
        {"exp": None},
        {"exp": int((NOW - timedelta(hours=1)).timestamp())},
        {"iat": int((NOW + timedelta(hours=1)).timestamp())},
    ],
)
def test_a_token_that_lacks_or_adds_something_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(LogoutTokenRefused):
        _read(_signed({**GOOD, **wrong}))


def test_a_token_of_another_key_is_refused() -> None:
    with pytest.raises(LogoutTokenRefused):
        _read(_signed(GOOD, key=ECKey.generate_key("P-256", {"kid": "one"})))


def test_a_token_signed_by_the_public_key_as_a_secret_is_refused() -> None:
    header, payload = (_base64(json.dumps(part).encode()) for part in ({"alg": "HS256", "kid": "one"}, GOOD))
    signature = hmac.digest(KEY.as_pem(private=False), f"{header}.{payload}".encode(), "sha256")
    with pytest.raises(LogoutTokenRefused):
        _read(f"{header}.{payload}.{_base64(signature)}")


def _base64(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "text",
    ["", "a", "a.b.c", "....", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJub25lIn0.W10.", "\x00", "٣.٣.٣", "a" * 9000],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(LogoutTokenRefused):
        _read(text)
