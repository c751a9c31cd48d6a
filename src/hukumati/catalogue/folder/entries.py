"""The shapes of a folder's YAML files, as `schemas/*.json` guarantee them before anything is parsed further."""

from collections.abc import Mapping
from typing import Literal, NotRequired, Required, TypeAlias, TypedDict

from hukumati.core.languages import DocumentLanguage

Edit = Literal["allow", "report_error", "locked"]
OutagePolicy = Literal["block_with_notice", "ask_and_check_later", "ask_for_paper", "accept_and_queue"]
Method = Literal["download", "office", "post_office", "home"]
Names: TypeAlias = dict[str, str]

# Functional syntax where a key is a word of Python.


class OnceEntry(TypedDict, total=False):
    """How often a person may apply, and from when answers may be reused."""

    open_at_most: int
    reuse_days: int
    per: str


class PromiseEntry(TypedDict, total=False):
    """Within what time the provider decides, and what follows if it does not."""

    decide_within: Required[str]
    clock_stops_in: list[str]
    if_late: Literal["escalate", "accept", "reject"]
    late_to: str
    legal_reference: str


class RoundingEntry(TypedDict, total=False):
    """How a rule rounds."""

    mode: Literal["down", "half_up", "up"]
    to: str


class RuleEntry(TypedDict, total=False):
    """One decision table: its file and what it gives."""

    table: Required[str]
    hit: Required[Literal["FIRST", "UNIQUE"]]
    gives: Required[dict[str, Literal["bool", "text", "money", "number"]]]
    currency: str
    rounding: RoundingEntry
    official: bool
    budget_code: str
    title: str


CalculationEntry = TypedDict(
    "CalculationEntry",
    {
        "is": Required[str],
        "gives": Required[Literal["money", "number", "text", "bool", "date"]],
        "currency": str,
        "rounding": RoundingEntry,
        "label": str,
    },
    total=False,
)


class KeepEntry(TypedDict):
    """How long drafts and cases are kept."""

    draft: str
    case: NotRequired[str]


StatusEntry = TypedDict(
    "StatusEntry", {"is": Literal["open", "paused", "seasonal", "retired"], "reason": NotRequired[str]}
)


AcceptsEntry = TypedDict("AcceptsEntry", {"from": str, "until": str}, total=False)


class ServiceEntry(TypedDict, total=False):
    """service.yaml."""

    id: Required[str]
    code: Required[str]
    provider: Required[str]
    kind: Required[Literal["paid", "free", "enquiry"]]
    audience: Required[list[str]]
    assurance: Required[str]
    status: Required[StatusEntry]
    uses: Required[list[str]]
    reference_prefix: str
    collect: list[Method]
    keep: KeepEntry
    accepts: AcceptsEntry
    once: OnceEntry
    promise: PromiseEntry
    computes: dict[str, CalculationEntry]
    rules: dict[str, RuleEntry]
    documents: list[str]
    ask_first: list[str]
    ask_with: dict[str, Names]
    ask_about: Names
    tells: dict[str, Names]
    if_down: dict[str, OutagePolicy]
    life_events: list[str]
    mandates: list[str]
    search: dict[Literal["ar", "en"], list[str]]


QuestionEntry = TypedDict(
    "QuestionEntry",
    {
        "id": Required[str],
        "type": Required[str],
        "label": str,
        "hint": str,
        "required": bool,
        "show_if": str,
        "required_if": str,
        "from": str,
        "edit": Edit,
        "if_down": OutagePolicy,
        "list": str,
        "min": int | str,
        "max": int | str,
        "default": str | int | bool,
        "means": str,
        "because": str,
        "of": str,
        "key": str,
        "show": list[str],
        "where": str,
        "currency": str,
        "decimals": int,
        "unit": str,
        "pattern": str,
        "pattern_text": str,
        "check": str,
        "accept": list[str],
        "max_files": int,
        "ask": "list[QuestionEntry]",
        "each": str,
    },
    total=False,
)


class PageEntry(TypedDict):
    """One page of form.yaml."""

    id: str
    title: str
    ask: list[QuestionEntry]


class FormEntry(TypedDict):
    """form.yaml."""

    pages: list[PageEntry]
    officials: NotRequired[list[PageEntry]]


class BranchEntry(TypedDict):
    """Where an action leads, if a condition holds."""

    to: str
    when: NotRequired[str]


class ActionEntry(TypedDict, total=False):
    """An action that is more than the name of a state or a list of branches."""

    to: str
    branches: list[BranchEntry]
    needs: list[str]
    four_eyes: bool
    fill: str


