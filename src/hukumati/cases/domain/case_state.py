"""Where a case stands: the fold of its events, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

NOTHING = ""  # the state before the first event


class BrokenHistory(ValueError):
    """The events do not follow one another."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as the fold reads it; `payload` is None once it was erased."""

    seq: int
    action: str
    from_state: str
    to_state: str
    payload: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The data of a case after its events so far. `registers` maps a contract to the answer kept as evidence,
    `requests` a side request to {state, outcome}.

    `declared` maps questions that the citizen answered in a silent register's place to the contract to be asked later.
    `queued` maps questions whose answers silent registers owe to a submitted application to their contracts; it ends
    with the state.
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

    def after(self, entry: Entry) -> "Standing":
        """Return the standing after one more event; BrokenHistory when it cannot follow."""
        if entry.seq != self.seq + 1:
            raise BrokenHistory(f"event {entry.seq} follows event {self.seq}")
        if entry.from_state != self.state:
            raise BrokenHistory(f"event {entry.seq} leaves {entry.from_state!r}, but the case was in {self.state!r}")
        data = entry.payload or {}
        return replace(
            self,
            state=entry.to_state,
            seq=entry.seq,
            answers=_without({**self.answers, **data.get("answers", {})}, data.get("dropped", ())),
            registers={**self.registers, **data.get("registers", {})},
            pages=tuple(page for page in _added(self.pages, data.get("page")) if page not in data.get("unseen", ())),
            documents=_added(self.documents, data.get("document")),
            reason=data.get("reason", self.reason),
            declared=data.get("declared", self.declared),
            queued=data.get("queued", self.queued if entry.to_state == self.state else {}),
            requests={**self.requests, **data.get("requests", {})},
            proposal=data.get("proposal", self.proposal if entry.to_state == self.state else None),
        )


def fold(entries: Iterable[Entry]) -> Standing:
    """Play the events from the beginning."""
    standing = Standing()
    for entry in entries:
        standing = standing.after(entry)
    return standing


def _added(values: tuple[str, ...], value: str | None) -> tuple[str, ...]:
    return values if value is None or value in values else (*values, value)


def _without(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """A version that no longer asks a question drops its answer."""
    gone = set(names)
    return {name: value for name, value in values.items() if name not in gone}
