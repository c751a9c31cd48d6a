"""What passes through the door of cases: frozen views of a case for its owner, for officers and for the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from hukumati.cases.domain.milestones import Milestone
from hukumati.catalogue.api import Summary
from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.payments.api import BillLine
from hukumati.service_language.api import FormSession, Question

Prefill = Literal["none", "done", "unavailable"]


@dataclass(frozen=True, slots=True)
class Representative:
    """Who applied in the applicant's name: by which mandate, and of which kind (`child`, `power_of_attorney`, …)."""

    sub: str
    name: Bilingual
    mandate: str
    kind: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies: as the sign-on tells it. `language` is "ar" or "en".

    `represented_by` is who acted for them when the application was opened; None where they did so themselves.
    """

    sub: str
    id_number: str
    name: Bilingual
    phone: str | None
    email: str | None
    language: str
    represented_by: Representative | None = None


@dataclass(frozen=True, slots=True)
class HandoverView:
    """How and where the paper is handed over; `code` is given to the owner only, and only until it is used.

    `number` is the item's while it travels; `address` {governorate, locality, street, postcode} where it is brought to.
    `keep_until` is the end of the last day on which the desk still has it, once it lies there; `deliver_by` that on
    which it is still waited for while it is on its way.
    """

    method: str
    place: Bilingual
    place_code: str
    state: str
    code: str | None
    updated_at: datetime
    number: str | None = None
    address: Mapping[str, Any] | None = None
    place_address: Bilingual | None = None
    place_hours: Bilingual | None = None
    keep_until: datetime | None = None
    deliver_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of the last day on which the owner can still act, and what follows when they do not.

    `ends`: the application is closed; `refunds`: what was paid is given back.
    """

    at: datetime
    ends: bool
    refunds: bool


