"""What each kind of certificate contains, as data."""

from dataclasses import dataclass
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of certificate; `path_length` is None for one that is not an authority's."""

    curve: ec.EllipticCurve
    lifetime: timedelta
    path_length: int | None
    digest: hashes.SHA256 | hashes.SHA384

    @property
    def is_authority(self) -> bool:
        """Whether the certificate may issue others."""
        return self.path_length is not None


_YEAR = timedelta(days=365)
ROOT = Profile(curve=ec.SECP384R1(), lifetime=20 * _YEAR, path_length=1, digest=hashes.SHA384())
ISSUING = Profile(curve=ec.SECP256R1(), lifetime=10 * _YEAR, path_length=0, digest=hashes.SHA256())
# No extended key usage: validators of signed PDFs disagree on which one to require, and all accept none.
SEAL = Profile(curve=ec.SECP256R1(), lifetime=3 * _YEAR, path_length=None, digest=hashes.SHA256())


def key_usage(profile: Profile) -> x509.KeyUsage:
    """Return certificate and CRL signing for authorities, signing of documents for seals (RFC 5280 §4.2.1.3)."""
    return x509.KeyUsage(
        digital_signature=not profile.is_authority,
        content_commitment=not profile.is_authority,
        key_cert_sign=profile.is_authority,
        crl_sign=profile.is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
