"""Appending an event to a case's chain: the link, its payload, and the case's row as the fold of its events."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from hukumati.cases.actors import Actor
from hukumati.cases.domain import chain
from hukumati.cases.domain.case_state import CaseState, RecordedEvent
from hukumati.cases.engine.loading import state_of
from hukumati.cases.models import Case, Event
from hukumati.core.digests import chain_key

EVENT_SQL = """
WITH payload AS (
  INSERT INTO cases_event_payload (case_id, seq, salt, payload) VALUES (%(case)s, %(seq)s, %(salt)s, %(payload)s)
){also}
INSERT INTO cases_event (case_id, seq, action, from_state, to_state, actor, at, payload_digest, prev_hash, hash)
VALUES (%(case)s, %(seq)s, %(action)s, %(from)s, %(to)s, %(actor)s, %(at)s, %(digest)s, %(prev)s, %(hash)s)
"""
"""The event and its payload in one round trip; `also` takes the clauses of others that belong to the same moment."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """What another module writes in the event's own statement, to save a round trip (docs/decisions/0006).

    `sql` are data-modifying clauses of a WITH, each after a comma; beside `values` they may use the event's own
    %(case)s and %(at)s.
    """

    sql: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def __add__(self, other: "Clauses") -> "Clauses":
        return Clauses(self.sql + other.sql, {**self.values, **other.values})


NOTHING_MORE = Clauses()


def append_event(
    case: Case,
    *,
    action: str,
    to_state: str,
    actor: Actor,
    data: Mapping[str, object],
    now: datetime,
    also: Clauses = NOTHING_MORE,
    before: CaseState | None = None,
) -> Event:
    """Write one event and put what follows from it on the case, which the caller saves.

    `before` is the state before the first event, for a case that begins; otherwise it is read from the row.
    """
    state = before or state_of(case)
    recorded = RecordedEvent(state.seq + 1, action, state.state, to_state, data)
    salt = secrets.token_bytes(chain.SALT_BYTES)
    event = _link(case, recorded, actor, chain.payload_digest(salt=salt, payload=data), now)
    _insert(event, salt, data, also)
    copy_state(state.after(recorded), case)
    case.last_hash = event.hash
    return event


def _link(case: Case, recorded: RecordedEvent, actor: Actor, digest: bytes, now: datetime) -> Event:
    event = Event(
        case=case,
        seq=recorded.seq,
        action=recorded.action,
        from_state=recorded.from_state,
        to_state=recorded.to_state,
        actor=actor.label,
        at=now,
        payload_digest=digest,
        prev_hash=bytes(case.last_hash),
    )
    event.hash = chain.link_hash(link_of(event, case.reference), key=chain_key(chain.KIND))
    return event


def link_of(event: Event, reference: str) -> chain.Link:
    """Return what is hashed of an event."""
    return chain.Link(
        reference,
        event.seq,
        event.action,
        event.from_state,
        event.to_state,
        event.actor,
        event.at,
        bytes(event.payload_digest),
        bytes(event.prev_hash),
    )


def _insert(event: Event, salt: bytes, data: Mapping[str, object], also: Clauses) -> None:
    values: dict[str, Any] = {
        "case": event.case_id, "seq": event.seq, "action": event.action, "from": event.from_state,
        "to": event.to_state, "actor": event.actor, "at": event.at, "digest": event.payload_digest,
        "prev": event.prev_hash, "hash": event.hash, "salt": salt, "payload": Jsonb(dict(data)), **also.values,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(EVENT_SQL.format(also=also.sql), values)


def copy_state(state: CaseState, case: Case) -> None:
    """Copy the state of a case onto its row."""
    case.state = state.state
    case.entered_by = state.entered_by
    case.last_seq = state.seq
    case.answers = dict(state.answers)
    case.registers = dict(state.registers)
    case.pages = list(state.pages)
    case.documents = list(state.documents)
    case.reason = state.reason
    case.declared = dict(state.declared)
    case.queued = dict(state.queued)
    case.requests = dict(state.requests)
    case.proposal = None if state.proposal is None else dict(state.proposal)
