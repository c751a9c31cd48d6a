"""What a published service is made of: pure, frozen, and the same for every case of one version.

Parsed from a folder by the catalogue, stored as JSON by `serialization`, read by `form_session`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.calculations import Calculation
from hukumati.service_language.calls import Call
from hukumati.service_language.document_specs import DocumentSpec, NoticeSpec
from hukumati.service_language.durations import Duration, DurationUnit
from hukumati.service_language.enquiries import AnswerLayout
from hukumati.service_language.expressions import Expression, Facts
from hukumati.service_language.migration import Migration
from hukumati.service_language.questions import Choice, Form, OutagePolicy
from hukumati.service_language.side_requests import Calendar, SideRequest
from hukumati.service_language.tables import Table

Kind = Literal["paid", "free", "enquiry"]
Availability = Literal["open", "paused", "seasonal", "retired"]
EffectKind = Literal["ask", "tell", "issue", "notify", "hand_over", "refund", "start", "request"]
Milestone = Literal[
    "started", "submitted", "your_turn", "in_review", "decided", "ready", "on_its_way", "closed"
]  # the same eight for every service of the platform
Method = Literal["download", "office", "post_office", "home"]
Reopener = Literal["citizen", "officer"]
LateRule = Literal["escalate", "accept", "reject"]


OUTSIDE_ACTIONS: dict[EffectKind, str] = {"ask": "answered", "tell": "told", "issue": "issued"}
"""Effects that reach outside the platform, one after the other, each with the action that follows the last of them."""
RUNNING: frozenset[Milestone] = frozenset({"your_turn", "in_review"})
"""The milestones at which the provider still owes a decision."""


class NotPossibleHere(LookupError):
    """The state knows no such action, or none of the action's branches is open."""


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

    def runs_in(self, state: "State") -> bool:
        """Return whether the clock runs while a case is in a state: after submission, until the decision."""
        return state.milestone in RUNNING and not state.end and state.name not in self.clock_stops_in


@dataclass(frozen=True, slots=True)
class Status:
    """Whether applications are accepted now; `reason` is shown to citizens when they are not."""

    now: Availability = "open"
    reason: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    when: Expression | None
    to: str


@dataclass(frozen=True, slots=True)
class Action:
    """One way out of a state; `needs` are the data the actor must give (`reason`).

    `label` is the service's own word for it, None for the platform's; `four_eyes` requires a second officer; `fill` is
    the sheet (of `form.officials`) that the official fills in with it.
    """

    name: str
    branches: tuple[Branch, ...]
    needs: tuple[str, ...] = ()
    label: Bilingual | None = None
    four_eyes: bool = False
    fill: str = ""

    @property
    def leads_one_way(self) -> bool:
        """Whether the state that follows is the same whatever the facts."""
        return bool(self.branches) and self.branches[0].when is None

    def choose(self, facts: Facts) -> str:
        """Return the state that the first open branch leads to. Raises NotPossibleHere, ExpressionFailed."""
        for branch in self.branches:
            if branch.when is None or branch.when.holds(facts):
                return branch.to
        raise NotPossibleHere(self.name)


