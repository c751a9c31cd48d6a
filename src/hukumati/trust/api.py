"""The door of trust: the seals of offices and signatures made with them, and signing keys for other parts.

Private keys never pass it.

TrustError
├── SealUnavailable   the office has no seal, or its key or certificate is missing, broken or out of date
├── OfficesInvalid    the file of sealing offices cannot be read, or an entry of it is not usable
└── KeyMissing        there is no usable key under this name
"""

from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.trust import wiring
from hukumati.trust.domain.anchors import digest_of
from hukumati.trust.domain.keys import CURVES, PADDINGS, RSA_BITS, KeyPurpose, key_id_of
from hukumati.trust.domain.offices import ROOT_AUTHORITY, SEAL_AUTHORITY, Office, Signatory, seal_label
from hukumati.trust.errors import KeyMissing, OfficesInvalid, SealUnavailable, TrustError
from hukumati.trust.use_cases import authority

__all__ = [
    "KeyMissing",
    "KeyPurpose",
    "OfficesInvalid",
    "Seal",
    "SealUnavailable",
    "Signatory",
    "TrustError",
    "create_key",
    "destroy_key",
    "get_public_key",
    "get_rsa_public_key",
    "get_seal",
    "list_anchors",
    "list_key_names",
    "list_offices",
    "list_seals",
    "root_certificates",
    "set_up",
    "sign",
    "sign_with_key",
]


@dataclass(frozen=True, slots=True)
class Seal:
    """An office's sealing certificate, and what its documents say of the office.

    `certificate` and `chain` are DER; the chain leaves out the root.
    """

    office: str
    title: Bilingual
    signatory: Signatory
    place: Bilingual
    certificate: bytes
    chain: tuple[bytes, ...]
    key_id: str


def get_seal(*, office: str) -> Seal:
    """Return the seal an office signs with now. Raises SealUnavailable."""
    certificate = _usable_certificate(office)
    issuing = wiring.certificate_store().find(label=SEAL_AUTHORITY.label)
    if issuing is None:
        raise SealUnavailable(f"the certificate that issued the seal of {office} is missing")
    return _seal(wiring.office_directory().list()[office], certificate, issuing)


def list_anchors() -> tuple[tuple[int, str], ...]:
    """Return the anchors of the hash chains, oldest first: the number of each, and its SHA-256 in hexadecimal."""
    return tuple((number, digest_of(content)) for number, content in wiring.anchor_files().all())


def list_offices() -> tuple[str, ...]:
    """Return the codes of the offices that may seal, whether their keys are here or not."""
    return tuple(wiring.office_directory().list())


def list_seals() -> tuple[Seal, ...]:
    """Return every seal whose certificate is known, its private key here or not: to verify with."""
    certificates = wiring.certificate_store()
    issuing = certificates.find(label=SEAL_AUTHORITY.label)
    if issuing is None:
        return ()
    found = [
        (office, certificates.find(label=seal_label(office.code)))
        for office in wiring.office_directory().list().values()
    ]
    return tuple(_seal(office, certificate, issuing) for office, certificate in found if certificate)


def sign(*, office: str, data: bytes) -> bytes:
    """Return a DER ECDSA signature over P-256 and SHA-256 by the office's seal. Raises SealUnavailable."""
    _usable_certificate(office)
    try:
        return wiring.key_store().sign(key_id=seal_label(office), data=data, digest=hashes.SHA256())
    except KeyMissing as error:
        raise SealUnavailable(f"the key of the seal of {office} is missing") from error


def root_certificates() -> tuple[bytes, ...]:
    """Return the roots that a verifier of our documents trusts, as DER; none before `trust_setup`."""
    root = wiring.certificate_store().find(label=ROOT_AUTHORITY.label)
    return (root.public_bytes(Encoding.DER),) if root else ()


def set_up() -> tuple[str, ...]:
    """Create what the demonstration's authority lacks and return its labels. Raises SealUnavailable, OfficesInvalid."""
    stores = authority.Stores(keys=wiring.key_store(), certificates=wiring.certificate_store())
    try:
        return authority.establish(stores=stores, offices=wiring.office_directory().list().values(), now=now())
    except KeyMissing as error:
        raise SealUnavailable(
            f"the key of '{error}' is missing but its certificate exists: restore the key from the backup"
        ) from error


def create_key(*, purpose: KeyPurpose, name: str) -> bool:
    """Create a key for another part unless it has one of this name; return whether it was created."""
    key_id = key_id_of(purpose=purpose, name=name)
    if purpose in PADDINGS:
        return wiring.key_store().create_rsa(key_id=key_id, bits=RSA_BITS)
    return wiring.key_store().create(key_id=key_id, curve=CURVES[purpose])


def list_key_names(*, purpose: KeyPurpose) -> tuple[str, ...]:
    """Return the names of a part's keys, sorted."""
    prefix = key_id_of(purpose=purpose, name="")
    return tuple(key_id.removeprefix(prefix) for key_id in wiring.key_store().list_ids(prefix=prefix))


def get_public_key(*, purpose: KeyPurpose, name: str) -> ec.EllipticCurvePublicKey:
    """Return the public half of a part's key. Raises KeyMissing."""
    return wiring.key_store().public_key(key_id=key_id_of(purpose=purpose, name=name))


def get_rsa_public_key(*, purpose: KeyPurpose, name: str) -> rsa.RSAPublicKey:
    """Return the public half of a part's RSA key. Raises KeyMissing."""
    return wiring.key_store().rsa_public_key(key_id=key_id_of(purpose=purpose, name=name))


def sign_with_key(*, purpose: KeyPurpose, name: str, data: bytes) -> bytes:
    """Return a signature over SHA-256 by a part's key: DER ECDSA, or RSA as its purpose pads. Raises KeyMissing."""
    key_id, digest = key_id_of(purpose=purpose, name=name), hashes.SHA256()
    padding = PADDINGS.get(purpose)
    if padding is not None:
        return wiring.key_store().sign_rsa(key_id=key_id, data=data, digest=digest, padding=padding)
    return wiring.key_store().sign(key_id=key_id, data=data, digest=digest)


def destroy_key(*, purpose: KeyPurpose, name: str) -> None:
    """Destroy a part's key for good; nothing happens if there is none."""
    wiring.key_store().destroy(key_id=key_id_of(purpose=purpose, name=name))


def key_identifier(certificate: x509.Certificate) -> str:
    """Return the subject key identifier's first 8 bytes in hexadecimal: short enough for a QR code."""
    found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return found.value.digest[:8].hex()


def _usable_certificate(office: str) -> x509.Certificate:
    # an office's code may come from a file or a form: only a known one may become part of a label
    known = office in wiring.office_directory().list()
    certificate = wiring.certificate_store().find(label=seal_label(office)) if known else None
    if certificate is None:
        raise SealUnavailable(f"there is no seal for {office}")
    if not certificate.not_valid_before_utc <= now() <= certificate.not_valid_after_utc:
        raise SealUnavailable(f"the certificate of the seal of {office} is out of date")
    try:
        authority.require_key(keys=wiring.key_store(), label=seal_label(office), certificate=certificate)
    except KeyMissing as error:
        raise SealUnavailable(f"the key of the seal of {office} is missing") from error
    return certificate


def _seal(office: Office, certificate: x509.Certificate, issuing: x509.Certificate) -> Seal:
    return Seal(
        office=office.code,
        title=office.title,
        signatory=office.signatory,
        place=office.place,
        certificate=certificate.public_bytes(Encoding.DER),
        chain=(issuing.public_bytes(Encoding.DER),),
        key_id=key_identifier(certificate),
    )
