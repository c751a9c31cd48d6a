"""Issuing: allocate a serial, sign the QR code, typeset, seal, store, register.

Only the first and the last step touch the database. Killed anywhere, it is simply done again with the same key: the
serial and code stay, and what counts is the one row that registers a file. Two at once race to that row, and the
slower one returns the faster one's document.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from hukumati.core.audit import record
from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.rows import PreparedQuery, add
from hukumati.documents import wiring
from hukumati.documents.domain.completeness import missing_fields
from hukumati.documents.domain.numbering import storage_key, storage_prefix
from hukumati.documents.domain.text import undrawable_fields
from hukumati.documents.domain.token import Claims, bind, encode
from hukumati.documents.domain.typesetting import DocumentFields
from hukumati.documents.errors import DataMissing, LettersMissing, SealUnavailable
from hukumati.documents.models import SealedDocument, SerialAllocation
from hukumati.documents.records import IssueRequest
from hukumati.documents.use_cases.allocate_serial import AllocatedSerial, allocate_serial
from hukumati.trust import api as trust

_BY_KEY = PreparedQuery(SealedDocument, "allocation.key = %s", related=["allocation"])
_ALLOCATION_LOCKED = PreparedQuery(SerialAllocation, "id = %s FOR UPDATE")


@dataclass(frozen=True, slots=True)
class _SealedFile:
    """A sealed file that is not registered yet."""

    content: bytes
    sha256: str
    storage_key: str
    seal: trust.Seal
    binding: bytes
    particulars: list[dict[str, str]]
    sealed_at: datetime


def issue(*, request: IssueRequest) -> SealedDocument:
    """Return the key's registered document; make, seal and register it if there is none.

    Raises DataMissing and LettersMissing before anything is taken: a paper without a name, or with another sign where
    a letter of it should stand, would be as good as its seal.
    """
    found = _find(request.key)
    if found:
        return found
    missing = missing_fields(request.data, optional=request.optional)
    missing += ("photo",) if request.photo == b"" else ()
    if missing:
        raise DataMissing(missing)
    undrawable = undrawable_fields(request.data)
    if undrawable:
        raise LettersMissing(undrawable)
    seal = _seal(request.seal)  # first: without a key no serial is taken
    serial = allocate_serial(key=request.key, prefix=request.serial_prefix, issued_on=request.issued_on)
    hit("documents.issue.allotted")
    store = wiring.document_store()
    file = _make(request=request, serial=serial, seal=seal)
    store.keep(key=file.storage_key, content=file.content)  # before its row: a row without a file would be a lie
    hit("documents.issue.written")
    row = _register(request=request, serial=serial, file=file)
    hit("documents.issue.committed")
    prefix = storage_prefix(year=serial.year, serial=serial.serial)
    transaction.on_commit(lambda: store.keep_only(prefix=prefix, key=row.storage_key))
    return row


def verify_url() -> str:
    """Return the address at which anybody verifies a document."""
    return f"{settings.HUKUMATI.portal_url}/v"


def _find(key: str) -> SealedDocument | None:
    return _BY_KEY.first(key)


def _seal(office: str) -> trust.Seal:
    try:
        return trust.get_seal(office=office)
    except trust.SealUnavailable as error:
        raise SealUnavailable(str(error)) from error


def _make(*, request: IssueRequest, serial: AllocatedSerial, seal: trust.Seal) -> _SealedFile:
    at = now()
    binding = bind(code=serial.code, serial=serial.serial, bound=request.bound)
    token = _token(request=request, serial=serial.serial, binding=binding, seal=seal, at=at)
    fields = _fields(request=request, serial=serial, seal=seal, token=token)
    draft = wiring.typesetter().typeset(
        template=request.template, data=request.data, fields=fields, issued_on=request.issued_on, photo=request.photo
    )
    hit("documents.issue.compiled")
    content = wiring.sealer().seal(pdf=draft.pdf, seal=seal, serial=serial.serial, contact=verify_url())
    hit("documents.issue.sealed")
    sha256 = hashlib.sha256(content).hexdigest()
    return _SealedFile(
        content=content,
        sha256=sha256,
        storage_key=storage_key(year=serial.year, serial=serial.serial, sha256=sha256),
        seal=seal,
        binding=binding,
        particulars=[*draft.particulars, *_of_the_issue(fields)],
        sealed_at=at,
    )


def _token(*, request: IssueRequest, serial: str, binding: bytes, seal: trust.Seal, at: datetime) -> str:
    claims = Claims(
        issuer=seal.office,
        serial=serial,
        kind=request.kind,
        binding=binding,
        issued_at=at,
        valid_from=request.issued_on,
        valid_until=request.valid_until,
    )
    try:
        return encode(claims=claims, key_id=seal.key_id, sign=lambda data: trust.sign(office=seal.office, data=data))
    except trust.SealUnavailable as error:
        raise SealUnavailable(str(error)) from error


def _fields(*, request: IssueRequest, serial: AllocatedSerial, seal: trust.Seal, token: str) -> DocumentFields:
    basis = request.legal_basis
    return DocumentFields(
        language=request.language,
        serial=serial.serial,
        code=serial.code,
        qr=wiring.qr_drawer().draw(f"{verify_url()}#{token}"),
        verify_url=verify_url(),
        issued=_day(request.issued_on),
        valid_until=_day(request.valid_until) if request.valid_until else None,
        issuer_ar=seal.title.ar,
        issuer_en=seal.title.en,
        signatory_ar=seal.signatory.name.ar,
        signatory_en=seal.signatory.name.en,
        post_ar=seal.signatory.post.ar,
        post_en=seal.signatory.post.en,
        place_ar=seal.place.ar,
        place_en=seal.place.en,
        legal_basis_ar=basis.ar if basis else None,
        legal_basis_en=basis.en if basis else None,
    )


def _of_the_issue(fields: DocumentFields) -> list[dict[str, str]]:
    """Return who answers for the document, where and by which law, as particulars: offices change, these do not."""
    signatory = f"{fields['signatory_ar']}، {fields['post_ar']}", f"{fields['signatory_en']}, {fields['post_en']}"
    rows = [
        ("عن الجهة المصدرة", "For the issuing authority", *signatory),
        ("مكان الإصدار", "Place of issue", fields["place_ar"], fields["place_en"]),
        ("السند القانوني", "Legal basis", fields["legal_basis_ar"], fields["legal_basis_en"]),
    ]
    return [
        {"label_ar": label_ar, "label_en": label_en, "value_ar": ar, "value_en": en}
        for label_ar, label_en, ar, en in rows
        if ar and en
    ]


def _day(day: date) -> list[int]:
    return [day.year, day.month, day.day]


@transaction.atomic
def _register(*, request: IssueRequest, serial: AllocatedSerial, file: _SealedFile) -> SealedDocument:
    """Write the document's row, unless another attempt has; the lock on the allocation's row decides which."""
    allocation = _ALLOCATION_LOCKED.get(serial.id)
    found = _find(request.key)
    if found:
        return found
    row = SealedDocument(
        allocation=allocation,
        kind=request.kind,
        title_ar=request.title.ar,
        title_en=request.title.en,
        issuer_ar=file.seal.title.ar,
        issuer_en=file.seal.title.en,
        seal=file.seal.office,
        key_id=file.seal.key_id,
        owner=request.owner,
        case_reference=request.case_reference,
        issued_on=request.issued_on,
        valid_until=request.valid_until,
        binding=file.binding,
        particulars=file.particulars,
        sha256=file.sha256,
        size=len(file.content),
        storage_key=file.storage_key,
        sealed_at=file.sealed_at,
    )
    add(row)
    record(
        subject=f"document:{serial.serial}",
        actor="system",
        action="document.issued",
        details={"case": request.case_reference, "kind": request.kind, "sha256": file.sha256},
    )
    hit("documents.issue.before_commit")
    return row