@dataclass(frozen=True, slots=True)
class Reopen:
    """A way back from an end: an objection, a correction; open for `within_days` calendar days after the end."""

    name: str
    to: str
    by: Reopener
    within_days: int
    needs: tuple[str, ...] = ()
    label: Bilingual | None = None

    @property
    def leads_one_way(self) -> bool:
        """Whether the state that follows is the same whatever the facts."""
        return True

    def choose(self, facts: Facts) -> str:
        """Return the state that the case goes back to, whatever the facts."""
        return self.to


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens on entering a state: `argument` names the contract, document, message or service."""

    kind: EffectKind
    argument: str = ""


@dataclass(frozen=True, slots=True)
class OnError:
    """How often an effect is tried again, and the state the case goes to when it never succeeds."""

    retry: int
    then: str


@dataclass(frozen=True, slots=True)
class After:
    """A timer of a state: calendar days, then the state it leads to."""

    days: int
    to: str


@dataclass(frozen=True, slots=True)
class Work:
    """The task an official finds: `role` is "provider.role" or "role"; `queue_by` gives a governorate or an office."""

    role: str
    queue: str
    due: Duration | None = None
    queue_by: Expression | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A state of a case; in it the citizen reads the text `tell` and the answers of the contracts in `show`.

    `tell_after` are the texts instead of `tell`, by the action that led here.
    `requests` are those that an official may open here; `until` "requests_closed" holds decisions back meanwhile.
    `charge` is the table of the fee that is due here, "" for the fee of the application with its delivery.
    """

    name: str
    milestone: Milestone
    actions: dict[str, Action] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    on_error: OnError | None = None
    after: tuple[After, ...] = ()
    work: Work | None = None
    end: bool = False
    tell: Bilingual | None = None
    tell_after: dict[str, Bilingual] = field(default_factory=dict)
    show: tuple[str, ...] = ()
    reopen: dict[str, Reopen] = field(default_factory=dict)
    requests: tuple[str, ...] = ()
    until: str = ""
    charge: str = ""

    @property
    def waits_alone(self) -> bool:
        """Return whether only the end of side requests is awaited, and by no official."""
        return self.until == "requests_closed" and self.work is None

    @property
    def awaited(self) -> str:
        """The action with which the last of the effects outside the platform ends; "" where there is none."""
        ends = [OUTSIDE_ACTIONS[effect.kind] for effect in self.effects if effect.kind in OUTSIDE_ACTIONS]
        return ends[-1] if ends else ""

    @property
    def passes_by_itself(self) -> bool:
        """Return whether the platform alone is at work here, for seconds: nobody is waited for."""
        return self.work is None and not self.end and any(each.kind in OUTSIDE_ACTIONS for each in self.effects)

    @property
    def hands_over(self) -> bool:
        """Return whether a paper is given to its holder here."""
        return any(effect.kind == "hand_over" for effect in self.effects)

    @property
    def awaits_payment(self) -> bool:
        """Return whether the case goes on from here when its bill is paid."""
        return "paid" in self.actions

    def action(self, name: str) -> Action:
        """Return one way out. Raises NotPossibleHere."""
        if name not in self.actions:
            raise NotPossibleHere(f"{self.name}: {name}")
        return self.actions[name]


@dataclass(frozen=True, slots=True)
class Flow:
    start: str
    states: dict[str, State]

    def step(self, state: str, action: str) -> Action:
        """Return the action `action` of the state `state`. Raises NotPossibleHere."""
        if state not in self.states:
            raise NotPossibleHere(state)
        return self.states[state].action(action)


MESSAGE_PLACEHOLDERS = ("reference", "name", "service", "collect_code", "place", "url", "reason")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class FilledMessage:
    """A message ready to send; a channel that the service does not use is None."""

    sms: str | None
    subject: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class MessageSpec:
    """A message with {placeholders} (see MESSAGE_PLACEHOLDERS); a line whose placeholder has no value is left out."""

    name: str
    sms: Bilingual | None = None
    subject: Bilingual | None = None
    body: Bilingual | None = None

    def fill(self, *, language: str, values: Mapping[str, str | None]) -> FilledMessage:
        """Put the values into the texts of one language, "ar" or "en"."""

        def filled(text: Bilingual | None) -> str | None:
            return None if text is None else fill_text(text.of(language), values)

        return FilledMessage(sms=filled(self.sms), subject=filled(self.subject), body=filled(self.body))


def fill_text(text: str, values: Mapping[str, str | None]) -> str:
    """Fill in placeholders line by line and drop the lines that lack a value."""
    lines = (line for line in text.splitlines() if all(values.get(name) for name in placeholders_in(line)))
    return "\n".join(_PLACEHOLDER.sub(lambda found: values.get(found[1]) or "", line) for line in lines)


def placeholders_in(text: str) -> tuple[str, ...]:
    """List the names in braces."""
    return tuple(_PLACEHOLDER.findall(text))


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of one service, whole. Facts for its expressions are made by `facts.build_facts`.

    `ask_first` are contracts asked when the draft opens besides those that fill the form in; `ask_with` gives a
    contract's parameters and `ask_about` the ID number that a contract is asked about, where not the applicant's.
    `tells` are the messages of the effects `tell`, by contract. `call` are the days on which applications are accepted,
    None for always. `calculations` stand in the order in which they are worked out.
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

    def text(self, key: str) -> Bilingual:
        """Return one text of the service. Raises KeyError."""
        return self.texts[key]

    def place(self, method: str, code: str) -> Choice | None:
        """Find an office or post office by its code; what is brought home is brought by a post office."""
        lists = {"office": "offices", "post_office": "post_offices", "home": "post_offices"}
        places = self.lists.get(lists.get(method, ""), ())
        return next((place for place in places if place.code == code), None)
