"""The end of a side request, whoever brings it about; when the last one closes, a case that waited for it goes on."""

from collections.abc import Mapping
from datetime import datetime

from hukumati.cases.actors import SYSTEM, Actor
from hukumati.cases.domain import side_request_states
from hukumati.cases.engine.act import act_on, record_note
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.errors import RequestClosed
from hukumati.cases.models import LockedCase, Request
from hukumati.service_language.api import any_request_open


def end_request(
    case: LockedCase,
    row: Request,
    *,
    event: str,
    actor: Actor,
    now: datetime,
    outcome: str | None = None,
    answer: str = "",
    data: Mapping[str, object] | None = None,
    kept: Mapping[str, str] | None = None,
) -> None:
    """End an open request of a locked case by an event (see `side_request_states.ENDS`). Raises RequestClosed.

    `kept` is what the case keeps of it besides how it ended.
    """
    if row.closed_at is not None or not side_request_states.may_close(row.state, event):
        raise RequestClosed
    row.state, row.outcome, row.answer = side_request_states.ENDS[event], outcome or "", answer
    row.closed_at, row.closed_by, row.remind_at, row.closes_at = now, actor.label, None, None
    row.save()
    ended = side_request_states.request_state(row.state, outcome)
    closed = {row.name: {**case.requests.get(row.name, {}), **ended, **(kept or {})}}
    data = {"requests": closed, "answer": answer, **(data or {})}
    record_note(case, action=event, actor=actor, data=data, now=now)
    go_on(case, now=now)


def go_on(case: LockedCase, *, now: datetime) -> None:
    """Take `requests_closed` where the state has it and nothing is open any more."""
    state = definition_of(case).flow.states[case.state]
    if case.closed_at is None and "requests_closed" in state.actions and not any_request_open(case.requests):
        act_on(case, action="requests_closed", actor=SYSTEM, now=now)