Delay = Literal["", "register", "document"]
WithoutRequest = Literal["decided", "goes_on", "may_end"]
"""What follows when what is asked for does not come in time: an official decides, the case goes on, or may end."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its owner sees it.

    `form_session` answers what the form shows, lacks and costs. `awaits_payment`: it goes on when its bill is paid.
    `prefill` is "unavailable" while the register that fills the form in does not answer; `eligible` is None until it
    has. `blocked` says why the person cannot apply; `blocked_by_answers`: with other answers they could.
    `decision_reason` is what an officer last told the citizen: the reason of the decision, or the question while it is
    the citizen's turn; of a draft, why it was not accepted when the register that it waited for had answered.
    `queued`: the questions, each with its contract, whose answers the submitted application waits for, since their
    registers were silent; nothing is decided before.
    `delayed`: the "register" that the case waits for does not answer and is asked again, or its "document" could not
    be made yet and is tried again; "" otherwise.
    `ended_by` is the action that ended the case: "withdraw", "timed_out" (nobody acted in time), "expired", or another.
    `entered_by` is the action that led to the state; `closes` the deadline of the owner's turn, `without_request` what
    follows when a request to them is not answered in time. `is_refused`: it ended with a decision against the
    applicant; `fee_returned`: what was paid is given back with it; `closing_reason`: what the official wrote who ended
    the case. `booked`: the applicant has chosen the time of an appointment.
    `ways_back` are what the owner may do after the end. `message` is the service's own text about the present state;
    `shown` are the registers' answers, by contract, that the state shows to the citizen, `told` the questions whose
    answers by officials it shows.
    """

    reference: str
    service: Summary
    version_id: UUID
    state: str
    milestone: str
    steps: tuple[Milestone, ...]
    answers: Mapping[str, Any]
    registers: Mapping[str, Any]
    answered_pages: tuple[str, ...]
    prefill: Prefill
    form_session: FormSession = field(repr=False, compare=False)
    awaits_payment: bool
    blocked: Bilingual | None
    blocked_by_answers: bool
    eligible: bool | None
    bill_id: UUID | None
    documents: tuple[str, ...]
    handover: HandoverView | None
    decision_reason: str | None
    can_withdraw: bool
    delayed: Delay
    message: Bilingual | None
    shown: Mapping[str, Any]
    due_at: datetime | None
    last_seq: int
    opened_at: datetime
    submitted_at: datetime | None
    closed_at: datetime | None
    draft_expires_at: datetime | None
    ended_by: str = ""
    declared: Mapping[str, str] = field(default_factory=dict)
    queued: Mapping[str, str] = field(default_factory=dict)
    ways_back: tuple["ReopenView", ...] = ()
    entered_by: str = ""
    closes: "Closing | None" = None
    without_request: WithoutRequest = "decided"
    is_refused: bool = False
    booked: bool = False
    fee_returned: bool = False
    closing_reason: str | None = None
    told: tuple[Question, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Return whether the application is still being written."""
        return self.submitted_at is None and self.closed_at is None


@dataclass(frozen=True, slots=True)
class Quote:
    """What the application would cost with the answers so far; `official` is False for illustrative fees.

    `is_pending`: it rests on what a silent register still owes, and is worked out when that has come; `is_set_later`:
    it rests on what officials find, and is told when they have decided.
    """

    lines: tuple[BillLine, ...]
    total: Money
    official: bool
    is_pending: bool = False
    is_set_later: bool = False


Deadline = Literal["", "broken", "overdue", "today", "week", "none"]
"""Promise broken; work overdue; due until the end of today or of the seventh day from now; without a due time."""
Step = Literal["decide", "confirm", "produce", "returned"]
"""What is to be done: decide, confirm a colleague's proposal, produce what was decided, or see to what came back."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """One line of an officer's inbox; `claimed_by` is the number of the colleague who took it.

    `due_at` is when the work is due, `promised_at` when the citizen was promised a decision; `is_escalated` tells that
    this promise is broken. `released_from` is who had taken it before; `awaits_second` tells of a decision to be
    confirmed. `queue` is the governorate or the office that works on it, or "single".
    """

    reference: str
    service_name: Bilingual
    opened_at: datetime
    due_at: datetime | None
    claimed_by: str | None
    applicant_name: Bilingual
    state: str
    queue: str
    released_from: str | None = None
    awaits_second: bool = False
    is_escalated: bool = False
    promised_at: datetime | None = None
    step: Step = "decide"


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """Which open work an official wants to see; what is empty leaves all in.

    `service` is a code, `place` a governorate, `taken_by` "me", "nobody", "others" or a staff number; `text` a
    reference, an ID number, or words of the applicant's name.
    """

    step: Step | Literal[""] = ""
    service: str = ""
    place: str = ""
    deadline: Deadline = ""
    taken_by: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Assignee:
    """An official to whom a supervisor may give a case, by staff number; `office` is where they work."""

    number: str
    name: Bilingual
    office: str


@dataclass(frozen=True, slots=True)
class LostCase:
    """A case that a supervisor gave to somebody else; `to` is who has it now, `by` the supervisor."""

    reference: str
    service_name: Bilingual
    to: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the case's history."""

    seq: int
    action: str
    actor: str
    from_state: str
    to_state: str
    at: datetime
    reason: str | None
    papers: tuple[Mapping[str, Any], ...] = ()
    """The uploads that were sent with the answer to an officer's question."""


@dataclass(frozen=True, slots=True)
class ReopenView:
    """A way back from an end that the reader may take until `until`; `label` as with `ActionView`."""

    name: str
    label: Bilingual | None
    needs: tuple[str, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A decision that one official has proposed and a second one must confirm.

    `is_mine`: the reader proposed it, and can only take it back. `answers` are what was filled in with it, by question.
    """

    action: str
    label: Bilingual | None
    reason: str
    by: str
    is_mine: bool
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionView:
    """Something that this officer may do now; `label` is the service's word for it, None where the platform's is meant.

    `needs` is what must be given with it (`reason`), `fill` the sheet that is filled in with it, "" for none; with
    `four_eyes` a second officer confirms. `tells_reason`: the applicant reads the reason, and not only colleagues.
    """

    name: str
    label: Bilingual | None
    needs: tuple[str, ...] = ()
    four_eyes: bool = False
    fill: str = ""
    tells_reason: bool = True


Move = Literal["claim", "release", "take_over", "assign", "confirm", "send_back"]
"""What an official may do with a case besides deciding it."""


@dataclass(frozen=True, slots=True)
class OfficerView:
    """A case as an officer of its ministry sees it: answers beside the registers' evidence.

    `proposal` waits for a second officer. `actions` are the names of the `choices` that this officer may take now, and
    `moves` what else is permitted to them; nothing else is. `is_objected_to`: the applicant objects to
    what they decided.
    """

    case: CaseView
    applicant: Applicant
    evidence: Mapping[str, Any]
    events: tuple[EventView, ...]
    task: TaskView | None
    choices: tuple[ActionView, ...]
    proposal: ProposalView | None = None
    moves: frozenset[Move] = frozenset()
    is_objected_to: bool = False

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(choice.name for choice in self.choices)

    @property
    def applicant_name(self) -> Bilingual:
        return self.applicant.name

    @property
    def claimed_by(self) -> str | None:
        return self.task.claimed_by if self.task else None


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One paper at a desk: on its way to it, waiting at it, or just gone; `holder_name` is whose it is.

    `acts` are what this clerk may record now: "bag", "dispatch", "attempt", "receive", "hand_over", "return".
    """

    reference: str
    service_name: Bilingual
    holder_name: Bilingual
    method: str
    place: Bilingual
    place_code: str
    state: str
    updated_at: datetime
    number: str | None = None
    address: Mapping[str, Any] | None = None
    attempts: int = 0
    acts: tuple[str, ...] = ()
