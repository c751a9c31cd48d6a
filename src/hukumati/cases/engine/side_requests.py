"""Side requests that begin and end with the states of a case, and the writing of their rows."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from hukumati.cases.actors import Actor
from hukumati.cases.domain import side_request_states
from hukumati.cases.domain.permissions import resolve_role
from hukumati.cases.engine.consents import Kept, opened_request, party_digest
from hukumati.cases.engine.request_messages import notify_of_request
from hukumati.cases.engine.working_calendar import due_after
from hukumati.cases.models import Appointment, Case, LockedCase, Request
from hukumati.service_language.api import Definition, SideRequest, State

BEFORE_THE_END_OF_THE_DAY = timedelta(hours=14)
"""A reminder of something due at the end of a day comes in the morning, and wakes nobody up."""


def changes_on_entering(
    case: Case, definition: Definition, state: State, *, data: Mapping[str, Any], now: datetime
) -> dict[str, Kept]:
    """Return what an event adds to the requests of a case by leading to a state: its own open, at the end all close.

    Worked out before the event is written, so that one event tells all of it.
    """
    if state.end:
        cancelled = side_request_states.request_state("cancelled")
        return {name: {**case.requests[name], **cancelled} for name in open_names(case.requests)}
    wanted = [effect.argument for effect in state.effects if effect.kind == "request"]
    return {
        name: opened_request(case, definition, name, now=now, data=data) for name in wanted if not is_open(case, name)
    }


def is_open(case: Case, name: str) -> bool:
    """Return whether a request of this name is open."""
    return name in open_names(case.requests)


def open_names(requests: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Name the open ones among requests as events keep them."""
    return [name for name, request in requests.items() if request["state"] == side_request_states.OPEN]


def create_requests(
    case: LockedCase, definition: Definition, names: Iterable[str], *, seq: int, actor: Actor, now: datetime
) -> None:
    """Write the requests that an event opened, and notify whoever is to answer them."""
    for name in names:
        create_request(case, definition, definition.requests[name], seq=seq, actor=actor, now=now)


def create_request(
    case: LockedCase,
    definition: Definition,
    spec: SideRequest,
    *,
    seq: int,
    actor: Actor,
    now: datetime,
    question: str = "",
) -> Request:
    """Write one request that event `seq` opened; `question` is added to what the service says."""
    due_at = due_after(start=now, amount=spec.due.amount, unit=spec.due.unit, known=case.holidays)
    provider, role = resolve_role(spec.of, provider=case.provider)
    row = Request.objects.create(
        case=case,
        seq=seq,
        kind=spec.kind,
        name=spec.name,
        provider="" if spec.is_of_citizen else provider,  # what the citizen answers belongs to no office
        role=role,
        party=party_digest(str(case.requests.get(spec.name, {}).get("party") or "")),
        question=question,
        asked_at=now,
        asked_by=actor.label,
        due_at=due_at,
        closes_at=None if spec.waits else due_at,
        remind_at=reminder_of_request(spec, due_at, told_at=now),
    )
    notify_of_request(case, definition, row)
    return row


def reminder_of_request(spec: SideRequest, due_at: datetime, *, told_at: datetime) -> datetime | None:
    """Return when the citizen is reminded of a request that is open until the end of a day."""
    morning = due_at - BEFORE_THE_END_OF_THE_DAY
    return side_request_states.reminder_at(last=morning, days_before=spec.remind_days, at_least=0, told_at=told_at)


def cancel_requests(case: Case, *, now: datetime) -> None:
    """Close what is still open in a case that has ended; the event that ended it records so."""
    if not case.requests:  # every named request is in the events that the row keeps
        return
    rows = Request.objects.filter(case=case, closed_at=None).exclude(name="")
    Appointment.objects.filter(request__in=rows, state="booked").update(state="cancelled")
    rows.update(state="cancelled", closed_at=now, remind_at=None, closes_at=None)
