"""PAdES seals (ETSI EN 319 142-1, level B-B) by pyHanko, with a key that stays in trust."""

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from asn1crypto import tsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec, SigningCertificateV2Provider
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko_certvalidator.registry import SimpleCertificateStore

from hukumati.documents.errors import SealUnavailable
from hukumati.trust import api as trust

_LONGEST_SIGNATURE = 72
"""Bytes of a DER ECDSA signature over P-256."""
_ROOM_FOR_ATTRIBUTES = 2048
"""Bytes of a CMS besides certificates and signature: about 600 are used, names of issuers included."""


class PadesSealer:
    """Seals with pyHanko; the private key stays in trust."""

    def seal(self, *, pdf: bytes, seal: trust.Seal, serial: str, contact: str) -> bytes:
        """Return the PDF with a certification signature that permits no later change. Raises SealUnavailable."""
        return _seal(pdf=pdf, seal=seal, serial=serial, contact=contact)


class _SigningCertificate(SigningCertificateV2Provider):
    """The signing certificate's attribute, encoded once for each certificate.

    A value built in Python is encoded by asn1crypto twice at each of its levels, whenever it is copied into another;
    what was read from DER is not encoded again. Encoding it took half of a seal's time.
    """

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:
        return tsp.SigningCertificateV2.load(_encode_signing_certificate(self.signing_cert.dump()))


@lru_cache(maxsize=64)
def _encode_signing_certificate(certificate: bytes) -> bytes:
    return bytes(as_signing_certificate_v2(x509.Certificate.load(certificate)).dump())


class _SignedAttributes(SignedAttributeProviderSpec):
    """What is signed besides the digest (ETSI EN 319 142-1 §6.3, level B-B): the certificate, and no signing time."""

    def __init__(self, certificate: x509.Certificate) -> None:
        self._certificate = certificate

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> Iterator[CMSAttributeProvider]:
        yield _SigningCertificate(self._certificate)


class _OfficeSigner(signers.Signer):
    def __init__(self, seal: trust.Seal) -> None:
        chain = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        chain.register_multiple(x509.Certificate.load(der) for der in seal.chain)
        super().__init__(signing_cert=x509.Certificate.load(seal.certificate), cert_registry=chain, embed_roots=False)
        self.signed_attr_prov_spec = _SignedAttributes(self.signing_cert)
        self._office = seal.office

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(_LONGEST_SIGNATURE)
        if digest_algorithm != "sha256":
            raise ValueError(f"seals are made over SHA-256, not {digest_algorithm}")
        return trust.sign(office=self._office, data=data)


def _hex_digits_reserved(seal: trust.Seal) -> int:
    """Return an upper bound of the signature's size; pyHanko would learn it from a dry run of its own."""
    return 2 * (len(seal.certificate) + sum(map(len, seal.chain)) + _LONGEST_SIGNATURE + _ROOM_FOR_ATTRIBUTES)


def _with_last_line_ended(pdf: bytes) -> bytes:
    """Return a PDF to which an update can be appended; the update's first object begins a line (ISO 19005-2 §6.1.9)."""
    return pdf if pdf.endswith((b"\n", b"\r")) else pdf + b"\n"


def _seal(*, pdf: bytes, seal: trust.Seal, serial: str, contact: str) -> bytes:
    metadata: Any = signers.PdfSignatureMetadata(
        field_name="Seal",
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=f"Official e-seal of document {serial}",
        contact_info=contact,
        name=seal.title.en,
    )
    signer = signers.PdfSigner(metadata, signer=_OfficeSigner(seal))
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(_with_last_line_ended(pdf)))
        return bytes(signer.sign_pdf(writer, bytes_reserved=_hex_digits_reserved(seal)).getvalue())
    except trust.SealUnavailable as error:
        raise SealUnavailable(str(error)) from error
