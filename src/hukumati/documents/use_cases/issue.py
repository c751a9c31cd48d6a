"""Issuing: allot, sign the QR, typeset, seal, write the file, register. Only the first and last touch the database.

Killed anywhere, it is simply done again with the same key: the serial and code stay, and what counts is the one row
that registers a file. Two at once race to that row, and the slower one returns the faster one's document.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from hukumati.core.audit import record
from hukumati.core.clock import now
from hukumati.core.failpoints import hit
from hukumati.core.rows import PreparedQuery, add
from hukumati.documents.adapters import qr
from hukumati.documents.adapters.document_store import Vault, path_of
from hukumati.documents.adapters.typesetter import Typeset, typeset
from hukumati.documents.domain.token import Claims, bind, encode
from hukumati.documents.errors import SealUnavailable
from hukumati.documents.models import Allotment, SealedDocument
from hukumati.documents.records import IssueRequest
from hukumati.documents.use_cases.allocate_serial import Allotted, allot
from hukumati.trust import api as trust

_BY_KEY = PreparedQuery(SealedDocument, "allotment.key = %s", related=["allotment"])
_ALLOTMENT_LOCKED = PreparedQuery(Allotment, "id = %s FOR UPDATE")


@dataclass(frozen=True, slots=True)
class _Made:
    """A sealed file that is not registered yet."""

    content: bytes
    sha256: str
    path: str
    seal: trust.Seal
    binding: bytes
    particulars: list[dict[str, str]]
    sealed_at: datetime


def issue(*, request: IssueRequest) -> SealedDocument:
    """Return the key's registered document, making it if there is none."""
    found = _find(request.key)
    if found:
        return found
    seal = _seal(request.seal)  # first: without a key no serial is taken
    allotted = allot(key=request.key, prefix=request.serial_prefix, issued_on=request.issued_on)
    hit("documents.issue.allotted")
    made = _make(request=request, allotted=allotted, seal=seal)
    vault().write(path=made.path, content=made.content)
    hit("documents.issue.written")
    row = _register(request=request, allotted=allotted, made=made)
    hit("documents.issue.committed")
    transaction.on_commit(lambda: vault().keep_only(serial=allotted.serial, path=row.path))
    return row


def vault() -> Vault:
    return Vault(folder=settings.HUKUMATI.data_dir / "documents")


def verify_url() -> str:
    return f"{settings.HUKUMATI.portal_url}/v"


def _find(key: str) -> SealedDocument | None:
    return _BY_KEY.first(key)


def _seal(office: str) -> trust.Seal:
    try:
        return trust.get_seal(office=office)
    except trust.SealUnavailable as error:
        raise SealUnavailable(str(error)) from error


def _make(*, request: IssueRequest, allotted: Allotted, seal: trust.Seal) -> _Made:
    from hukumati.documents.adapters.sealer import seal_pdf

    at = now()
    binding = bind(code=allotted.code, serial=allotted.serial, bound=request.bound)
    token = _token(request=request, serial=allotted.serial, binding=binding, seal=seal, at=at)
    draft = _typeset(request=request, allotted=allotted, seal=seal, token=token)
    hit("documents.issue.compiled")
    content = seal_pdf(pdf=draft.pdf, seal=seal, serial=allotted.serial, contact=verify_url())
    hit("documents.issue.sealed")
    sha256 = hashlib.sha256(content).hexdigest()
    return _Made(
        content=content,
        sha256=sha256,
        path=path_of(serial=allotted.serial, sha256=sha256),
        seal=seal,
        binding=binding,
        particulars=draft.particulars,
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


def _typeset(*, request: IssueRequest, allotted: Allotted, seal: trust.Seal, token: str) -> Typeset:
    until = request.valid_until
    about: dict[str, Any] = {
        "serial": allotted.serial,
        "code": allotted.code,
        "qr": qr.draw(f"{verify_url()}#{token}"),
        "verify_url": verify_url(),
        "issued": [request.issued_on.year, request.issued_on.month, request.issued_on.day],
        "valid_until": [until.year, until.month, until.day] if until else None,
        "issuer_ar": seal.title.ar,
        "issuer_en": seal.title.en,
    }
    return typeset(
        source=request.template.source,
        name=request.template.name,
        data=request.data,
        about=about,
        issued_on=request.issued_on,
        bundles=settings.HUKUMATI.data_dir / "bundles",
    )


@transaction.atomic
def _register(*, request: IssueRequest, allotted: Allotted, made: _Made) -> SealedDocument:
    """Write the document's row, unless another attempt has; the allotment's row lock decides who."""
    allotment = _ALLOTMENT_LOCKED.get(allotted.id)
    found = _find(request.key)
    if found:
        return found
    row = SealedDocument(
        allotment=allotment,
        kind=request.kind,
        title_ar=request.title.ar,
        title_en=request.title.en,
        issuer_ar=made.seal.title.ar,
        issuer_en=made.seal.title.en,
        seal=made.seal.office,
        key_id=made.seal.key_id,
        owner=request.owner,
        case_reference=request.case_reference,
        issued_on=request.issued_on,
        valid_until=request.valid_until,
        binding=made.binding,
        particulars=made.particulars,
        sha256=made.sha256,
        size=len(made.content),
        path=made.path,
        sealed_at=made.sealed_at,
    )
    add(row)
    record(
        subject=f"document:{allotted.serial}",
        actor="system",
        action="document.issued",
        details={"case": request.case_reference, "kind": request.kind, "sha256": made.sha256},
    )
    hit("documents.issue.before_commit")
    return row
