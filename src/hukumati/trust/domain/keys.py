"""What keys other parts may hold in the key store."""

from enum import StrEnum

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding


class KeyPurpose(StrEnum):
    """What a key signs. Keys of seals and authorities are not among them: they sign through `sign` alone."""

    TOKENS = "tokens"
    """Tokens signed with ES256; the two below sign them with RSA, for clients that know nothing else."""
    PS256_TOKENS = "ps256-tokens"
    RS256_TOKENS = "rs256-tokens"
    ANCHORS = "anchors"


RSA_BITS = 2048
PADDINGS: dict[KeyPurpose, AsymmetricPadding] = {
    KeyPurpose.PS256_TOKENS: padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size),
    KeyPurpose.RS256_TOKENS: padding.PKCS1v15(),
}
"""How RSA keys sign, by purpose (RFC 7518 §3.3 and §3.5)."""

CURVES: dict[KeyPurpose, ec.EllipticCurve] = {
    purpose: ec.SECP256R1() for purpose in KeyPurpose if purpose not in PADDINGS
}


def key_id_of(*, purpose: KeyPurpose, name: str) -> str:
    """Return the store's identifier of a part's key."""
    return f"{purpose}-{name}"
