"""The TLS certificate that a client presented to the proxy in front: RFC 9440 §2.2, used as RFC 8705 says.

A header proves nothing by itself: it is read only where the configuration says that the proxy sets it.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from django.conf import settings
from django.http import HttpRequest

LONGEST_HEADER: Final = 8192


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate whose private key the client has: the proxy saw it in the TLS handshake."""

    certificate: x509.Certificate
    thumbprint: str
    """`x5t#S256`: BASE64URL(SHA256(DER)), RFC 8705 §3.1."""

    @property
    def public_key(self) -> CertificatePublicKeyTypes:
        """Return the client's public key."""
        return self.certificate.public_key()

    @property
    def subject_dn(self) -> str:
        """Return the subject as RFC 4514 writes it."""
        return self.certificate.subject.rfc4514_string()

    @property
    def dns_names(self) -> frozenset[str]:
        """Return the DNS names among the subject's alternative names."""
        return frozenset(self._alternative_names().get_values_for_type(x509.DNSName))

    @property
    def uris(self) -> frozenset[str]:
        """Return the URIs among the subject's alternative names."""
        return frozenset(self._alternative_names().get_values_for_type(x509.UniformResourceIdentifier))

    def is_trusted(self, *, now: datetime) -> bool:
        """Return whether a configured authority issued it, and it is neither expired nor of the future."""
        if not self.certificate.not_valid_before_utc <= now <= self.certificate.not_valid_after_utc:
            return False
        return any(_is_issued_by(self.certificate, authority) for authority in _authorities())

    def _alternative_names(self) -> x509.SubjectAlternativeName:
        try:
            return self.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        except (x509.ExtensionNotFound, ValueError):
            return x509.SubjectAlternativeName([])


def read_client_certificate(request: HttpRequest) -> ClientCertificate | None:
    """Return the certificate of the client; None if it presented none, or no proxy is trusted to say so."""
    if not settings.HUKUMATI.client_certificate_header:
        return None
    header = request.headers.get("Client-Cert", "").strip()
    return _parse(header) if 2 < len(header) <= LONGEST_HEADER else None


@lru_cache(maxsize=256)
def _parse(header: str) -> ClientCertificate | None:
    """Read a Byte Sequence of RFC 9651 §3.3.5: base64 between colons."""
    if not (header.startswith(":") and header.endswith(":")):
        return None
    try:
        der = base64.b64decode(header[1:-1], validate=True)
        certificate = x509.load_der_x509_certificate(der)
    except (binascii.Error, ValueError):
        return None
    return ClientCertificate(certificate, _thumbprint(der))


def _thumbprint(der: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode("ascii")


def _authorities() -> tuple[x509.Certificate, ...]:
    path = settings.HUKUMATI.client_certificate_authorities
    return _read_authorities(path) if path else ()


@lru_cache(maxsize=4)
def _read_authorities(path: Path) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(path.read_bytes()))


def _is_issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
