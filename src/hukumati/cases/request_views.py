"""Side requests as citizens, officials and clerks see them: frozen views."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hukumati.cases.domain.slots import Slot
from hukumati.cases.views import CaseView
from hukumati.core.bilingual import Bilingual
from hukumati.core.json import JsonValue
from hukumati.service_language.api import Definition, Place, Question


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """A chosen place and time; `state` is booked, attended, missed or cancelled."""

    id: int
    reference: str
    service_name: Bilingual
    holder_name: Bilingual
    place: Bilingual
    place_code: str
    starts_at: datetime
    ends_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class DayOfSlots:
    """The free times of one day."""

    day: date
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Where an appointment can be had, and when at the place that was chosen."""

    places: tuple[Place, ...]
    place: Place | None
    days: tuple[DayOfSlots, ...]


@dataclass(frozen=True, slots=True)
class RequestView:
    """One side request: `text` is the service's, `question` what an official added, `said` the answer's words.

    `state` is open, answered, missed, refused or cancelled; `outcomes` are the answers there may be, by code.
    `details` hold what belongs to the kind: `papers` of a paper, `differences` of a check. `party` says who is asked
    for a consent; its state is "void" where it was given to something else than what the application says now.
    """

    id: int
    reference: str
    name: str
    kind: str
    text: Bilingual
    question: str
    state: str
    outcome: Bilingual | None
    outcomes: Mapping[str, Bilingual]
    said: str
    details: Mapping[str, Any]
    role: str
    provider: str
    asked_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    appointment: AppointmentView | None = None
    party: Bilingual | None = None

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class AssignedRequest:
    """A request as the official sees it to whom it was put, with the case it belongs to."""

    request: RequestView
    case: CaseView
    applicant_name: Bilingual


@dataclass(frozen=True, slots=True)
class CaseRequests:
    """All side requests of a case, and those that the officer may open now: texts by name."""

    requests: tuple[RequestView, ...]
    offered: Mapping[str, Bilingual]


@dataclass(frozen=True, slots=True)
class OwnerView:
    """A case as its owner sees it, and all its side requests, oldest first."""

    case: CaseView
    requests: tuple[RequestView, ...]


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One line of an official's inbox of side requests."""

    id: int
    reference: str
    service_name: Bilingual
    kind: str
    text: Bilingual
    asked_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Party:
    """A person who is signed in and may be asked to agree; `assurance` is "low", "substantial" or "high"."""

    sub: str
    id_number: str
    assurance: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent that is awaited of a person: what it is about, and who asks for it."""

    id: int
    reference: str
    service_name: Bilingual
    applicant_name: Bilingual
    text: Bilingual
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question of an application with its answer, as far as its service shows it to somebody else."""

    question: Question
    answer: JsonValue


@dataclass(frozen=True, slots=True)
class ConsentView:
    """A consent as the person sees it who is asked: what they would agree to, and nothing else of the application.

    `state` is open, answered (they agreed), refused (they declined), missed, or cancelled; of one that is open or
    agreed to, `shown` are the answers. `digest` stands for all that is shown, and is sent back with the consent.
    `registers` hold what the entries in `shown` are read from. `is_assured`: the person may agree at their level.
    """

    line: ConsentLine
    party: Bilingual
    statement: Bilingual
    state: str
    shown: tuple[ShownAnswer, ...]
    digest: str
    said: str
    closed_at: datetime | None
    is_assured: bool
    definition: Definition = field(repr=False, compare=False)
    registers: Mapping[str, JsonValue] = field(default_factory=dict, repr=False)

    @property
    def is_open(self) -> bool:
        return self.state == "open"
