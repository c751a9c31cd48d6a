"""Reads of the register of documents, and its rows as the shapes of the door."""

from datetime import date

from django.db.models import QuerySet

from hukumati.core.bilingual import Bilingual
from hukumati.core.rows import PreparedQuery
from hukumati.documents import wiring
from hukumati.documents.domain.comparing import WAYS
from hukumati.documents.domain.status import state_of
from hukumati.documents.errors import NoSuchDocument
from hukumati.documents.models import SealedDocument
from hukumati.documents.records import Document, Particular, Verdict

_OF_CASE = PreparedQuery(
    SealedDocument, "owner = %s AND case_reference = %s ORDER BY sealed_at DESC", related=["allocation"]
)


def rows() -> QuerySet[SealedDocument]:
    """Return all documents with their serials."""
    return SealedDocument.objects.select_related("allocation")


def find_row(serial: str) -> SealedDocument | None:
    """Return the document with a serial."""
    return rows().filter(allocation__serial=serial).first()


def get_own_row(serial: str, owner: str) -> SealedDocument:
    """Return an owner's document. Raises NoSuchDocument, for somebody else's too."""
    row = rows().filter(allocation__serial=serial, owner=owner).first() if owner else None
    if row is None:
        raise NoSuchDocument("there is no such document")
    return row


def list_rows(*, owner: str | None, case_reference: str | None) -> list[SealedDocument]:
    """Return the documents of an owner, a case, or both, newest first. Raises ValueError for neither."""
    if owner is None and case_reference is None:
        raise ValueError("name an owner or a case")
    if owner is not None and case_reference is not None:  # every page of a case asks this
        return _OF_CASE.all(owner, case_reference)
    wanted = {"owner": owner, "case_reference": case_reference}
    found = rows().filter(**{name: value for name, value in wanted.items() if value is not None})
    return list(found.order_by("-sealed_at"))


def to_document(row: SealedDocument, *, today: date) -> Document:
    """Return a row as its owner sees it on a day. Raises DocumentDamaged when its code cannot be decrypted."""
    reason = Bilingual(ar=row.revocation_reason_ar, en=row.revocation_reason_en)
    return Document(
        serial=row.allocation.serial,
        code=wiring.code_cipher().decrypt(row.allocation.code_encrypted),
        kind=row.kind,
        title=Bilingual(ar=row.title_ar, en=row.title_en),
        owner=row.owner,
        case_reference=row.case_reference,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        state=state_of(revoked_at=row.revoked_at, valid_until=row.valid_until, today=today),
        sha256=row.sha256,
        size=row.size,
        revoked_at=row.revoked_at,
        revocation_reason=reason if row.revoked_at else None,
        particulars=tuple(_particular(item) for item in row.particulars),
    )


def to_verdict(row: SealedDocument, *, today: date, with_particulars: bool) -> Verdict:
    """Return a row as the public sees it on a day."""
    return Verdict(
        state=state_of(revoked_at=row.revoked_at, valid_until=row.valid_until, today=today),
        serial=row.allocation.serial,
        kind=row.kind,
        title=Bilingual(ar=row.title_ar, en=row.title_en),
        issuer=Bilingual(ar=row.issuer_ar, en=row.issuer_en),
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        revoked_at=row.revoked_at,
        particulars=tuple(_particular(item) for item in row.particulars) if with_particulars else None,
        comparable=tuple(_comparable(item) for item in row.particulars if item.get("compare") in WAYS),
    )


def _comparable(item: dict[str, str]) -> Particular:
    shown = WAYS[item["compare"]]
    found = _particular(item)
    return Particular(label=found.label, value=Bilingual(ar=shown(found.value.ar), en=shown(found.value.en)))


def _particular(item: dict[str, str]) -> Particular:
    return Particular(
        label=Bilingual(ar=item["label_ar"], en=item["label_en"]),
        value=Bilingual(ar=item["value_ar"], en=item["value_en"]),
    )
