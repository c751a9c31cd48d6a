"""The door of trust: the seals of offices, and signatures made with them. Private keys never pass it.

TrustError
└── SealUnavailable   the office has no seal, or its key or certificate is missing, broken or out of date
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.errors import HukumatiError
from hukumati.trust import authority
from hukumati.trust.authority import Store, seal_label
from hukumati.trust.domain.offices import OFFICES, ROOT_AUTHORITY, SEAL_AUTHORITY, Office
from hukumati.trust.ports import KeyMissing

__all__ = [
    "Seal",
    "SealUnavailable",
    "TrustError",
    "get_seal",
    "list_seals",
    "offices",
    "root_certificates",
    "set_up",
    "sign",
]


class TrustError(HukumatiError):
    code = "trust.error"
    status = 500


class SealUnavailable(TrustError):
    code = "trust.seal_unavailable"
    status = 503


@dataclass(frozen=True, slots=True)
class Seal:
    """An office's sealing certificate. `certificate` and `chain` are DER; the chain leaves out the root."""

    office: str
    title: Bilingual
    certificate: bytes
    chain: tuple[bytes, ...]
    key_id: str


def get_seal(*, office: str) -> Seal:
    """Return the seal an office signs with now. Raises SealUnavailable."""
    certificate = _usable_certificate(office)
    issuing = _store().certificates.find(label=SEAL_AUTHORITY.label)
    if issuing is None:
        raise SealUnavailable(f"the certificate that issued the seal of {office} is missing")
    return _seal(OFFICES[office], certificate, issuing)


def offices() -> tuple[str, ...]:
    """List the codes of the offices that may seal, whether their keys are here or not."""
    return tuple(OFFICES)


def list_seals() -> tuple[Seal, ...]:
    """Return every seal whose certificate is known, its private key here or not: to verify with."""
    issuing = _store().certificates.find(label=SEAL_AUTHORITY.label)
    held = [(office, _store().certificates.find(label=seal_label(office.code))) for office in OFFICES.values()]
    return tuple(_seal(office, found, issuing) for office, found in held if found and issuing)


def sign(*, office: str, data: bytes) -> bytes:
    """Return a DER ECDSA signature over P-256 and SHA-256 by the office's seal. Raises SealUnavailable."""
    _usable_certificate(office)
    try:
        return _store().keys.sign(label=seal_label(office), data=data, digest=hashes.SHA256())
    except KeyMissing as error:
        raise SealUnavailable(f"the key of the seal of {office} is missing") from error


def root_certificates() -> tuple[bytes, ...]:
    """Return the roots that a verifier of our documents trusts, as DER; none before `trust_setup`."""
    root = _store().certificates.find(label=ROOT_AUTHORITY.label)
    return (root.public_bytes(Encoding.DER),) if root else ()


def set_up() -> tuple[str, ...]:
    """Make what the demonstration's authority lacks and name it. Raises SealUnavailable."""
    try:
        return authority.establish(store=_store(), now=now())
    except KeyMissing as error:
        raise SealUnavailable(
            f"the key of '{error}' is missing but its certificate exists: restore the key from the backup"
        ) from error


def key_identifier(certificate: x509.Certificate) -> str:
    """Return the subject key identifier's first 8 bytes in hexadecimal: short enough for a QR code."""
    found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return found.value.digest[:8].hex()


def _usable_certificate(office: str) -> x509.Certificate:
    certificate = _store().certificates.find(label=seal_label(office)) if office in OFFICES else None
    if certificate is None:
        raise SealUnavailable(f"there is no seal for {office}")
    if not certificate.not_valid_before_utc <= now() <= certificate.not_valid_after_utc:
        raise SealUnavailable(f"the certificate of the seal of {office} is out of date")
    try:
        authority.require_key(store=_store(), label=seal_label(office), certificate=certificate)
    except KeyMissing as error:
        raise SealUnavailable(f"the key of the seal of {office} is missing") from error
    return certificate


def _seal(office: Office, certificate: x509.Certificate, issuing: x509.Certificate) -> Seal:
    return Seal(
        office=office.code,
        title=office.title,
        certificate=certificate.public_bytes(Encoding.DER),
        chain=(issuing.public_bytes(Encoding.DER),),
        key_id=key_identifier(certificate),
    )


@lru_cache(maxsize=4)
def _store_at(folder: Path) -> Store:
    return Store.at(folder)


def _store() -> Store:
    return _store_at(settings.HUKUMATI.data_dir / "trust")
