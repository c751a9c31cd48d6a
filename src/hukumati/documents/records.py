"""The shapes that pass through the door, and how rows become them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from hukumati.core.bilingual import Bilingual
from hukumati.documents.adapters import codes
from hukumati.documents.domain.status import State, state_of
from hukumati.documents.models import SealedDocument


@dataclass(frozen=True, slots=True)
class Template:
    """A service's `documents/NAME.typ`: its typst text, and NAME. `/lib/document.typ` is there to import."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """What to issue. `key` makes it happen once; `bound` is the field the QR is tied to, the ID number."""

    key: str
    kind: str
    serial_prefix: str
    template: Template
    data: Mapping[str, Any]
    title: Bilingual
    seal: str
    owner: str
    case_reference: str
    bound: str
    issued_on: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Document:
    """An issued document as its owner sees it. `sha256` is hexadecimal, `size` in bytes."""

    serial: str
    code: str
    kind: str
    title: Bilingual
    owner: str
    case_reference: str
    issued_on: date
    valid_until: date | None
    state: State
    sha256: str
    size: int
    revoked_at: datetime | None
    revocation_reason: Bilingual | None


@dataclass(frozen=True, slots=True)
class Particular:
    """One registered fact, to compare with the paper."""

    label: Bilingual
    value: Bilingual


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the public learns of a document; of an unknown one, nothing. Particulars need the printed code."""

    state: Literal["valid", "revoked", "expired", "unknown"]
    serial: str | None = None
    kind: str | None = None
    title: Bilingual | None = None
    issuer: Bilingual | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    revoked_at: datetime | None = None
    particulars: tuple[Particular, ...] | None = None


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """What the public learns of a file. `details` are those of the register, when the file is the one issued."""

    state: Literal["valid", "altered", "revoked", "expired", "unknown", "not_a_pdf", "too_large"]
    serial: str | None = None
    signer: str | None = None
    signed_at: datetime | None = None
    details: Verdict | None = None


def document(row: SealedDocument, *, today: date) -> Document:
    reason = Bilingual(ar=row.revocation_reason_ar, en=row.revocation_reason_en)
    return Document(
        serial=row.allotment.serial,
        code=codes.decrypt(row.allotment.code_encrypted),
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
    )


def verdict(row: SealedDocument, *, today: date, with_particulars: bool) -> Verdict:
    return Verdict(
        state=state_of(revoked_at=row.revoked_at, valid_until=row.valid_until, today=today),
        serial=row.allotment.serial,
        kind=row.kind,
        title=Bilingual(ar=row.title_ar, en=row.title_en),
        issuer=Bilingual(ar=row.issuer_ar, en=row.issuer_en),
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        revoked_at=row.revoked_at,
        particulars=tuple(_particular(item) for item in row.particulars) if with_particulars else None,
    )


def _particular(item: dict[str, str]) -> Particular:
    return Particular(
        label=Bilingual(ar=item["label_ar"], en=item["label_en"]),
        value=Bilingual(ar=item["value_ar"], en=item["value_en"]),
    )
