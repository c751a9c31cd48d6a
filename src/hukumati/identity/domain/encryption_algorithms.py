"""The algorithms by which objects are encrypted to clients, and which of a client's keys fit (RFC 7518 §4.1, §5.1)."""

from collections.abc import Mapping
from typing import Final

ALGORITHMS: Final = ("RSA-OAEP", "RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW")
"""`RSA1_5` is not among them: its padding can be guessed."""
ENCRYPTIONS: Final = ("A128CBC-HS256", "A256CBC-HS512", "A128GCM", "A256GCM")
DEFAULT_ENCRYPTION: Final = "A128CBC-HS256"
METADATA: Final = {
    "id_token_encryption_alg_values_supported": list(ALGORITHMS),
    "id_token_encryption_enc_values_supported": list(ENCRYPTIONS),
    "userinfo_encryption_alg_values_supported": list(ALGORITHMS),
    "userinfo_encryption_enc_values_supported": list(ENCRYPTIONS),
}


def fits(key: Mapping[str, object], *, algorithm: str) -> bool:
    """Return whether a JSON Web Key is one to encrypt to by an algorithm (RFC 7517 §4)."""
    kind = "RSA" if algorithm.startswith("RSA") else "EC"
    return key.get("kty") == kind and key.get("use", "enc") == "enc" and key.get("alg", algorithm) == algorithm
