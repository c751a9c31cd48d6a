"""What the door returns: services, their versions, and where they use the data dictionary."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.service_language.api import Definition


@dataclass(frozen=True, slots=True)
class Summary:
    """A service as lists and search results show it; `fee` is the lowest amount that can be known beforehand.

    `opens_on` is the first day of a call that is not open yet, `closed_on` the last day of one that is over.
    """

    code: str
    slug: str
    name: Bilingual
    summary: Bilingual
    provider: str
    provider_name: Bilingual
    kind: str
    status: str
    fee: Money | None
    fee_official: bool
    opens_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One published version of a service."""

    summary: Summary
    version_id: UUID
    number: int
    definition: Definition


@dataclass(frozen=True, slots=True)
class ElementUse:
    """That a service reads, asks or issues an element; `label` names the register, question or document."""

    service: Summary
    kind: Literal["register", "question", "document"]
    label: Bilingual


@dataclass(frozen=True, slots=True)
class ProviderService:
    """A published service as those see it who write it, retired ones too; `id` is what a foreign key refers to."""

    id: int
    code: str
    slug: str
    identifier: str
    provider: str
    status: str
    name: Bilingual
    current_id: UUID
    current_number: int


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """One version of a service; `has_source` is false where it was published without its files."""

    id: UUID
    number: int
    published_at: datetime
    published_by: str
    has_source: bool
