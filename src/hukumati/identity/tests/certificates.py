"""Client certificates for tests, and the header by which a proxy passes them on."""

import base64
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "health.example.test")])


def new_certificate(
    *, ends_at: datetime = NOW + DAY, issuer: tuple[x509.Certificate, ec.EllipticCurvePrivateKey] | None = None
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """Return a certificate and its key: issued by `issuer`, or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.DNSName("health.example.test"), x509.UniformResourceIdentifier("https://health.example.test/client")]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(NAME)
        .issuer_name(issuer[0].subject if issuer else NAME)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends_at - 2 * DAY)
        .not_valid_after(ends_at)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(issuer[1] if issuer else key, SHA256())
    )
    return certificate, key


def header_of(certificate: x509.Certificate) -> str:
    """Return the value of `Client-Cert` (RFC 9440 §2.2)."""
    return f":{base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()}:"
