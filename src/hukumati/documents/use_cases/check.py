"""What anybody may ask: is this paper, this QR code or this file one that was issued, and does it still hold?"""

import hashlib
import hmac
import re
from datetime import date
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from django.db.models import QuerySet

from hukumati.core.limits import allow
from hukumati.documents.adapters import codes
from hukumati.documents.adapters.inspector_process import inspect_apart
from hukumati.documents.domain.inspection import Inspection
from hukumati.documents.domain.numbering import read_code, read_serial
from hukumati.documents.domain.token import TokenInvalid, decode
from hukumati.documents.errors import TooManyChecks
from hukumati.documents.models import SealedDocument
from hukumati.documents.records import PdfVerdict, Verdict, verdict
from hukumati.trust import api as trust

LARGEST_PDF: Final = 10 * 1024 * 1024
_HEADER_WITHIN: Final = 1024
_SERIAL_IN_FILE: Final = re.compile(rb"[A-Z]{2,5}-20[0-9]{2}-[0-9]{7}")
_SERIALS_TRIED: Final = 5
UNKNOWN: Final = Verdict(state="unknown")


def check_serial(*, serial: str, code: str, address: str, today: date) -> Verdict:
    """Compare a typed serial and code with the register; a wrong code is told as an unknown document."""
    _limit(key=f"documents.check:{address}" if address else "", at_most=30, per_seconds=600)
    number = read_serial(serial)
    if not number:
        return UNKNOWN
    _limit(key=f"documents.check_serial:{number}", at_most=60, per_seconds=3600)
    row = _row(number)
    if row is None or not hmac.compare_digest(read_code(code).encode(), _code(row).encode()):
        return UNKNOWN
    return verdict(row, today=today, with_particulars=True)


def check_qr(*, token: str, today: date) -> Verdict:
    """Verify a QR code's token (or its whole address) by the known seals, and look its document up."""
    keys = [(seal.key_id, _public_key(seal.certificate)) for seal in trust.list_seals()]
    try:
        claims = decode(token=token.strip().rpartition("#")[2], keys=keys)
    except TokenInvalid:
        return UNKNOWN
    row = _row(claims.serial)
    if row is None or bytes(row.binding) != claims.binding or row.kind != claims.kind:
        return UNKNOWN
    return verdict(row, today=today, with_particulars=False)


def check_pdf(*, data: bytes, address: str, today: date) -> PdfVerdict:
    """Return whether a file is, byte for byte, one that was sealed and registered."""
    if len(data) > LARGEST_PDF:
        return PdfVerdict(state="too_large")
    row = _rows().filter(sha256=hashlib.sha256(data).hexdigest()).first()
    if row:
        return _check_registered(row=row, data=data, today=today)
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        return PdfVerdict(state="not_a_pdf")
    _limit(key=f"documents.check_pdf:{address}" if address else "", at_most=20, per_seconds=600)
    return _judge(found=inspect_apart(data=data, roots=trust.root_certificates()), data=data)


def _check_registered(*, row: SealedDocument, data: bytes, today: date) -> PdfVerdict:
    """Verify the seal as well, so that a row put into the register by an intruder makes nothing valid."""
    from hukumati.documents.adapters.inspector import inspect

    found = inspect(data=data, roots=trust.root_certificates(), at=row.sealed_at)
    if not (found.by_us and found.whole):
        return PdfVerdict(state="unknown")
    details = verdict(row, today=today, with_particulars=True)
    return PdfVerdict(
        state=details.state,
        serial=row.allotment.serial,
        signer=found.signer,
        signed_at=found.signed_at,
        details=details,
    )


def _judge(*, found: Inspection | None, data: bytes) -> PdfVerdict:
    """Tell an altered copy of ours from a file that has nothing to do with us."""
    serial = _known_serial(data)
    ours = {hashlib.sha256(seal.certificate).hexdigest() for seal in trust.list_seals()}
    if serial or (found and found.certificate in ours and not found.whole):
        return PdfVerdict(state="altered", serial=serial)
    return PdfVerdict(state="unknown" if found else "not_a_pdf")


def _known_serial(data: bytes) -> str | None:
    named = dict.fromkeys(match.decode() for match in _SERIAL_IN_FILE.findall(data))
    tried = list(named)[:_SERIALS_TRIED]
    known = set(_rows().filter(allotment__serial__in=tried).values_list("allotment__serial", flat=True))
    return next((serial for serial in tried if serial in known), None)


def _limit(*, key: str, at_most: int, per_seconds: int) -> None:
    if key and not allow(key=key, at_most=at_most, per_seconds=per_seconds):
        raise TooManyChecks("too many documents were checked; try again later")


def _rows() -> QuerySet[SealedDocument]:
    return SealedDocument.objects.select_related("allotment")


def _row(serial: str) -> SealedDocument | None:
    return _rows().filter(allotment__serial=serial).first()


def _code(row: SealedDocument) -> str:
    return read_code(codes.decrypt(row.allotment.code_encrypted))


def _public_key(der: bytes) -> ec.EllipticCurvePublicKey:
    key = x509.load_der_x509_certificate(der).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("seals have elliptic-curve keys")
    return key
