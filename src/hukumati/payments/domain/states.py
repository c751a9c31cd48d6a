"""The life of a payment: one table of transitions, enforced alike here and in PostgreSQL."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """The state of a payment."""

    CREATED = "created"
    STARTED = "started"
    AUTH_SENT = "auth_sent"
    ACTION_REQUIRED = "action_required"
    AUTH_UNKNOWN = "auth_unknown"
    AUTHORISED = "authorised"
    CAPTURE_QUEUED = "capture_queued"
    CAPTURE_SENT = "capture_sent"
    CAPTURE_UNKNOWN = "capture_unknown"
    CAPTURED = "captured"
    CAPTURE_FAILED = "capture_failed"
    VOID_QUEUED = "void_queued"
    VOID_SENT = "void_sent"
    VOID_UNKNOWN = "void_unknown"
    VOIDED = "voided"
    AWAITING_FUNDS = "awaiting_funds"
    DECLINED = "declined"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    CAPTURED_LATE = "captured_late"


class Event(StrEnum):
    """What moves a payment: our own commands, the outcomes of our calls, and reports of outside systems."""

    STARTED = "started"
    AUTHORISE_SENT = "authorise_sent"
    AUTHORISE_UNKNOWN = "authorise_unknown"
    AUTHORISE_NOT_EXECUTED = "authorise_not_executed"
    AUTHORISE_REFUSED = "authorise_refused"
    PAYER_ACTS = "payer_acts"
    AUTHORISED = "authorised"
    DECLINED = "declined"
    CAPTURE_QUEUED = "capture_queued"
    CAPTURE_SENT = "capture_sent"
    CAPTURE_UNKNOWN = "capture_unknown"
    CAPTURE_NOT_EXECUTED = "capture_not_executed"
    CAPTURE_REFUSED = "capture_refused"
    CAPTURED = "captured"
    VOID_QUEUED = "void_queued"
    VOID_SENT = "void_sent"
    VOID_UNKNOWN = "void_unknown"
    VOID_NOT_EXECUTED = "void_not_executed"
    VOIDED = "voided"
    CASH_AWAITED = "cash_awaited"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Status(StrEnum):
    """What other parts see of a payment (the names of GOV.UK Pay)."""

    CREATED = "created"
    STARTED = "started"
    SUBMITTED = "submitted"
    SUCCESS = "success"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ERROR = "error"


class Cause(StrEnum):
    """What made the platform look at a payment."""

    START = "start"
    RETURN = "return"
    WEBHOOK = "webhook"
    SWEEP = "sweep"
    NOTICE = "notice"
    BILL = "bill"


class Posting(StrEnum):
    """The posting rule of a transition."""

    NONE = "none"
    CAPTURE = "capture"
    LATE_CAPTURE = "late_capture"


@dataclass(frozen=True, slots=True)
class Transition:
    """The state that an event leads to, and what is posted in the same transaction."""

    to: State
    posting: Posting = Posting.NONE


def _edges(
    event: Event, to: State, *origins: State, posting: Posting = Posting.NONE
) -> dict[tuple[State, Event], Transition]:
    return {(origin, event): Transition(to=to, posting=posting) for origin in origins}


S, E = State, Event
_AT_PAYER = (S.AUTH_SENT, S.AUTH_UNKNOWN, S.ACTION_REQUIRED)
_UNPROVEN = (S.CREATED, S.STARTED, S.ACTION_REQUIRED, S.AWAITING_FUNDS)
_CAPTURING = (S.AUTHORISED, S.CAPTURE_QUEUED, S.CAPTURE_SENT, S.CAPTURE_UNKNOWN)
_ABANDONED = (S.EXPIRED, S.CANCELLED, S.DECLINED, S.FAILED, S.VOIDED, S.CAPTURE_FAILED)
_VOIDING = (S.VOID_QUEUED, S.VOID_SENT, S.VOID_UNKNOWN)

TRANSITIONS: Final[dict[tuple[State, Event], Transition]] = {
    **_edges(E.STARTED, S.STARTED, S.CREATED),
    **_edges(E.AUTHORISE_SENT, S.AUTH_SENT, S.STARTED),
    **_edges(E.AUTHORISE_UNKNOWN, S.AUTH_UNKNOWN, S.AUTH_SENT),
    **_edges(E.AUTHORISE_NOT_EXECUTED, S.STARTED, S.AUTH_SENT, S.AUTH_UNKNOWN),
    **_edges(E.AUTHORISE_REFUSED, S.FAILED, S.AUTH_SENT, S.AUTH_UNKNOWN),
    **_edges(E.PAYER_ACTS, S.ACTION_REQUIRED, S.AUTH_SENT, S.AUTH_UNKNOWN),
    **_edges(E.AUTHORISED, S.AUTHORISED, *_AT_PAYER),
    **_edges(E.DECLINED, S.DECLINED, *_AT_PAYER),
    **_edges(E.CAPTURE_QUEUED, S.CAPTURE_QUEUED, S.AUTHORISED),
    **_edges(E.CAPTURE_SENT, S.CAPTURE_SENT, S.CAPTURE_QUEUED),
    **_edges(E.CAPTURE_UNKNOWN, S.CAPTURE_UNKNOWN, S.CAPTURE_SENT),
    **_edges(E.CAPTURE_NOT_EXECUTED, S.CAPTURE_QUEUED, S.CAPTURE_SENT, S.CAPTURE_UNKNOWN),
    **_edges(E.CAPTURE_REFUSED, S.CAPTURE_FAILED, S.CAPTURE_SENT, S.CAPTURE_UNKNOWN),
    **_edges(E.CAPTURED, S.CAPTURED, *_AT_PAYER, *_CAPTURING, S.AWAITING_FUNDS, posting=Posting.CAPTURE),
    **_edges(E.CAPTURED, S.CAPTURED_LATE, *_ABANDONED, *_VOIDING, posting=Posting.LATE_CAPTURE),
    **_edges(E.VOID_QUEUED, S.VOID_QUEUED, S.AUTHORISED, S.CAPTURE_QUEUED),
    **_edges(E.VOID_SENT, S.VOID_SENT, S.VOID_QUEUED),
    **_edges(E.VOID_UNKNOWN, S.VOID_UNKNOWN, S.VOID_SENT),
    **_edges(E.VOID_NOT_EXECUTED, S.VOID_QUEUED, S.VOID_SENT, S.VOID_UNKNOWN),
    **_edges(E.VOIDED, S.VOIDED, S.AUTHORISED, S.CAPTURE_QUEUED, S.CAPTURE_SENT, S.CAPTURE_UNKNOWN, *_VOIDING),
    **_edges(E.CASH_AWAITED, S.AWAITING_FUNDS, S.CREATED),
    **_edges(E.EXPIRED, S.EXPIRED, *_UNPROVEN),
    **_edges(E.CANCELLED, S.CANCELLED, *_UNPROVEN),
}

RANK: Final[dict[State, int]] = {
    S.CREATED: 0,
    S.STARTED: 10, S.AWAITING_FUNDS: 10,
    S.AUTH_SENT: 20, S.ACTION_REQUIRED: 20,
    S.AUTH_UNKNOWN: 25,
    S.AUTHORISED: 30,
    S.CAPTURE_QUEUED: 40, S.VOID_QUEUED: 40,
    S.CAPTURE_SENT: 50, S.VOID_SENT: 50,
    S.CAPTURE_UNKNOWN: 55, S.VOID_UNKNOWN: 55,
    S.CAPTURED: 90, S.CAPTURE_FAILED: 90, S.VOIDED: 90, S.DECLINED: 90, S.FAILED: 90, S.EXPIRED: 90, S.CANCELLED: 90,
    S.CAPTURED_LATE: 100,
}  # fmt: skip

TERMINAL: Final = frozenset(state for state, rank in RANK.items() if rank >= 90)
MAY_MOVE_MONEY: Final = frozenset(S) - TERMINAL - {S.CREATED, S.STARTED, S.AWAITING_FUNDS}
"""Not terminal, and an outside system may hold or take the payer's money."""
CAPTURING: Final = frozenset(_CAPTURING)
"""The payer has authorised the amount; capturing it is ours."""

