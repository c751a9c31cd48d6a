"""Verifies what clients signed, with joserfc (RFC 7515 §5.2)."""

import base64
from collections.abc import Mapping
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from hukumati.identity.domain.compact_jws import CompactJws
from hukumati.identity.domain.jose_algorithms import SHORTEST_RSA_BITS, fits

_KINDS: Final[Mapping[str, type[ECKey] | type[RSAKey] | type[OKPKey]]] = {"EC": ECKey, "RSA": RSAKey, "OKP": OKPKey}
_PUBLIC: Final = ("kty", "crv", "x", "y", "n", "e")


class JoseVerifier:
    """A SignatureVerifier."""

    def verifies(self, token: CompactJws, *, key: Mapping[str, object]) -> bool:
        """Return whether a public JWK made the signature; False for keys of another kind, too short or malformed.

        joserfc's own reader of tokens is not used: it warns of `EdDSA`, whose newer name few libraries know.
        """
        if not fits(key, algorithm=token.algorithm):
            return False
        signed, _, signature = token.text.rpartition(".")
        algorithm = jws.JWSRegistry.algorithms[token.algorithm]
        try:
            return bool(algorithm.verify(signed.encode(), _decoded(signature), _import(key)))
        except (JoseError, ValueError, TypeError, KeyError):
            return False

    def thumbprint(self, *, key: Mapping[str, object]) -> str:
        """Return the SHA-256 thumbprint of a public JWK (RFC 7638) in base64url; empty for any other value."""
        try:
            return _import(key).thumbprint()
        except (JoseError, ValueError, TypeError, KeyError):
            return ""

    def public_key(self, *, key: Mapping[str, object]) -> bytes | None:
        """Return a public JWK as SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7); None for any other value."""
        try:
            public: bytes = _import(key).public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        except (JoseError, ValueError, TypeError, KeyError):
            return None
        return public


def _import(key: Mapping[str, object]) -> ECKey | RSAKey | OKPKey:
    kind = _KINDS[str(key["kty"])]
    if kind is RSAKey and _bits(str(key["n"])) < SHORTEST_RSA_BITS:
        raise ValueError("the key is too short")
    return kind.import_key({name: str(key[name]) for name in _PUBLIC if name in key})


def _bits(number: str) -> int:
    """Return how many bits a Base64urlUInt has (RFC 7518 §2)."""
    return int.from_bytes(_decoded(number), "big").bit_length()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
