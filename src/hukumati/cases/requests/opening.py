"""Asking somebody for something while the case goes on: on entering a state, or at an official's wish."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hukumati.cases.actors import Actor
from hukumati.cases.domain import side_request_states
from hukumati.cases.domain.permissions import is_own, may_work
from hukumati.cases.engine.event_log import note
from hukumati.cases.engine.loading import definition_of, lock_case, owner_of
from hukumati.cases.engine.working_calendar import due_after
from hukumati.cases.errors import CaseMovedOn, NotPossibleHere, NotYours, OwnCase
from hukumati.cases.models import Appointment, Case, Request
from hukumati.cases.requests.messages import tell_asked
from hukumati.core.text import clean_text
from hukumati.service_language.api import Definition, SideRequest, State

LONGEST = 2000


def opened_on_entering(case: Case, state: State) -> dict[str, Any]:
    """Give what an event adds to the standing by leading to a state: its requests open, at the end all close.

    Asked before the event is written, so that one event tells all of it.
    """
    if state.end:
        closed = (name for name, told in case.requests.items() if told["state"] == side_request_states.OPEN)
        return {name: side_request_states.stands("cancelled") for name in closed}
    wanted = (effect.argument for effect in state.effects if effect.kind == "request")
    return {name: side_request_states.stands(side_request_states.OPEN) for name in wanted if not is_open(case, name)}


def is_open(case: Case, name: str) -> bool:
    """Return whether a request of this name is open."""
    told: Mapping[str, Any] | None = case.requests.get(name)
    return told is not None and told["state"] == side_request_states.OPEN


def open_rows(
    case: Case, definition: Definition, names: Iterable[str], *, seq: int, actor: Actor, now: datetime
) -> None:
    """Write the requests that an event opened, and tell the citizen of those that are theirs to answer."""
    for name in names:
        row = _row(case, definition.requests[name], seq=seq, actor=actor, now=now)
        row.save()
        tell_asked(case, definition, row)


def _row(
    case: Case, spec: SideRequest, *, seq: int, actor: Actor, now: datetime, question: str = "", **more: Any
) -> Request:
    due_at = due_after(start=now, amount=spec.due.amount, unit=spec.due.unit, known=case.holidays)
    provider, _, role = spec.of.rpartition(".")
    return Request(
        case=case,
        seq=seq,
        kind=spec.kind,
        name=spec.name,
        provider="" if spec.is_of_citizen else provider or case.provider,
        role=role,
        question=question,
        details=more,
        asked_at=now,
        asked_by=actor.label,
        due_at=due_at,
        closes_at=None if spec.waits else due_at,
        remind_at=max(now, due_at - timedelta(days=spec.remind_days)),
    )


def ask_for(*, reference: str, officer: Actor, name: str, question: str, seen_seq: int | None, now: datetime) -> int:
    """Let an officer who works on the case open one of the state's requests; it gives the request's number.

    `question` is added to what the service says. Raises NotYours, OwnCase, CaseMovedOn, NotPossibleHere.
    """
    with transaction.atomic():
        case = lock_case(reference)
        if seen_seq not in (None, case.last_seq):
            raise CaseMovedOn
        definition = definition_of(case)
        _permit(case, definition.flow.states[case.state], officer, name)
        said = clean_text(question, longest=LONGEST)
        return ask(case, definition.requests[name], definition=definition, actor=officer, question=said, now=now).id


def ask(
    case: Case, spec: SideRequest, *, definition: Definition, actor: Actor, question: str, now: datetime, **more: Any
) -> Request:
    """Open a request of a locked case by an event of its own."""
    data = {"requests": {spec.name: side_request_states.stands(side_request_states.OPEN)}, "question": question, **more}
    event = note(case, action="request_opened", actor=actor, data=data, now=now)
    row = _row(case, spec, seq=event.seq, actor=actor, now=now, question=question, **more)
    row.save()
    tell_asked(case, definition, row)
    return row


def _permit(case: Case, state: State, officer: Actor, name: str) -> None:
    owner = owner_of(case)
    if is_own(officer, owner):
        raise OwnCase
    if name not in state.requests or is_open(case, name) or state.work is None:
        raise NotPossibleHere(f"request {name}")
    if not may_work(officer, owner, state.work.role):
        raise NotYours


def cancel_open(case: Case, *, now: datetime) -> None:
    """Close what is still asked for in a case that has ended; the event that ended it has told so."""
    rows = Request.objects.filter(case=case, closed_at=None).exclude(name="")
    Appointment.objects.filter(request__in=rows, state="booked").update(state="cancelled")
    rows.update(state="cancelled", closed_at=now, remind_at=None, closes_at=None)
