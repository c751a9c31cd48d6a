"""Reading logout tokens: Back-Channel Logout 1.0 §2.6."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
ALGORITHMS: Final = ["ES256"]
LEEWAY: Final = timedelta(minutes=2)
LONGEST: Final = 8192


class LogoutTokenRefused(ValueError):
    """The text is no logout token of the provider for this site."""


@dataclass(frozen=True, slots=True)
class LogoutToken:
    """Who is signed out: the login session `sid`, or all sessions of `sub`; `jti` is used once until `expires_at`."""

    sid: str
    sub: str
    jti: str
    expires_at: datetime


def read_logout_token(
    text: str, *, keys: KeySetSerialization, issuer: str, client_id: str, now: datetime
) -> LogoutToken:
    """Return what a logout token says. Raises LogoutTokenRefused."""
    claims = _claims(text, keys)
    audience = claims.get("aud")
    if claims.get("iss") != issuer or client_id not in (audience if isinstance(audience, list) else [audience]):
        raise LogoutTokenRefused("iss or aud")
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(EVENT), Mapping) or "nonce" in claims:
        raise LogoutTokenRefused("events or nonce")
    sid, sub, jti = (_text(claims.get(name)) for name in ("sid", "sub", "jti"))
    if not jti or not (sid or sub):
        raise LogoutTokenRefused("jti, sid or sub")
    return LogoutToken(sid, sub, jti, _expiry(claims, now))


def _claims(text: str, keys: KeySetSerialization) -> Mapping[str, object]:
    if len(text) > LONGEST:
        raise LogoutTokenRefused("too long")
    try:
        return jwt.decode(text, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
    except (JoseError, ValueError, TypeError, AttributeError) as error:
        raise LogoutTokenRefused(type(error).__name__) from error


def _expiry(claims: Mapping[str, object], now: datetime) -> datetime:
    issued, expires = claims.get("iat"), claims.get("exp")
    if not isinstance(issued, int) or not isinstance(expires, int):
        raise LogoutTokenRefused("iat or exp")
    if issued > (now + LEEWAY).timestamp() or expires < (now - LEEWAY).timestamp():
        raise LogoutTokenRefused("expired, or of the future")
    return datetime.fromtimestamp(min(expires, (now + timedelta(days=1)).timestamp()), UTC) + LEEWAY


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
