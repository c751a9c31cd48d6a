"""Signs ID tokens with ES256 (RFC 7515, RFC 7518 §3.4) by the keys that `trust` holds."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

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


@dataclass(frozen=True, slots=True)
class _PublishedKey:
    """A key as clients know it; `header` is the encoded JWS header of what it signs."""

    jwk: PublicJwk
    verifier: ECKey
    header: bytes


class Es256Signer:
    """A TokenSigner; the moment from which a key signs is its name in the key store."""

    def sign(self, *, claims: TokenClaims, now: datetime) -> str:
        """Return a compact JWS made with the newest key whose moment has come. Raises NoSigningKey."""
        name = current_key(_names(), now=now)
        if name is None:
            raise NoSigningKey
        payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
        signed = b".".join((_published(name).header, _base64url(payload)))
        signature = trust.sign_with_key(purpose=KeyPurpose.TOKENS, name=name, data=signed)
        return b".".join((signed, _base64url(_concatenated(signature)))).decode("ascii")

    def read(self, *, token: str) -> TokenClaims | None:
        """Return the claims of a token that one of these keys signed; None for any other text."""
        for name in _names():
            try:
                return dict(jwt.decode(token, _published(name).verifier, algorithms=[ALGORITHM]).claims)
            except (JoseError, ValueError):
                continue
        return None

    def public_keys(self) -> list[PublicJwk]:
        """Return the public JWKs of all keys in the store."""
        return [_published(name).jwk for name in _names()]

    def ensure_key(self, *, now: datetime) -> bool:
        """Create the first key, which signs at once; return False if there is one already."""
        return not _names() and trust.create_key(purpose=KeyPurpose.TOKENS, name=key_name(now))

    def rotate(self, *, now: datetime) -> None:
        """Create a key that signs after one cache time, and destroy the keys replaced more than a day ago."""
        names = _names()
        for name in outdated_keys(names, now=now):
            trust.destroy_key(purpose=KeyPurpose.TOKENS, name=name)
        trust.create_key(purpose=KeyPurpose.TOKENS, name=successor_name(names, now=now))


def _names() -> tuple[str, ...]:
    return trust.list_key_names(purpose=KeyPurpose.TOKENS)


def _published(name: str) -> _PublishedKey:
    numbers = trust.get_public_key(purpose=KeyPurpose.TOKENS, name=name).public_numbers()
    return _describe(numbers.x, numbers.y)


@lru_cache(maxsize=16)
def _describe(x: int, y: int) -> _PublishedKey:
    verifier = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": _coordinate(x), "y": _coordinate(y)})
    kid = verifier.thumbprint()
    jwk = PublicJwk(kty="EC", crv="P-256", x=_coordinate(x), y=_coordinate(y), kid=kid, use="sig", alg=ALGORITHM)
    header = json.dumps({"typ": "JWT", "alg": ALGORITHM, "kid": kid}, separators=(",", ":")).encode()
    return _PublishedKey(jwk=jwk, verifier=verifier, header=_base64url(header))


def _coordinate(number: int) -> str:
    return _base64url(number.to_bytes(_COORDINATE_BYTES, "big")).decode("ascii")


def _concatenated(signature: bytes) -> bytes:
    """Return a DER signature as JWS writes it: R and S, 32 bytes each (RFC 7518 §3.4)."""
    r, s = decode_dss_signature(signature)
    return r.to_bytes(_COORDINATE_BYTES, "big") + s.to_bytes(_COORDINATE_BYTES, "big")


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
