"""Side requests: what a case needs from somebody while it goes on, and the calendars of appointments.

A request stands open until it is answered, missed or refused; its outcome is a fact for the flow
(`requests.medical_report.state`, `requests.medical_report.outcome`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.durations import Duration
from hukumati.service_language.expressions import Expression

RequestState: TypeAlias = Mapping[str, str | None]
"""{state, outcome}; the outcome is None while the request is open."""
RequestStates: TypeAlias = Mapping[str, RequestState | None]
RequestKind = Literal["paper", "appointment", "opinion", "inspection", "check", "consent"]

CHECK_REQUEST = "check"
"""The request that the platform itself opens when a register contradicts what the citizen declared."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""In the order of `date.weekday()`."""

OFFICIAL_REQUEST_KINDS = frozenset({"opinion", "inspection", "check"})
CONSENT = "consent"
"""The kind that is put to a person named in the application, who is neither its applicant nor an official."""
AGREED = "agreed"
VOID = "void"
"""The state of a consent that was given to something else than what the application says now."""

DEFAULT_OUTCOMES: dict[RequestKind, dict[str, Bilingual]] = {
    "paper": {"given": Bilingual(ar="قُدّمت الورقة", en="The paper was given")},
    "appointment": {"attended": Bilingual(ar="حضر الموعد", en="Attended the appointment")},
    "opinion": {
        "favourable": Bilingual(ar="رأي موافق", en="In favour"),
        "unfavourable": Bilingual(ar="رأي غير موافق", en="Against"),
    },
    "inspection": {
        "confirmed": Bilingual(ar="مطابق للواقع", en="As declared"),
        "not_confirmed": Bilingual(ar="غير مطابق للواقع", en="Not as declared"),
    },
    "check": {
        "matches": Bilingual(ar="السجل يؤكد ما صرّح به المواطن", en="The register confirms what was declared"),
        "accepted": Bilingual(ar="اعتُمد ما صرّح به المواطن", en="What the citizen declared stands"),
        "corrected": Bilingual(ar="اعتُمد ما في السجل", en="What the register says stands"),
    },
    "consent": {AGREED: Bilingual(ar="وافق الشخص المعني", en="The person agreed")},
}
"""How a request of each kind may end when it is answered, unless the service names outcomes of its own."""

NEVER_HELD_BACK = frozenset({"ask_citizen", "answer", "withdraw", "paid", "requests_closed"})
"""Actions possible while a request is open even where the state waits `until: requests_closed`."""


@dataclass(frozen=True, slots=True)
class ConsentTerms:
    """To what somebody other than the applicant is asked to agree, and who that is.

    `by` gives their ID number, `party` says who they are ("the other spouse"). `statement` is what they declare,
    `shows` are the questions whose answers they read with it, and no other. `assurance` is the least level of sign-on.
    """

    by: Expression
    party: Bilingual
    statement: Bilingual
    shows: tuple[str, ...]
    assurance: str


@dataclass(frozen=True, slots=True)
class SideRequest:
    """One kind of question that a case of this service may put to somebody.

    `text` is what that person reads. `of` is "provider.role" of the official asked ("role" alone: of the service's own
    provider), empty where the citizen is. `calendar` names the calendar of an appointment. `outcomes` are the codes an
    answer may have. `waits` tells that the request stays open after its time; otherwise it is missed. `consent` are the
    terms of a request of that kind.
    """

    name: str
    kind: RequestKind
    text: Bilingual
    due: Duration
    of: str = ""
    calendar: str = ""
    outcomes: dict[str, Bilingual] = field(default_factory=dict)
    remind_days: int = 2
    waits: bool = False
    consent: ConsentTerms | None = None

    @property
    def is_of_citizen(self) -> bool:
        """Return whether the request is put to a person, not to an official."""
        return self.kind not in OFFICIAL_REQUEST_KINDS


@dataclass(frozen=True, slots=True)
class Place:
    """An office where appointments are held: its code and its name."""

    code: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Calendar:
    """When appointments are held: local times "09:00" to "13:00" on weekdays (`WEEKDAYS`), so many at once."""

    name: str
    places: tuple[Place, ...]
    days: tuple[str, ...]
    opens: str
    closes: str
    slot_minutes: int
    capacity: int

    def place(self, code: str) -> Place | None:
        """Find one of its places."""
        return next((place for place in self.places if place.code == code), None)


def request_facts(names: Mapping[str, SideRequest], states: RequestStates) -> dict[str, RequestState | None]:
    """Return what expressions see of the requests: null, or {state, outcome}, by name."""
    return {name: _fact(states.get(name)) for name in names}


def _fact(request: RequestState | None) -> RequestState | None:
    return None if request is None else {"state": request["state"], "outcome": request.get("outcome")}


def any_request_open(states: RequestStates) -> bool:
    """Return whether one of the requests is open."""
    return any(request is not None and request["state"] == "open" for request in states.values())
