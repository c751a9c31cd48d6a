"""The end of a side request, whoever brings it about; when the last one closes, a case that waited for it goes on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hukumati.cases.actors import Actor
from hukumati.cases.domain import asking
from hukumati.cases.errors import RequestClosed
from hukumati.cases.models import Case, Request
from hukumati.cases.use_cases.act import act_on
from hukumati.cases.use_cases.history import note
from hukumati.cases.use_cases.reading import SYSTEM, definition_of
from hukumati.catalogue.api import anything_open


def end_request(
    case: Case,
    row: Request,
    *,
    event: str,
    actor: Actor,
    now: datetime,
    outcome: str | None = None,
    answer: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """This will end an open request of a locked case by an event (see `asking.ENDS`). Raises RequestClosed."""
    if row.closed_at is not None or not asking.may_close(row.state, event):
        raise RequestClosed
    row.state, row.outcome, row.answer = asking.ENDS[event], outcome or "", answer
    row.closed_at, row.closed_by, row.remind_at, row.closes_at = now, actor.label, None, None
    row.save()
    told = {"requests": {row.name: asking.stands(row.state, outcome)}, "answer": answer, **(data or {})}
    note(case, action=event, actor=actor, data=told, now=now)
    go_on(case, now=now)


def go_on(case: Case, *, now: datetime) -> None:
    """This will take `requests_closed` where the state has it and nothing is open any more."""
    state = definition_of(case).flow.states[case.state]
    if case.closed_at is None and "requests_closed" in state.actions and not anything_open(case.requests):
        act_on(case, action="requests_closed", actor=SYSTEM, now=now)
