"""X.509 certificates (RFC 5280) from a profile."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hukumati.trust.domain.profiles import Profile, key_usage

_CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far behind a verifier's clock may be without a new certificate seeming to lie in the future."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuing authority; `key` may be a handle on a key that is held elsewhere."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    profile: Profile


def distinguished_name(*, organisation: str, common_name: str) -> x509.Name:
    """Return the subject name of an organisation in Palestine."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "PS"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def make_certificate(
    *, subject: x509.Name, public_key: ec.EllipticCurvePublicKey, profile: Profile, issuer: Issuer, now: datetime
) -> x509.Certificate:
    """Return a signed certificate with a random serial number of 159 bits (requirement 38).

    Addresses for revocation lists and OCSP are left out until the platform serves them.
    """
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.name)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCK_SKEW)
        .not_valid_after(now + profile.lifetime)
        .add_extension(x509.BasicConstraints(profile.is_authority, profile.path_length), critical=True)
        .add_extension(key_usage(profile), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )
    if subject != issuer.name:
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
        builder = builder.add_extension(authority, critical=False)
    return builder.sign(issuer.key, issuer.profile.digest)
