"""What a published service is made of: pure, frozen, and the same for every case of one version.

Parsed from a folder by the catalogue, stored as JSON by `serialization`, read by `form_session`.
"""

from dataclasses import dataclass, field
from typing import Literal

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.calculations import Calculation
from hukumati.service_language.calls import Call
from hukumati.service_language.document_specs import DocumentSpec, NoticeSpec
from hukumati.service_language.durations import DurationUnit
from hukumati.service_language.enquiries import AnswerLayout
from hukumati.service_language.expressions import Expression
from hukumati.service_language.flows import Flow, Milestone, State
from hukumati.service_language.message_specs import MessageSpec
from hukumati.service_language.migration import Migration
from hukumati.service_language.questions import Choice, Form, OutagePolicy
from hukumati.service_language.side_requests import Calendar, SideRequest
from hukumati.service_language.tables import Table

Kind = Literal["paid", "free", "enquiry"]
Availability = Literal["open", "paused", "seasonal", "retired"]
Method = Literal["download", "office", "post_office", "home"]
LateRule = Literal["escalate", "accept", "reject"]

RUNNING: frozenset[Milestone] = frozenset({"your_turn", "in_review"})
"""The milestones at which the provider still owes a decision."""


@dataclass(frozen=True, slots=True)
class Once:
    """How many applications may be open at once, and for how many days a finished one is used again.

    `per` gives what no two applications of a person that are under way may share: the vehicle, the child.
    """

    open_at_most: int | None = None
    reuse_days: int | None = None
    per: Expression | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """In what time the provider decides, in which states that clock stops, and what follows when it is over.

    `legal_reference` is the law by which silence accepts or rejects.
    """

    amount: int
    unit: DurationUnit
    clock_stops_in: tuple[str, ...] = ()
    if_late: LateRule = "escalate"
    late_to: str = ""
    legal_reference: Bilingual | None = None

    @property
    def decides(self) -> bool:
        """Return whether silence decides: the case goes to `late_to` by itself."""
        return self.if_late != "escalate" and bool(self.late_to)

    def runs_in(self, state: State) -> bool:
        """Return whether the clock runs while a case is in a state: after submission, until the decision."""
        return state.milestone in RUNNING and not state.end and state.name not in self.clock_stops_in


@dataclass(frozen=True, slots=True)
class Status:
    """Whether applications are accepted now; `reason` is shown to citizens when they are not."""

    now: Availability = "open"
    reason: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of one service, whole. Facts for its expressions are made by `facts.build_facts`.

    `ask_first` are contracts asked when the draft opens besides those that fill the form in; `ask_with` gives a
    contract's parameters and `ask_about` the ID number that a contract is asked about, where not the applicant's.
    `tells` are the messages of the effects `tell`, by contract. `call` are the days on which applications are accepted,
    None for always. `calculations` stand in the order in which they are worked out.
    `mandates` are the kinds under which one may apply for another.
    An enquiry has an `answer`, and neither states nor a reference: nothing is applied for.
    """

    id: str
    code: str
    slug: str
    name: Bilingual
    summary: Bilingual
    keywords: tuple[str, ...]
    provider: str
    provider_name: Bilingual
    kind: Kind
    audience: tuple[str, ...]
    assurance: str
    status: Status
    once: Once
    promise: Promise | None
    keep_draft_days: int
    collect: tuple[Method, ...]
    uses: tuple[str, ...]
    if_down: dict[str, OutagePolicy]
    life_events: tuple[str, ...]
    form: Form
    flow: Flow
    tables: dict[str, Table]
    lists: dict[str, tuple[Choice, ...]]
    documents: dict[str, DocumentSpec]
    messages: dict[str, MessageSpec]
    texts: dict[str, Bilingual]
    guide: Bilingual  # safe HTML
    fee_currency: str
    fee_official: bool
    budget_code: str
    reference_prefix: str
    requests: dict[str, SideRequest] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    migration: Migration | None = None
    ask_first: tuple[str, ...] = ()
    ask_with: dict[str, dict[str, Expression]] = field(default_factory=dict)
    ask_about: dict[str, Expression] = field(default_factory=dict)
    tells: dict[str, NoticeSpec] = field(default_factory=dict)
    keep_case_days: int | None = None
    delivery_budget_code: str = ""
    call: Call | None = None
    calculations: dict[str, Calculation] = field(default_factory=dict)
    answer: AnswerLayout | None = None
    mandates: tuple[str, ...] = ()

    def text(self, key: str) -> Bilingual:
        """Return one text of the service; of a draft that lacks it, its key."""
        return self.texts.get(key, Bilingual(ar=key, en=key))

    def place(self, method: str, code: str) -> Choice | None:
        """Find an office or post office by its code; what is brought home is brought by a post office."""
        lists = {"office": "offices", "post_office": "post_offices", "home": "post_offices"}
        places = self.lists.get(lists.get(method, ""), ())
        return next((place for place in places if place.code == code), None)
