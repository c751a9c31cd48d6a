"""Signs tokens (RFC 7515, RFC 7518 §3) by the keys that `trust` holds: with ES256, for some clients with RSA."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from hukumati.identity.domain.signing_keys import (
    ALGORITHM,
    current_key,
    key_name,
    outdated_keys,
    successor_name,
)
from hukumati.identity.ports import NoSigningKey, PublicJwk, TokenClaims
from hukumati.trust import api as trust
from hukumati.trust.api import KeyPurpose

_COORDINATE_BYTES = 32
_PURPOSES: Final[Mapping[str, KeyPurpose]] = {
    ALGORITHM: KeyPurpose.TOKENS,
    "PS256": KeyPurpose.PS256_TOKENS,
    "RS256": KeyPurpose.RS256_TOKENS,
}
"""Each algorithm has keys of its own, so that no key is ever used in two ways."""


@dataclass(frozen=True, slots=True)
class _PublishedKey:
    """A key as clients know it."""

    jwk: PublicJwk
    verifier: ECKey | RSAKey


class JwsSigner:
    """A TokenSigner; the moment from which a key signs is its name in the key store."""

    def sign(self, *, claims: TokenClaims, now: datetime, algorithm: str = ALGORITHM, kind: str = "JWT") -> str:
        """Return a compact JWS made with the newest key whose moment has come. Raises NoSigningKey."""
        name = current_key(_names(algorithm), now=now)
        if name is None:
            raise NoSigningKey(algorithm)
        payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
        header = _header(kind, algorithm, _published(algorithm, name).jwk["kid"])
        signed = b".".join((header, _base64url(payload)))
        signature = trust.sign_with_key(purpose=_PURPOSES[algorithm], name=name, data=signed)
        made = _concatenated(signature) if algorithm == ALGORITHM else signature
        return b".".join((signed, _base64url(made))).decode("ascii")

    def read(self, *, token: str) -> TokenClaims | None:
        """Return the claims of a token that one of these keys signed; None for any other text."""
        for algorithm, name in _all():
            try:
                return dict(jwt.decode(token, _published(algorithm, name).verifier, algorithms=[algorithm]).claims)
            except (JoseError, ValueError):
                continue
        return None

    def public_keys(self) -> list[PublicJwk]:
        """Return the public JWKs of all keys in the store."""
        return [_published(algorithm, name).jwk for algorithm, name in _all()]

    def algorithms(self) -> list[str]:
        """Return the algorithms for which there are keys."""
        return [algorithm for algorithm in _PURPOSES if _names(algorithm)]

    def ensure_key(self, *, now: datetime, algorithm: str = ALGORITHM) -> bool:
        """Create the first key of an algorithm, which signs at once; return False if there is one already."""
        return not _names(algorithm) and trust.create_key(purpose=_PURPOSES[algorithm], name=key_name(now))

    def rotate(self, *, now: datetime) -> None:
        """Create keys that sign after one cache time, and destroy the keys replaced more than a day ago.

        An algorithm that has no key gets none, but for the default.
        """
        for algorithm in self.algorithms() or [ALGORITHM]:
            names, purpose = _names(algorithm), _PURPOSES[algorithm]
            for name in outdated_keys(names, now=now):
                trust.destroy_key(purpose=purpose, name=name)
            trust.create_key(purpose=purpose, name=successor_name(names, now=now))


def _names(algorithm: str) -> tuple[str, ...]:
    purpose = _PURPOSES.get(algorithm)
    return () if purpose is None else trust.list_key_names(purpose=purpose)


def _all() -> list[tuple[str, str]]:
    return [(algorithm, name) for algorithm in _PURPOSES for name in _names(algorithm)]


def _published(algorithm: str, name: str) -> _PublishedKey:
    purpose = _PURPOSES[algorithm]
    if algorithm == ALGORITHM:
        point = trust.get_public_key(purpose=purpose, name=name).public_numbers()
        return _elliptic(point.x, point.y)
    numbers = trust.get_rsa_public_key(purpose=purpose, name=name).public_numbers()
    return _rsa(algorithm, numbers.n, numbers.e)


@lru_cache(maxsize=16)
def _elliptic(x: int, y: int) -> _PublishedKey:
    shown = {"kty": "EC", "crv": "P-256", "x": _number(x, _COORDINATE_BYTES), "y": _number(y, _COORDINATE_BYTES)}
    key = ECKey.import_key({**shown})
    return _PublishedKey({**shown, "kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}, key)


@lru_cache(maxsize=16)
def _rsa(algorithm: str, n: int, e: int) -> _PublishedKey:
    shown = {"kty": "RSA", "n": _number(n, (n.bit_length() + 7) // 8), "e": _number(e, 3)}
    key = RSAKey.import_key({**shown})
    return _PublishedKey({**shown, "kid": key.thumbprint(), "use": "sig", "alg": algorithm}, key)


@lru_cache(maxsize=64)
def _header(kind: str, algorithm: str, kid: str) -> bytes:
    return _base64url(json.dumps({"typ": kind, "alg": algorithm, "kid": kid}, separators=(",", ":")).encode())


def _number(number: int, length: int) -> str:
    return _base64url(number.to_bytes(length, "big")).decode("ascii")


def _concatenated(signature: bytes) -> bytes:
    """Return a DER signature as JWS writes it: R and S, 32 bytes each (RFC 7518 §3.4)."""
    r, s = decode_dss_signature(signature)
    return r.to_bytes(_COORDINATE_BYTES, "big") + s.to_bytes(_COORDINATE_BYTES, "big")


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
