"""What a DPoP proof must say (RFC 9449 §4.3), and the nonces that show it was made just now (§8)."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from hukumati.identity.domain.compact_jws import CompactJws, MalformedJws
from hukumati.identity.domain.jose_algorithms import FAPI
from hukumati.identity.domain.jwk_sets import is_public

ALGORITHMS: Final = FAPI
METADATA: Final = {"dpop_signing_alg_values_supported": list(ALGORITHMS)}
TYPE: Final = "dpop+jwt"
WINDOW: Final = timedelta(seconds=60)
"""How far `iat` may be from now, either way."""
LONGEST_IDENTIFIER: Final = 255
NONCE_PERIOD: Final = timedelta(seconds=60)
NONCE_PERIODS: Final = 5
"""For how many periods a nonce is accepted; a client receives the newest with each response."""
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Use:
    """What a proof is for: method and address of the request, and the access token, empty at the token endpoint."""

    method: str
    urls: tuple[str, ...]
    access_token: str = ""


def fault_of(proof: CompactJws, use: Use, *, now: datetime) -> str:
    """Return what is wrong with a proof, whose signature and nonce are checked elsewhere; empty if nothing is."""
    checks = (
        ("typ", proof.type == TYPE),
        ("alg", proof.algorithm in ALGORITHMS),
        ("jwk", proof.embedded_key is not None and is_public(proof.embedded_key)),
        ("jti", 0 < len(proof.text_claim("jti")) <= LONGEST_IDENTIFIER),
        ("htm", proof.text_claim("htm") == use.method),
        ("htu", any(is_same_address(proof.text_claim("htu"), url) for url in use.urls)),
        ("iat", _is_recent(proof, now)),
        ("ath", proof.text_claim("ath") == hash_of(use.access_token)),
    )
    return next((name for name, is_right in checks if not is_right), "")


def hash_of(access_token: str) -> str:
    """Return the `ath` of a token (§4.2): BASE64URL(SHA256(token)); empty without a token."""
    return _base64url(hashlib.sha256(access_token.encode()).digest()) if access_token else ""


def is_same_address(first: str, second: str) -> bool:
    """Compare two addresses without query and fragment, normalised by scheme, host and port (RFC 3986 §6.2)."""
    normalised = _normalised(first)
    return normalised is not None and normalised == _normalised(second)


def new_nonce(*, key: bytes, now: datetime) -> str:
    """Return the nonce of the present period, the same for all clients: nothing needs to be stored."""
    return _nonce(key, _period(now))


def is_nonce(nonce: str, *, key: bytes, now: datetime) -> bool:
    """Return whether a nonce is ours, and of one of the last periods."""
    period = _period(now)
    return any(
        hmac.compare_digest(_nonce(key, period - age).encode(), nonce.encode("utf-8", "replace"))
        for age in range(NONCE_PERIODS)
    )


def _is_recent(proof: CompactJws, now: datetime) -> bool:
    try:
        issued = proof.moment("iat")
    except MalformedJws:
        return False
    return issued is not None and abs(issued - now) <= WINDOW


def _normalised(url: str) -> tuple[str, str, int | None, str] | None:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname or "", port, parts.path or "/") if parts.hostname else None


def _period(now: datetime) -> int:
    return int(now.timestamp() // NONCE_PERIOD.total_seconds())


def _nonce(key: bytes, period: int) -> str:
    return _base64url(hmac.new(key, str(period).encode(), hashlib.sha256).digest()[:18])


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
