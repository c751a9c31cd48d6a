"""The shapes that pass through the door."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from hukumati.core.bilingual import Bilingual
from hukumati.core.json import JsonObject
from hukumati.core.languages import DocumentLanguage
from hukumati.documents.domain.status import State
from hukumati.documents.domain.typesetting import Template


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """What to issue. `key` makes it happen once; `bound`, the ID number, is what the QR code is tied to.

    `optional` names the data that may be empty (see `missing_fields`); `legal_basis` is the law that it rests on.
    `photo` is the holder's picture, JPEG or PNG, on a document that shows one; empty where it should and is missing.
    """

    key: str
    kind: str
    serial_prefix: str
    template: Template
    data: JsonObject
    title: Bilingual
    seal: str
    owner: str
    case_reference: str
    bound: str
    issued_on: date
    valid_until: date | None
    optional: tuple[str, ...] = ()
    legal_basis: Bilingual | None = None
    language: DocumentLanguage = "both"
    photo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Particular:
    """One registered fact, to compare with the paper."""

    label: Bilingual
    value: Bilingual


@dataclass(frozen=True, slots=True)
class Document:
    """An issued document as its owner sees it. `sha256` is hexadecimal, `size` in bytes.

    `particulars` are what its template registered: first of whom or of what it is.
    """

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
    particulars: tuple[Particular, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the public learns of a document: nothing of an unknown one, particulars only with the printed code.

    `comparable` is what is shown to whoever scans the QR code: initials and a year, to compare with the paper.
    "uncheckable": the register cannot read its own codes, so that nothing is said about the document.
    """

    state: Literal["valid", "revoked", "expired", "unknown", "uncheckable"]
    serial: str | None = None
    kind: str | None = None
    title: Bilingual | None = None
    issuer: Bilingual | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    revoked_at: datetime | None = None
    particulars: tuple[Particular, ...] | None = None
    comparable: tuple[Particular, ...] = ()


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """What the public learns of a file. `details` are those of the register, when the file is the one issued.

    "altered": it carries our seal and is not what was sealed. "unregistered": the seal is whole, but no such document
    is on record. "copy": it names a document of ours and carries no seal of ours. "encrypted": it is locked.
    """

    state: Literal[
        "valid", "revoked", "expired", "altered", "unregistered", "copy", "encrypted", "unknown", "uncheckable",
        "not_a_pdf", "too_large",
    ]  # fmt: skip
    serial: str | None = None
    signer: str | None = None
    signed_at: datetime | None = None
    details: Verdict | None = None