_STATUS: Final[dict[State, Status]] = {
    S.CREATED: Status.CREATED,
    **dict.fromkeys((S.STARTED, *_AT_PAYER, S.AWAITING_FUNDS), Status.STARTED),
    **dict.fromkeys((*_CAPTURING, *_VOIDING), Status.SUBMITTED),
    S.CAPTURED: Status.SUCCESS,
    **dict.fromkeys((S.DECLINED, S.EXPIRED), Status.FAILED),
    **dict.fromkeys((S.CANCELLED, S.VOIDED), Status.CANCELLED),
    **dict.fromkeys((S.FAILED, S.CAPTURE_FAILED), Status.ERROR),
}


class IllegalTransition(Exception):
    """The table has no such edge: a defect of the platform, never of the payer."""


def command_transition(state: State, event: Event) -> Transition:
    """Return the transition of one of our own commands or outcomes. Raises IllegalTransition."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(f"{event} from {state}") from None


_INBOUND_RANK: Final = {S.AUTH_UNKNOWN: RANK[S.AUTH_SENT] - 1}
"""An answer that resolves an unknown outcome may lead to a state of slightly lower rank (the payer is still to act)."""


def inbound_transition(state: State, event: Event) -> Transition | None:
    """Return the transition of a report from outside, or None when it is stale: reports never lower the rank."""
    transition = TRANSITIONS.get((state, event))
    if transition is None or RANK[transition.to] < _INBOUND_RANK.get(state, RANK[state]):
        return None
    return transition


def status_of(state: State, *, before_late: State | None = None) -> Status:
    """Return the status of a state; late money leaves the status that the payment had before it."""
    if state is S.CAPTURED_LATE:
        return _STATUS[before_late or S.EXPIRED]
    return _STATUS[state]
