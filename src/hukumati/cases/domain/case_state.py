"""The state of a case: the fold of its events, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hukumati.service_language.api import is_official_action

MIGRATED = "migrated"
NOTHING = ""  # the state before the first event


class BrokenHistory(ValueError):
    """The events do not follow one another."""


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One event as the fold reads it; `payload` is None once it was erased."""

    seq: int
    action: str
    from_state: str
    to_state: str
    payload: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CaseState:
    """The data of a case after its events so far. `registers` maps a contract to the answer kept as evidence,
    `requests` a side request to {state, outcome}.

    `declared` maps questions that the citizen answered in a silent register's place to the contract to be asked later.
    `queued` maps questions whose answers silent registers owe to a submitted application to their contracts; it ends
    with the state.
    `entered_by` is the action that led to the state, or that an official took in it last.
    `proposal` is a decision that waits for a second official: {action, reason, by}; it ends with the state.
    """

    state: str = NOTHING
    seq: int = 0
    answers: Mapping[str, Any] = field(default_factory=dict)
    registers: Mapping[str, Any] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    reason: str | None = None
    declared: Mapping[str, str] = field(default_factory=dict)
    queued: Mapping[str, str] = field(default_factory=dict)
    requests: Mapping[str, Any] = field(default_factory=dict)
    proposal: Mapping[str, Any] | None = None
    entered_by: str = ""

    def after(self, event: RecordedEvent) -> "CaseState":
        """Return the state after one more event. Raises BrokenHistory when it cannot follow."""
        if event.seq != self.seq + 1:
            raise BrokenHistory(f"event {event.seq} follows event {self.seq}")
        if event.from_state != self.state:
            raise BrokenHistory(f"event {event.seq} leaves {event.from_state!r}, but the case was in {self.state!r}")
        data = event.payload or {}
        return replace(
            self,
            state=event.to_state,
            seq=event.seq,
            answers=_without({**self.answers, **data.get("answers", {})}, data.get("dropped", ())),
            registers={**self.registers, **data.get("registers", {})},
            pages=tuple(page for page in _added(self.pages, data.get("page")) if page not in data.get("unseen", ())),
            documents=_added(self.documents, data.get("document")),
            reason=data.get("reason", self.reason),
            declared=data.get("declared", self.declared),
            queued=data.get("queued", self.queued if event.to_state == self.state else {}),
            requests={**self.requests, **data.get("requests", {})},
            entered_by=_way_in(self, event),
            proposal=data.get("proposal", self.proposal if event.to_state == self.state else None),
        )


def _way_in(state: CaseState, event: RecordedEvent) -> str:
    """Return the action by which the case came to where it is, or that an official took there last.

    A new version of its service leads it nowhere, and neither does what is only noted.
    """
    if event.action == MIGRATED or (event.to_state == state.state and not is_official_action(event.action)):
        return state.entered_by
    return event.action


def fold(events: Iterable[RecordedEvent]) -> CaseState:
    """Return the state to which events lead, in order from the first. Raises BrokenHistory."""
    state = CaseState()
    for event in events:
        state = state.after(event)
    return state


def _added(values: tuple[str, ...], value: str | None) -> tuple[str, ...]:
    return values if value is None or value in values else (*values, value)


def _without(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Drop the answers to questions that a new version of the service no longer asks."""
    gone = set(names)
    return {name: value for name, value in values.items() if name not in gone}
