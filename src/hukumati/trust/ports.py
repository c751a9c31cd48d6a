"""What trust needs of the outside: a store of private keys, a store of certificates, and the offices that seal."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding

from hukumati.trust.domain.offices import Office


class KeyStore(Protocol):
    """Holds private keys by identifier and never gives one away: of elliptic curves, and of RSA where it must be.

    The one place of keys, for seals and for tokens alike: files in the demonstration; a PKCS#11 device or a database
    of wrapped keys can take their place. Identifiers are of small letters, digits, `.`, `_` and `-`, and `T` and `Z`
    for moments.
    """

    def create(self, *, key_id: str, curve: ec.EllipticCurve) -> bool:
        """Create a key unless the identifier is taken; return whether it was created.

        Two processes that create the same key at once end with one key.
        """

    def create_rsa(self, *, key_id: str, bits: int) -> bool:
        """Create an RSA key unless the identifier is taken; return whether it was created."""

    def list_ids(self, *, prefix: str) -> tuple[str, ...]:
        """Return the identifiers that begin with the prefix, sorted."""

    def public_key(self, *, key_id: str) -> ec.EllipticCurvePublicKey:
        """Return the public half. Raises KeyMissing."""

    def sign(self, *, key_id: str, data: bytes, digest: hashes.HashAlgorithm) -> bytes:
        """Return a DER-encoded ECDSA signature over `digest(data)`. Raises KeyMissing."""

    def rsa_public_key(self, *, key_id: str) -> rsa.RSAPublicKey:
        """Return the public half of an RSA key. Raises KeyMissing."""

    def sign_rsa(self, *, key_id: str, data: bytes, digest: hashes.HashAlgorithm, padding: AsymmetricPadding) -> bytes:
        """Return an RSA signature over `digest(data)`. Raises KeyMissing."""

    def destroy(self, *, key_id: str) -> None:
        """Destroy a key for good; nothing happens if there is none."""


class CertificateStore(Protocol):
    """Holds certificates by label; what was issued is never replaced."""

    def find(self, *, label: str) -> x509.Certificate | None:
        """Return the certificate; None if there is none, or it is unreadable."""

    def add(self, *, label: str, certificate: x509.Certificate) -> None:
        """Store a certificate unless the label has one."""


class OfficeDirectory(Protocol):
    """Knows the offices that may seal."""

    def list(self) -> Mapping[str, Office]:
        """Return the offices by their code, in a stable order. Raises OfficesInvalid."""


class AnchorStore(Protocol):
    """Where anchors are written: outside the database, none ever replaced."""

    def keep(self, *, number: int, content: bytes) -> bool:
        """Write one anchor unless there is one of this number; return whether it was written."""

    def last(self) -> bytes | None:
        """Return the newest anchor."""

    def all(self) -> Iterator[tuple[int, bytes]]:
        """Yield every anchor with its number, oldest first."""
