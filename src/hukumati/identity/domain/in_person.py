"""Verifying people in person: which document an official saw, by which method, and who may not do it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Document(StrEnum):
    """What the person showed."""

    ID_CARD = "id_card"
    PASSPORT = "passport"
    REFUGEE_DOCUMENT = "refugee_document"
    RESIDENCE_DOCUMENT = "residence_document"


class Method(StrEnum):
    """How the official knew that the document is the person's."""

    PHOTOGRAPH = "photograph"
    """The face was compared with the photograph of the document or of the register."""
    KNOWN_RECORD = "known_record"
    """Questions were asked that only the record answers."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A person whom an official saw, at an office, a post office or a mission (`place` is its code)."""

    place: str
    document: Document
    document_number: str = field(repr=False)
    method: Method
    id_number: str = field(default="", repr=False)
    born_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Officer:
    """The official who acts: `number` is the staff number, `id_number` their own, `provider` their government body."""

    number: str
    id_number: str = field(default="", repr=False)
    provider: str = ""


class OfficerIsThePerson(ValueError):
    """Nobody verifies, recovers or unlocks their own account."""


class DocumentHasExpired(ValueError):
    """A document that is over proves nothing any more."""


class SecondOfficerNeeded(ValueError):
    """The act waits for another official, who is not the first."""


def check_officer(officer: Officer, *, id_number: str) -> None:
    """Raise OfficerIsThePerson where an official would act for themself."""
    if officer.id_number and officer.id_number == id_number:
        raise OfficerIsThePerson


def check_document(seen: Seen, *, today: date) -> None:
    """Raise DocumentHasExpired where the last day of the document has passed."""
    if seen.expires_on is not None and seen.expires_on < today:
        raise DocumentHasExpired


def check_second(first: str, second: Officer) -> None:
    """Raise SecondOfficerNeeded where the second official is the first."""
    if first == second.number:
        raise SecondOfficerNeeded
