"""What trust needs of the outside: a place that holds private keys and never gives them away."""

from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec


class KeyMissing(Exception):
    """The provider holds no usable key under this label."""


class KeyProvider(Protocol):
    """Holds elliptic-curve keys by label: files in the demonstration, a PKCS#11 device in production."""

    def create(self, *, label: str, curve: ec.EllipticCurve) -> None:
        """Make a key under `label` unless there is one; two processes at once make one key."""

    def public_key(self, *, label: str) -> ec.EllipticCurvePublicKey:
        """Return the public half; raises KeyMissing."""

    def sign(self, *, label: str, data: bytes, digest: hashes.HashAlgorithm) -> bytes:
        """Return a DER ECDSA signature over `digest(data)`; raises KeyMissing."""
