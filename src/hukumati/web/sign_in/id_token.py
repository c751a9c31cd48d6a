"""Validating an ID token, OIDC Core §3.1.3.7."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Final, cast
from uuid import UUID

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, KeySetSerialization

from hukumati.web.sign_in.provider import fetch_keys

ALGORITHMS: Final = ["ES256"]
LEEWAY_SECONDS: Final = 30
KEYS_LIFETIME_SECONDS: Final = 3600


class IdTokenRefused(ValueError):
    """The token is not one that the provider issued to us, now, for this sign-in."""


@dataclass(frozen=True, slots=True)
class IdToken:
    """The claims of a validated token that the site uses."""

    sub: str
    sid: str
    acr: str
    auth_at: datetime


class _Keys:
    """The provider's keys, cached for an hour, and fetched again when a token names one that is not among them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._keys: KeySet | None = None
        self._read_at = 0.0

    def find(self, kid: str | None) -> KeySet:
        """Return the keys: among them the one that is named, or they were read just now."""
        with self._lock:
            fresh = self._keys is not None and time.monotonic() - self._read_at < KEYS_LIFETIME_SECONDS
            is_known = self._keys is not None and any(key.kid == kid for key in self._keys.keys if kid)
            if self._keys is None or not fresh or not is_known:
                self._keys = KeySet.import_key_set(cast(KeySetSerialization, fetch_keys()))
                self._read_at = time.monotonic()
            return self._keys


_keys = _Keys()


def validate_id_token(*, token: str, client_id: str, nonce: str, now: datetime) -> IdToken:
    """Return the claims of a valid token. Raises IdTokenRefused, and ProviderUnavailable without keys."""
    try:
        return _read(token, _registry(client_id=client_id, nonce=nonce, now=now))
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise IdTokenRefused from error


def _registry(*, client_id: str, nonce: str, now: datetime) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": settings.HUKUMATI.identity_url},
        aud={"essential": True, "value": client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": nonce},
        sid={"essential": True},
        acr={"essential": True},
        auth_time={"essential": True},
    )


def _read(token: str, registry: jwt.JWTClaimsRegistry) -> IdToken:
    decoded = jwt.decode(token, lambda guest: _key_for(guest.headers()), algorithms=ALGORITHMS)
    registry.validate(decoded.claims)
    claims = decoded.claims
    if not isinstance(claims["aud"], str):
        raise IdTokenRefused
    return IdToken(
        sub=str(claims["sub"]),
        sid=str(UUID(claims["sid"])),
        acr=str(claims["acr"]),
        auth_at=datetime.fromtimestamp(int(claims["auth_time"]), UTC),
    )


def _key_for(headers: Mapping[str, object]) -> Key:
    """Return the key that a token names; it need not name the only key of a provider (OIDC Core §10.1)."""
    if "kid" not in headers:
        (only,) = _keys.find(None).keys
        return only
    kid = str(headers["kid"])
    return _keys.find(kid).get_by_kid(kid)
