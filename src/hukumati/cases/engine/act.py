"""One action on one case: everything it changes, or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hukumati.cases import events as announced
from hukumati.cases.actors import Actor
from hukumati.cases.domain.flow import Step, step
from hukumati.cases.engine.access import require_may_act, require_may_record
from hukumati.cases.engine.case_row import NewTask, save_changes
from hukumati.cases.engine.event_log import NOTHING_MORE, Clauses, append_event
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.engine.side_requests import changes_on_entering
from hukumati.cases.engine.state_entry import enter_state
from hukumati.cases.engine.state_exit import cancel_unpaid_bill, leaving_clauses
from hukumati.cases.engine.state_messages import notify_of_state
from hukumati.cases.errors import CaseMovedOn, NotPossibleHere
from hukumati.cases.models import Event, LockedCase
from hukumati.core.failpoints import hit
from hukumati.core.outbox import publish
from hukumati.service_language import api as service_language
from hukumati.service_language.api import Definition

Data = Mapping[str, object]


def act(
    *,
    reference: str,
    action: str,
    actor: Actor,
    now: datetime,
    data: Data | None = None,
    seen_seq: int | None = None,
    fixed: str | None = None,
) -> Event:
    """Perform one action in a transaction of its own, or in the caller's; see `act_on`."""
    with transaction.atomic():
        case = lock_case(reference)
        return act_on(case, action=action, actor=actor, now=now, data=data, seen_seq=seen_seq, fixed=fixed)


def act_on(
    case: LockedCase,
    *,
    action: str,
    actor: Actor,
    now: datetime,
    data: Data | None = None,
    seen_seq: int | None = None,
    fixed: str | None = None,
    also: Clauses = NOTHING_MORE,
) -> Event:
    """Perform one action on a locked case: event, state, tasks, timers, effects, announcements.

    `seen_seq` is the last event the actor saw; None for the platform itself. `fixed` is the state that an action of
    the engine leads to where the flow does not declare it; `also` is written in the event's own statement. No call
    leaves the platform here.
    Raises CaseMovedOn, NotPossibleHere, NotYours, OwnCase, RequestsOpen, DataMissing, PaymentUnderWay.
    """
    if seen_seq not in (None, case.last_seq):
        raise CaseMovedOn
    given, definition = dict(data or {}), definition_of(case)
    require_may_act(case, definition, actor, action, now)
    left = definition.flow.states[case.state]
    chosen = step(state=left, action=action, fixed=fixed)
    chosen.require(given)
    target = _choose(chosen, case, definition, given, now)
    milestone, was_open, task = case.milestone, case.closed_at is None, None
    if target == left.name:
        event = append_event(case, action=action, to_state=target, actor=actor, data=given, now=now, also=also)
    else:
        event, task = _move(case, definition, target, action=action, actor=actor, data=given, now=now, also=also)
    save_changes(case, task)
    _announce(case, definition, action, milestone, was_open, now)
    _hit_failpoints(action)
    return event


def record_note(case: LockedCase, *, action: str, actor: Actor, now: datetime, data: Data | None = None) -> Event:
    """Record an event that moves a locked case nowhere, and save what the caller changed on the case.

    Raises NotPossibleHere, NotYours, OwnCase.
    """
    require_may_record(case, definition_of(case), actor, action)
    event = append_event(case, action=action, to_state=case.state, actor=actor, data=data or {}, now=now)
    save_changes(case)
    _hit_failpoints(action)
    return event


def _move(
    case: LockedCase,
    definition: Definition,
    target: str,
    *,
    action: str,
    actor: Actor,
    data: dict[str, Any],
    now: datetime,
    also: Clauses,
) -> tuple[Event, NewTask | None]:
    """Leave the case's state and enter another; return the event and the task that is to be written with the row."""
    left = definition.flow.states[case.state]
    requests = changes_on_entering(case, definition, definition.flow.states[target], data=data, now=now)
    if requests:
        data["requests"] = {**data.get("requests", {}), **requests}
    also = leaving_clauses(data) + also
    event = append_event(case, action=action, to_state=target, actor=actor, data=data, now=now, also=also)
    cancel_unpaid_bill(case, left, action=action)
    task = enter_state(case, definition, event=event, actor=actor, data=data, now=now)
    notify_of_state(case, definition, definition.flow.states[target], event=event, actor=actor)
    return event, task


def _choose(chosen: Step, case: LockedCase, definition: Definition, data: Data, now: datetime) -> str:
    if chosen.leads_one_way:  # no need of facts, which cost more than the rest of the action
        return chosen.choose({})
    try:
        return chosen.choose(session_of(case, definition, now, data).facts)
    except service_language.NotPossibleHere as error:
        raise NotPossibleHere(chosen.action) from error


def _announce(
    case: LockedCase, definition: Definition, action: str, milestone_before: str, was_open: bool, now: datetime
) -> None:
    reference, code, provider = case.reference, definition.code, case.provider
    if action == "submit":
        publish(announced.CaseSubmitted(reference, code, provider, at=now))
    if case.milestone != milestone_before and case.milestone == "decided":
        publish(announced.CaseDecided(reference, code, provider, outcome=case.state, at=now))
    if case.milestone != milestone_before and case.milestone == "ready":
        publish(announced.CaseReady(reference, code, provider, at=now))
    if was_open and case.closed_at is not None:
        publish(announced.CaseClosed(reference, code, provider, outcome=case.state, at=now))


def _hit_failpoints(action: str) -> None:
    hit(f"cases.{action}.before_commit")
    transaction.on_commit(lambda: hit(f"cases.{action}.committed"))
