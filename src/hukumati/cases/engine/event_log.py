"""Writing an event: the link in the chain, its payload, and the case's row as their fold."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from hukumati.cases.actors import Actor
from hukumati.cases.domain import chain
from hukumati.cases.domain.case_state import Entry, Standing
from hukumati.cases.engine.loading import standing_of
from hukumati.cases.models import Case, Event
from hukumati.core.failpoints import hit


def append_event(
    case: Case,
    standing: Standing,
    *,
    action: str,
    to_state: str,
    actor: Actor,
    data: Mapping[str, Any],
    now: datetime,
    leaves: bool = False,
) -> Event:
    """Write one event and put what follows from it on the case (not saved yet).

    With `leaves` it also ends what belongs to the state that the case leaves: its task, timers, question and effects.
    """
    entry = Entry(standing.seq + 1, action, standing.state, to_state, data)
    salt = secrets.token_bytes(chain.SALT_BYTES)
    event = _event(case, entry, actor, chain.payload_digest(salt=salt, payload=data), now)
    _insert(event, salt, data, leaves=leaves)
    take_standing(case, standing.after(entry))
    case.last_hash = event.hash
    return event


CANCELLED_WITH_THE_STATE = ["ask", "fetch", "issue", "hand_over", "go_on"]
EVENT_SQL = """
WITH payload AS (
  INSERT INTO cases_event_payload (case_id, seq, salt, payload) VALUES (%(case)s, %(seq)s, %(salt)s, %(payload)s)
)
INSERT INTO cases_event (case_id, seq, action, from_state, to_state, actor, at, payload_digest, prev_hash, hash)
VALUES (%(case)s, %(seq)s, %(action)s, %(from)s, %(to)s, %(actor)s, %(at)s, %(digest)s, %(prev)s, %(hash)s)
"""
"""The event and its payload in one round trip."""
LEAVING_SQL = EVENT_SQL.replace(
    "\n)\nINSERT",
    """
),
tasks AS (UPDATE cases_task SET closed_at = %(at)s WHERE case_id = %(case)s AND closed_at IS NULL),
timers AS (UPDATE cases_timer SET done_at = %(at)s WHERE case_id = %(case)s AND done_at IS NULL),
questions AS (
  UPDATE cases_request SET closed_at = %(at)s, state = 'answered', answer = %(answer)s
  WHERE case_id = %(case)s AND closed_at IS NULL AND name = ''
),
effects AS (
  UPDATE cases_effect SET done_at = %(at)s, outcome = 'obsolete'
  WHERE case_id = %(case)s AND done_at IS NULL AND kind = ANY(%(cancelled)s)
)
INSERT""",
)
"""The same, and the end of what belongs to the state that is left: every action of every case goes this way."""


def _insert(event: Event, salt: bytes, data: Mapping[str, Any], *, leaves: bool) -> None:
    values = {
        "case": event.case_id, "seq": event.seq, "action": event.action, "from": event.from_state,
        "to": event.to_state, "actor": event.actor, "at": event.at, "digest": event.payload_digest,
        "prev": event.prev_hash, "hash": event.hash, "salt": salt, "payload": Jsonb(dict(data)),
        "answer": data.get("answer", ""), "cancelled": CANCELLED_WITH_THE_STATE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(LEAVING_SQL if leaves else EVENT_SQL, values)


def note(case: Case, *, action: str, actor: Actor, data: Mapping[str, Any], now: datetime) -> Event:
    """Write an event that moves a locked case nowhere, and save the case."""
    event = append_event(case, standing_of(case), action=action, to_state=case.state, actor=actor, data=data, now=now)
    case.save()
    hit(f"cases.{action}.before_commit")
    transaction.on_commit(lambda: hit(f"cases.{action}.committed"))
    return event


def _event(case: Case, entry: Entry, actor: Actor, digest: bytes, now: datetime) -> Event:
    prev = bytes(case.last_hash)
    link = chain.Link(
        case.reference, entry.seq, entry.action, entry.from_state, entry.to_state, actor.label, now, digest, prev
    )
    return Event(
        case=case,
        seq=entry.seq,
        action=entry.action,
        from_state=entry.from_state,
        to_state=entry.to_state,
        actor=actor.label,
        at=now,
        payload_digest=digest,
        prev_hash=prev,
        hash=chain.link_hash(link),
    )


def take_standing(case: Case, standing: Standing) -> None:
    """Copy where the case stands onto its row."""
    case.state = standing.state
    case.last_seq = standing.seq
    case.answers = dict(standing.answers)
    case.registers = dict(standing.registers)
    case.pages = list(standing.pages)
    case.documents = list(standing.documents)
    case.reason = standing.reason
    case.declared = dict(standing.declared)
    case.queued = dict(standing.queued)
    case.requests = dict(standing.requests)
    case.proposal = None if standing.proposal is None else dict(standing.proposal)
