"""The door of documents: what the state issues is rendered, sealed, kept and verified here.

DocumentsError
├── SealUnavailable    the office's key is missing, broken or out of date; nothing was issued, try again later
├── TemplateFailed     the template does not compile with these data
├── DocumentDamaged    the stored bytes are gone or are not those that were sealed
├── NoSuchDocument     none with this serial and owner
└── TooManyChecks      somebody asks too often

Codes and ID numbers are never put into a log or an address.
"""

import hashlib
import hmac

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now
from hukumati.core.rows import PreparedQuery
from hukumati.documents import records
from hukumati.documents.errors import (
    DocumentDamaged,
    DocumentsError,
    NoSuchDocument,
    SealUnavailable,
    TemplateFailed,
    TooManyChecks,
)
from hukumati.documents.models import SealedDocument
from hukumati.documents.records import Document, IssueRequest, Particular, PdfVerdict, Template, Verdict
from hukumati.documents.use_cases import check
from hukumati.documents.use_cases import issue as issuing
from hukumati.documents.use_cases import revoke as revoking
from hukumati.documents.use_cases.check_templates import Fault as TemplateFault
from hukumati.documents.use_cases.check_templates import Trial as TemplateTrial
from hukumati.documents.use_cases.check_templates import try_templates

__all__ = [
    "Document",
    "DocumentDamaged",
    "DocumentsError",
    "IssueRequest",
    "NoSuchDocument",
    "Particular",
    "PdfVerdict",
    "SealUnavailable",
    "Template",
    "TemplateFailed",
    "TemplateFault",
    "TemplateTrial",
    "TooManyChecks",
    "Verdict",
    "check_pdf",
    "check_qr",
    "check_serial",
    "get_document",
    "issue",
    "list_documents",
    "read_pdf",
    "revoke",
    "try_templates",
]


_OF_CASE = PreparedQuery(
    SealedDocument, "owner = %s AND case_reference = %s ORDER BY sealed_at DESC", related=["allotment"]
)


def issue(*, request: IssueRequest) -> Document:
    """Render, seal and register a document, once per `request.key`; a second call returns the first one's.

    It takes about a tenth of a second of processor time and is called outside of transactions, from a job.
    Raises SealUnavailable, TemplateFailed.
    """
    return records.document(issuing.issue(request=request), today=local_date(now()))


def get_document(*, serial: str, owner: str) -> Document:
    """Return an owner's document. Raises NoSuchDocument, for somebody else's too."""
    return records.document(_get(serial, owner), today=local_date(now()))


def list_documents(*, owner: str | None = None, case_reference: str | None = None) -> tuple[Document, ...]:
    """Return the documents of an owner, a case, or both; newest first."""
    if owner is None and case_reference is None:
        raise ValueError("name an owner or a case")
    if owner is not None and case_reference is not None:
        own = _OF_CASE.all(owner, case_reference)
        return tuple(records.document(row, today=local_date(now())) for row in own)
    wanted = {"owner": owner, "case_reference": case_reference}
    rows = SealedDocument.objects.select_related("allotment").order_by("-sealed_at")
    found = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return tuple(records.document(row, today=local_date(now())) for row in found)


def read_pdf(*, serial: str, owner: str) -> bytes:
    """Return the sealed bytes as they were registered. Raises NoSuchDocument, DocumentDamaged."""
    row = _get(serial, owner)
    content = issuing.vault().read(path=row.path)
    if content is None or not hmac.compare_digest(hashlib.sha256(content).hexdigest(), row.sha256):
        raise DocumentDamaged(f"the stored file of {serial} is missing or was changed")
    return content


def revoke(*, serial: str, reason: Bilingual | str, actor: str) -> Document:
    """End a document's validity; its bytes stay. Raises NoSuchDocument."""
    both = reason if isinstance(reason, Bilingual) else Bilingual(ar=reason, en=reason)
    return records.document(revoking.revoke(serial=serial, reason=both, actor=actor), today=local_date(now()))


def check_serial(*, serial: str, code: str, address: str = "") -> Verdict:
    """Return what the register says of a paper, with its particulars. `address` is the asker's, to limit them.

    Raises TooManyChecks: 30 in ten minutes from an address, 60 an hour for a serial.
    """
    return check.check_serial(serial=serial, code=code, address=address, today=local_date(now()))


def check_qr(*, token: str) -> Verdict:
    """Return what the register says of a QR code's token or address; without particulars."""
    return check.check_qr(token=token, today=local_date(now()))


def check_pdf(*, data: bytes, address: str = "") -> PdfVerdict:
    """Return whether a file is one of ours, unchanged, and still holds; the file is not kept.

    A file that is not ours is examined in a process of its own, under limits. Raises TooManyChecks.
    """
    return check.check_pdf(data=data, address=address, today=local_date(now()))


def _get(serial: str, owner: str) -> SealedDocument:
    rows = SealedDocument.objects.select_related("allotment")
    row = rows.filter(allotment__serial=serial, owner=owner).first() if owner else None
    if row is None:
        raise NoSuchDocument("there is no such document")
    return row
