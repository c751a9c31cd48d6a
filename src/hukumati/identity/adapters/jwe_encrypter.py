"""Encrypts to the keys of clients, with joserfc (RFC 7516, RFC 7518 §4 and §5)."""

from collections.abc import Mapping
from typing import Final

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from hukumati.identity.ports import CannotEncrypt

_KINDS: Final[Mapping[str, type[ECKey] | type[RSAKey]]] = {"EC": ECKey, "RSA": RSAKey}
_PUBLIC: Final = ("kty", "crv", "x", "y", "n", "e")


class JoseEncrypter:
    """A TokenEncrypter."""

    def encrypt(self, text: str, *, key: Mapping[str, object], algorithm: str, encryption: str, kind: str) -> str:
        """Return a compact JWE of a text to a public JWK. Raises CannotEncrypt."""
        header = {"alg": algorithm, "enc": encryption, **({"cty": kind} if kind else {})}
        if isinstance(key.get("kid"), str):
            header["kid"] = str(key["kid"])
        try:
            public = _import(key)
            registry = jwe.JWERegistry(algorithms=[algorithm, encryption])
            return jwe.encrypt_compact(header, text.encode(), public, registry=registry)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise CannotEncrypt(algorithm) from error


def _import(key: Mapping[str, object]) -> ECKey | RSAKey:
    kind = _KINDS[str(key["kty"])]
    return kind.import_key({name: str(key[name]) for name in _PUBLIC if name in key})