class ReopenEntry(TypedDict):
    """How an ended case goes on."""

    to: str
    within: str
    by: Literal["citizen", "officer"]
    needs: NotRequired[list[str]]


class OnErrorEntry(TypedDict):
    """What follows an effect that failed."""

    retry: int
    then: str
    once_told: NotRequired[str]


class WorkEntry(TypedDict):
    """Which officials work in a state."""

    role: str
    queue: str
    due: NotRequired[str]


class StateEntry(TypedDict, total=False):
    """One state of flow.yaml."""

    milestone: Required[
        Literal["started", "submitted", "your_turn", "in_review", "decided", "ready", "on_its_way", "closed"]
    ]
    do: list[str]
    on_error: OnErrorEntry
    actions: dict[str, str | list[BranchEntry] | ActionEntry]
    after: Names
    work: WorkEntry
    tell: str
    tell_after: Names
    show: list[str]
    end: bool
    reopen: dict[str, ReopenEntry]
    requests: list[str]
    until: str
    charge: str
    fill: str


class FlowEntry(TypedDict):
    """flow.yaml."""

    start: str
    states: dict[str, StateEntry]


class RequestEntry(TypedDict, total=False):
    """One side request of requests.yaml."""

    kind: Required[Literal["paper", "appointment", "opinion", "inspection", "consent"]]
    text: Required[str]
    due: Required[str]
    of: str
    calendar: str
    outcomes: Names
    remind: str
    when_late: Literal["missed", "wait"]
    by: str
    party: str
    statement: str
    shows: list[str]
    assurance: Literal["low", "substantial", "high"]


CalendarEntry = TypedDict(
    "CalendarEntry",
    {"places": list[str], "days": list[str], "from": str, "to": str, "slot_minutes": int, "capacity": int},
)


ValidityEntry = TypedDict("ValidityEntry", {"for": str, "from": str})


class DocumentEntry(TypedDict):
    """One file of documents/."""

    template: str
    title: str
    serial_prefix: str
    seal: str
    bound: str
    data: Names
    valid: NotRequired[str | ValidityEntry]
    optional: NotRequired[list[str]]
    legal_basis: NotRequired[str]
    language: NotRequired[str]
    photo: NotRequired[str]


class EmailEntry(TypedDict):
    """The e-mail of a message."""

    subject: str
    text: str


class MessageEntry(TypedDict, total=False):
    """One file of messages/."""

    sms: str
    email: EmailEntry
    once: bool


MigrationEntry = TypedDict(
    "MigrationEntry",
    {
        "from": Required[int],
        "drafts": Required[Literal["move", "finish_on_old", "close"]],
        "states": Names,
        "answers": dict[str, str | None],
        "new": dict[str, object],
    },
    total=False,
)


class ProviderEntry(TypedDict):
    """One provider of shared/providers.yaml."""

    name: dict[Literal["ar", "en"], str]
    roles: NotRequired[list[str]]


PersonEntry: TypeAlias = Mapping[str, object]
"""A person of shared/people.yaml: an answer of the population register."""


class GivenEntry(TypedDict):
    """Who applies in a scenario, when, and what registers answer."""

    today: str
    person: NotRequired[str]
    registers: NotRequired[dict[str, Mapping[str, object] | None]]
    refusing: NotRequired[list[str]]


class StepEntry(TypedDict, total=False):
    """One step of a scenario that is more than an action's name: what happens, then what is expected."""

    take: str
    fill: dict[str, object]
    open_request: str
    answer_request: str
    attend: str
    miss: str
    refuse_request: str
    agree: str
    decline: str
    outcome: str
    register_answers: dict[str, Mapping[str, object] | None]
    requests: dict[str, str | None]
    not_asked: list[str]
    shows: dict[str, object]
    document: str
    told: str
    holds: dict[str, object]
    valid_until: str | None
    written_in: DocumentLanguage
    eligible: bool
    call: Literal["before", "open", "over"]
    computes: dict[str, object]
    reason: str | None
    fee: str
    due: str
    state: str
    queued: list[str]
    escalated: bool
    tells: str | None
    message: str | list[str]
    asked: str | list[str]
    done: str | list[str]
    wrong: str | list[str]
    reads: str | list[str]
    figures: Mapping[str, object]
    lists: Mapping[str, list[object]]
    offers: str | list[str]
    silent: str | list[str]


class ScenarioEntry(TypedDict):
    """One file of tests/."""

    name: str
    given: GivenEntry
    expect: list[str | StepEntry]
    fill: NotRequired[dict[str, object]]
