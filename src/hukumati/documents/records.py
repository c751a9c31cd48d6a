"""The shapes that pass through the door."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from hukumati.core.bilingual import Bilingual
from hukumati.core.json import JsonObject
from hukumati.documents.domain.status import State
from hukumati.documents.domain.typesetting import Template


@dataclass(frozen=True, slots=True)
class IssueRequest:
    """What to issue. `key` makes it happen once; `bound`, the ID number, is what the QR code is tied to."""

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
    """What the public learns of a document: nothing of an unknown one, particulars only with the printed code."""

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
