"""The algorithms by which clients may sign, and which keys belong to each (RFC 7518 §3.1, RFC 8037, RFC 9864).

Symmetric algorithms and `none` are in no list: no public key can be turned into a secret.
"""

from collections.abc import Mapping
from typing import Final

FAPI: Final = ("ES256", "PS256", "EdDSA", "Ed25519")
"""What FAPI 2.0 Security Profile §5.4.1 allows; `Ed25519` is the newer name of `EdDSA` with that curve."""

ALL: Final = (*FAPI, "RS256")

SHORTEST_RSA_BITS: Final = 2048
_KEYS: Final[Mapping[str, Mapping[str, str]]] = {
    "ES256": {"kty": "EC", "crv": "P-256"},
    "PS256": {"kty": "RSA"},
    "RS256": {"kty": "RSA"},
    "EdDSA": {"kty": "OKP", "crv": "Ed25519"},
    "Ed25519": {"kty": "OKP", "crv": "Ed25519"},
}
_SAME: Final = {"Ed25519": "EdDSA"}


def allowed_algorithms(*, is_fapi: bool, registered: str = "") -> tuple[str, ...]:
    """Return by which algorithms a client may sign: the one it registered, otherwise all that its profile allows."""
    allowed = FAPI if is_fapi else ALL
    return tuple(each for each in allowed if not registered or _canonical(each) == _canonical(registered))


def fits(key: Mapping[str, object], *, algorithm: str) -> bool:
    """Return whether a JSON Web Key is one for signing by an algorithm (RFC 7517 §4)."""
    of_kind = _KEYS.get(algorithm)
    if of_kind is None or any(key.get(name) != value for name, value in of_kind.items()):
        return False
    own = key.get("alg", algorithm)
    is_own = isinstance(own, str) and _canonical(own) == _canonical(algorithm)
    operations = key.get("key_ops", ["verify"])
    return is_own and key.get("use", "sig") == "sig" and isinstance(operations, list) and "verify" in operations


def _canonical(algorithm: str) -> str:
    return _SAME.get(algorithm, algorithm)
