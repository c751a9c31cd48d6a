"""What keys other parts may hold in the key store."""

from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import ec


class KeyPurpose(StrEnum):
    """What a key signs. Keys of seals and authorities are not among them: they sign through `sign` alone."""

    TOKENS = "tokens"
    ANCHORS = "anchors"


CURVES: dict[KeyPurpose, ec.EllipticCurve] = dict.fromkeys(KeyPurpose, ec.SECP256R1())


def key_id_of(*, purpose: KeyPurpose, name: str) -> str:
    """Return the store's identifier of a part's key."""
    return f"{purpose}-{name}"
