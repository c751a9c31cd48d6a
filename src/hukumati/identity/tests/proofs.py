"""DPoP proofs for tests."""

import hashlib
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.domain.dpop import new_nonce
from hukumati.identity.ports import SecretUse

ISSUER = "http://id.localhost:8001"


def nonce() -> str:
    """Return a nonce that the provider accepts now."""
    return new_nonce(key=wiring.derived_secrets().key(SecretUse.DPOP_NONCES), now=clock.now())


@dataclass
class Prover:
    """A client's key, and the proofs that it makes."""

    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256"))

    @property
    def jkt(self) -> str:
        """The key's thumbprint."""
        return self.key.thumbprint()

    def prove(
        self,
        path: str = "/token",
        *,
        method: str = "POST",
        token: str = "",
        header: dict[str, Any] | None = None,
        signer: ECKey | None = None,
        **changed: Any,
    ) -> str:
        """Return a good proof, with claims changed or left out by None, and members of the header."""
        claims: dict[str, Any] = {
            "jti": str(uuid4()),
            "htm": method,
            "htu": f"{ISSUER}{path}",
            "iat": int(clock.now().timestamp()),
            "nonce": nonce(),
            **({"ath": hash_of(token)} if token else {}),
            **changed,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        protected = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self.key.as_dict(private=False), **(header or {})}
        shown = {name: value for name, value in protected.items() if value is not None}
        return signed(shown, kept, signer or self.key)


def signed(header: dict[str, Any], claims: dict[str, Any], key: ECKey) -> str:
    """Return a compact JWS with an ES256 signature, whatever its header says."""
    text = b".".join(_base64url(json.dumps(part).encode()) for part in (header, claims))
    private = key.private_key
    assert private is not None
    r, s = decode_dss_signature(private.sign(text, ec.ECDSA(SHA256())))
    return b".".join((text, _base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big")))).decode()


def _base64url(data: bytes) -> bytes:
    return urlsafe_b64encode(data).rstrip(b"=")


def hash_of(token: str) -> str:
    """Return the `ath` of an access token, RFC 9449 §4.2."""
    return _base64url(hashlib.sha256(token.encode()).digest()).decode()
