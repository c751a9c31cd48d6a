"""The door of documents: what the state issues is typeset, sealed, stored and verified here.

DocumentsError
├── SealUnavailable    the office's key is missing, broken or out of date; nothing was issued, try again later
├── TemplateFailed     the template does not compile with these data
├── DataMissing        something that the paper must say is empty; nothing was issued
├── LettersMissing     the fonts have no letter for a character of the data; nothing was issued
├── DocumentDamaged    the stored bytes are gone or are not those that were sealed
├── NoSuchDocument     none with this serial and owner
├── InspectorBusy      as many files are being inspected as may be at once, try again in a minute
└── TooManyChecks      too many verifications from one address, or for one serial

Codes and ID numbers are never put into a log or an address.
"""

import hashlib
import hmac

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now
from hukumati.documents import queries, wiring
from hukumati.documents.domain.completeness import missing_fields
from hukumati.documents.domain.typesetting import Template, TemplateFault, TemplateSample
from hukumati.documents.errors import (
    DataMissing,
    DocumentDamaged,
    DocumentsError,
    InspectorBusy,
    LettersMissing,
    NoSuchDocument,
    SealUnavailable,
    TemplateFailed,
    TooManyChecks,
)
from hukumati.documents.records import Document, IssueRequest, Particular, PdfVerdict, Verdict
from hukumati.documents.use_cases import check
from hukumati.documents.use_cases import issue as issuing
from hukumati.documents.use_cases import revoke as revoking
from hukumati.documents.use_cases.check_templates import check_templates

__all__ = [
    "DataMissing",
    "Document",
    "DocumentDamaged",
    "DocumentsError",
    "InspectorBusy",
    "IssueRequest",
    "LettersMissing",
    "NoSuchDocument",
    "Particular",
    "PdfVerdict",
    "SealUnavailable",
    "Template",
    "TemplateFailed",
    "TemplateFault",
    "TemplateSample",
    "TooManyChecks",
    "Verdict",
    "check_pdf",
    "check_qr",
    "check_serial",
    "check_templates",
    "get_document",
    "issue",
    "list_documents",
    "missing_fields",
    "read_pdf",
    "revoke",
]


def issue(*, request: IssueRequest) -> Document:
    """Typeset, seal and register a document, once per `request.key`; a second call returns the same document.

    Call it from a job, outside of transactions: it takes about a tenth of a second of processor time.
    Raises DataMissing, LettersMissing, SealUnavailable, TemplateFailed.
    """
    return queries.to_document(issuing.issue(request=request), today=local_date(now()))


def get_document(*, serial: str, owner: str) -> Document:
    """Return an owner's document. Raises NoSuchDocument, for somebody else's too."""
    return queries.to_document(queries.get_own_row(serial, owner), today=local_date(now()))


def list_documents(*, owner: str | None = None, case_reference: str | None = None) -> tuple[Document, ...]:
    """Return the documents of an owner, a case, or both, newest first. Raises ValueError for neither."""
    rows = queries.list_rows(owner=owner, case_reference=case_reference)
    return tuple(queries.to_document(row, today=local_date(now())) for row in rows)


def read_pdf(*, serial: str, owner: str) -> bytes:
    """Return the sealed bytes as they were registered. Raises NoSuchDocument, DocumentDamaged."""
    row = queries.get_own_row(serial, owner)
    content = wiring.document_store().read(key=row.storage_key)
    if content is None or not hmac.compare_digest(hashlib.sha256(content).hexdigest(), row.sha256):
        raise DocumentDamaged(f"the stored file of {serial} is missing or was changed")
    return content


def revoke(*, serial: str, reason: Bilingual | str, actor: str) -> Document:
    """Revoke a document; its bytes stay. A second time changes nothing. Raises NoSuchDocument."""
    both = reason if isinstance(reason, Bilingual) else Bilingual(ar=reason, en=reason)
    return queries.to_document(revoking.revoke(serial=serial, reason=both, actor=actor), today=local_date(now()))


def check_serial(*, serial: str, code: str, address: str = "") -> Verdict:
    """Return the verdict on a paper by its serial and printed code, with the registered particulars.

    `address` is the visitor's, for the limit.
    Raises TooManyChecks: 30 in ten minutes from an address, 60 an hour for a serial.
    """
    return check.check_serial(serial=serial, code=code, address=address, today=local_date(now()))


def check_qr(*, token: str) -> Verdict:
    """Return the verdict on a QR code's token or address, without particulars."""
    return check.check_qr(token=token, today=local_date(now()))


def check_pdf(*, data: bytes, address: str = "") -> PdfVerdict:
    """Return whether a file is one of ours, unchanged, and still valid; the file is not kept.

    A file that is not registered is inspected in a process of its own, under limits. Raises TooManyChecks,
    InspectorBusy.
    """
    return check.check_pdf(data=data, address=address, today=local_date(now()))
