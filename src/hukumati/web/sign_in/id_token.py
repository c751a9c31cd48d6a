"""Checks an ID token as OIDC Core §3.1.3.7 demands."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from hukumati.web.sign_in.provider import ask_keys

ALGORITHMS = ["ES256"]
LEEWAY_SECONDS = 30
KEYS_LIVE_SECONDS = 3600


class IdTokenRefused(ValueError):
    """The token is not one that the provider made for us, now, for this signing-in."""


@dataclass(frozen=True, slots=True)
class IdToken:
    """What a checked token says."""

    sub: str
    sid: str
    acr: str
    auth_at: datetime


class _Keys:
    """The provider's keys, kept for an hour, and asked again when a token names one that is not among them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._keys: KeySet | None = None
        self._read_at = 0.0

    def find(self, kid: str) -> KeySet:
        with self._lock:
            fresh = self._keys is not None and time.monotonic() - self._read_at < KEYS_LIVE_SECONDS
            if self._keys is None or not fresh or all(key.kid != kid for key in self._keys.keys):
                self._keys = KeySet.import_key_set(ask_keys())  # type: ignore[arg-type]
                self._read_at = time.monotonic()
            return self._keys


_keys = _Keys()


def check_id_token(*, token: str, client_id: str, nonce: str, now: datetime) -> IdToken:
    """Return what the token says, or raise IdTokenRefused; raises ProviderUnavailable without keys."""
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
    checked = jwt.decode(token, lambda guest: _key_for(guest.headers()), algorithms=ALGORITHMS)
    registry.validate(checked.claims)
    claims = checked.claims
    if not isinstance(claims["aud"], str):
        raise IdTokenRefused
    return IdToken(
        sub=str(claims["sub"]),
        sid=str(UUID(claims["sid"])),
        acr=str(claims["acr"]),
        auth_at=datetime.fromtimestamp(int(claims["auth_time"]), UTC),
    )


def _key_for(headers: dict[str, Any]) -> Any:
    kid = str(headers["kid"])
    return _keys.find(kid).get_by_kid(kid)
