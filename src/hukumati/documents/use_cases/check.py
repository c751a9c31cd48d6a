"""Public verification: was this paper, this QR code or this file issued, and is it still valid?"""

import hashlib
import hmac
from datetime import date
from typing import Final

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from hukumati.core import security_events
from hukumati.core.limits import allow
from hukumati.documents import queries, wiring
from hukumati.documents.domain.inspection import Inspection
from hukumati.documents.domain.numbering import find_serials, normalise_code, parse_serial
from hukumati.documents.domain.token import TokenInvalid, decode
from hukumati.documents.errors import DocumentDamaged, TooManyChecks
from hukumati.documents.models import SealedDocument
from hukumati.documents.records import PdfVerdict, Verdict
from hukumati.trust import api as trust

LARGEST_PDF: Final = 10 * 1024 * 1024
_HEADER_WITHIN: Final = 1024
_SERIALS_TRIED: Final = 5
_SIGNATURE: Final = b"/ByteRange"
"""What a signed file holds, though it be too damaged to be read."""
log = structlog.get_logger(__name__)
UNKNOWN: Final = Verdict(state="unknown")


def check_serial(*, serial: str, code: str, address: str, today: date) -> Verdict:
    """Compare a typed serial and code with the register; a wrong code looks like an unknown document.

    Only what is wrong counts, and after it was compared: nobody's guesses keep a right code from being known. A code
    has fifty random bits; the limits are there for the load of guessing, not for its chances.
    """
    number = parse_serial(serial)
    row = queries.find_row(number) if number else None
    try:
        right = row is not None and hmac.compare_digest(normalise_code(code).encode(), _code(row).encode())
    except DocumentDamaged:
        log.exception("documents.code_unreadable", serial=number)
        return Verdict(state="uncheckable")
    if row is None or not right:
        _limit(key=f"documents.check:{address}" if address else "", at_most=30, per_seconds=600)
        _limit(key=f"documents.check_serial:{number}" if number else "", at_most=60, per_seconds=3600)
        return UNKNOWN
    return queries.to_verdict(row, today=today, with_particulars=True)


def check_qr(*, token: str, today: date) -> Verdict:
    """Verify a QR code's token (or its whole address) by the known seals, and look up its document."""
    keys = [(seal.key_id, _public_key(seal.certificate)) for seal in trust.list_seals()]
    try:
        claims = decode(token=token.strip().rpartition("#")[2], keys=keys)
    except TokenInvalid:
        return UNKNOWN
    row = queries.find_row(claims.serial)
    if row is None or bytes(row.binding) != claims.binding or row.kind != claims.kind:
        return UNKNOWN
    return queries.to_verdict(row, today=today, with_particulars=False)


def check_pdf(*, data: bytes, address: str, today: date) -> PdfVerdict:
    """Return whether a file is, byte for byte, one that was sealed and registered."""
    if len(data) > LARGEST_PDF:
        return PdfVerdict(state="too_large")
    row = queries.rows().filter(sha256=hashlib.sha256(data).hexdigest()).first()
    if row:
        return _check_registered(row=row, data=data, today=today)
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        return PdfVerdict(state="not_a_pdf")
    _limit(key=f"documents.check_pdf:{address}" if address else "", at_most=20, per_seconds=600)
    found = wiring.inspector().inspect_untrusted(data=data, roots=trust.root_certificates())
    return _judge(found=found, serial=_known_serial(data), signed=_SIGNATURE in data)


def _check_registered(*, row: SealedDocument, data: bytes, today: date) -> PdfVerdict:
    """Verify the seal as well, so that a row that an intruder inserts makes no file valid."""
    found = wiring.inspector().inspect_own(data=data, roots=trust.root_certificates(), at=row.sealed_at)
    if not (found.by_us and found.whole):
        _alarm("document.registered_without_seal", serial=row.allocation.serial)
        return PdfVerdict(state="unknown")
    details = queries.to_verdict(row, today=today, with_particulars=True)
    return PdfVerdict(
        state=details.state,
        serial=row.allocation.serial,
        signer=found.signer,
        signed_at=found.signed_at,
        details=details,
    )


def _judge(*, found: Inspection | None, serial: str | None, signed: bool) -> PdfVerdict:
    """Say what an unregistered file is: ours and changed, ours and never issued, a copy, locked, or none of ours."""
    ours = {hashlib.sha256(seal.certificate).hexdigest() for seal in trust.list_seals()}
    if found and found.encrypted:
        return PdfVerdict(state="encrypted", serial=serial)
    if found and found.certificate in ours and found.whole:
        _alarm("document.sealed_unregistered", serial=serial or "")
        return PdfVerdict(state="unregistered", serial=serial, signer=found.signer, signed_at=found.signed_at)
    if (found and found.certificate in ours) or (serial and signed):
        return PdfVerdict(state="altered", serial=serial)
    if serial:
        return PdfVerdict(state="copy", serial=serial)
    return PdfVerdict(state="unknown" if found else "not_a_pdf")


def _alarm(kind: str, *, serial: str) -> None:
    """Tell the operator what must never be: a seal and the register contradict each other."""
    security_events.note(kind, subject=serial)
    log.error(kind, serial=serial)


def _known_serial(data: bytes) -> str | None:
    tried = find_serials(data)[:_SERIALS_TRIED]
    known = set(queries.rows().filter(allocation__serial__in=tried).values_list("allocation__serial", flat=True))
    return next((serial for serial in tried if serial in known), None)


def _limit(*, key: str, at_most: int, per_seconds: int) -> None:
    if key and not allow(key=key, at_most=at_most, per_seconds=per_seconds):
        raise TooManyChecks("too many documents were checked; try again later")


def _code(row: SealedDocument) -> str:
    return normalise_code(wiring.code_cipher().decrypt(row.allocation.code_encrypted))


def _public_key(der: bytes) -> ec.EllipticCurvePublicKey:
    key = x509.load_der_x509_certificate(der).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise TypeError("seals have elliptic-curve keys")
    return key
