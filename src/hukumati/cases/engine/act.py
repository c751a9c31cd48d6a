"""One action on one case: everything it changes, or nothing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hukumati.cases import events as announced
from hukumati.cases.actors import Actor
from hukumati.cases.domain.flow import Step, step
from hukumati.cases.domain.permissions import OFFICIALS, OTHERS_ACTIONS, Owner, is_own, may_act, may_reopen
from hukumati.cases.domain.side_request_states import OPEN
from hukumati.cases.engine.case_row import save_changed
from hukumati.cases.engine.event_log import append_event
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of, lock_case, owner_of, standing_of
from hukumati.cases.engine.state_entry import close_work, open_work
from hukumati.cases.errors import CaseMovedOn, NotPossibleHere, NotYours, OwnCase, RequestsOpen
from hukumati.cases.models import Case, Event
from hukumati.cases.requests.opening import cancel_open, open_rows, opened_on_entering
from hukumati.core.failpoints import hit
from hukumati.core.outbox import publish
from hukumati.service_language import api as service_language
from hukumati.service_language.api import NEVER_HELD_BACK, Definition, Reopen, State


def act(
    *,
    reference: str,
    action: str,
    actor: Actor,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    seen_seq: int | None = None,
    fixed: str | None = None,
) -> Event:
    """Perform one action in a transaction of its own, or in the caller's; see `act_on`."""
    with transaction.atomic():
        case = lock_case(reference)
        return act_on(case, action=action, actor=actor, now=now, data=data, seen_seq=seen_seq, fixed=fixed)


def act_on(
    case: Case,
    *,
    action: str,
    actor: Actor,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    seen_seq: int | None = None,
    fixed: str | None = None,
    note: bool = False,
) -> Event:
    """Perform one action on a locked case: event, state, tasks, timers, effects, announcements.

    `seen_seq` is the last event the actor saw; None for the platform itself. `fixed` is the state that an action of
    the engine leads to where the flow does not declare it; a `note` is recorded and moves nothing. No call leaves the
    platform here. Raises CaseMovedOn, NotPossibleHere, NotYours, OwnCase, DataMissing, PaymentUnderWay.
    """
    given = dict(data or {})
    if seen_seq not in (None, case.last_seq):
        raise CaseMovedOn
    definition = definition_of(case)
    state = definition.flow.states[case.state]
    _permit(actor, action, case, definition, now)
    _hold_back(actor, action, case, state)
    chosen = Step(action, case.state, (), fixed=case.state) if note else step(state=state, action=action, fixed=fixed)
    chosen.require(given)
    target = _choose(chosen, case, definition, given, now)
    if target != case.state:
        _add_requests(given, opened_on_entering(case, definition.flow.states[target]))
    before = (case.state, case.milestone, case.closed_at)
    if not note:
        _second_pair(case, state, action, actor)
    standing = standing_of(case)
    event = append_event(
        case, standing, action=action, to_state=target, actor=actor, data=given, now=now, leaves=target != case.state
    )
    if target != before[0]:
        close_work(case, state, action=action)
        open_work(case, definition, seq=event.seq, action=action, data=given, now=now)
        _ask(case, definition, event, given, actor, now)
    save_changed(case)
    _announce(case, definition, action, before[1], before[2] is None, now)
    _boundaries(action)
    return event


def _permit(actor: Actor, action: str, case: Case, definition: Definition, now: datetime) -> None:
    owner, state = owner_of(case), definition.flow.states[case.state]
    if action in state.reopen:
        _permit_reopening(actor, owner, case, definition, state.reopen[action], now)
        return
    if may_act(actor, action, owner, state.work.role if state.work else None):
        return
    if case.late_at is not None and state.work is not None and may_act(actor, action, owner, "supervisor"):
        return
    if actor.kind != "citizen" and is_own(actor, owner):
        raise OwnCase
    if actor.kind in OFFICIALS and (actor.provider != owner.provider or state.work is not None):
        raise NotYours
    raise NotPossibleHere(action)


def _hold_back(actor: Actor, action: str, case: Case, state: State) -> None:
    decides = actor.kind in OFFICIALS and action not in OTHERS_ACTIONS | NEVER_HELD_BACK
    if decides and state.until == "requests_closed" and service_language.any_request_open(case.requests):
        raise RequestsOpen


def _add_requests(data: dict[str, Any], opened: Mapping[str, Any]) -> None:
    if opened:
        data["requests"] = {**data.get("requests", {}), **opened}


def _ask(
    case: Case, definition: Definition, event: Event, data: Mapping[str, Any], actor: Actor, now: datetime
) -> None:
    """What the state asks for, or gives up asking for because the case ends."""
    state = definition.flow.states[case.state]
    if state.end:
        cancel_open(case, now=now)
        return
    opened = [name for name, told in data.get("requests", {}).items() if told["state"] == OPEN]
    open_rows(case, definition, opened, seq=event.seq, actor=actor, now=now)


def _permit_reopening(
    actor: Actor, owner: Owner, case: Case, definition: Definition, way: Reopen, now: datetime
) -> None:
    if not may_reopen(actor, owner, by=way.by, role=reopening_role(definition, way)):
        raise OwnCase if actor.kind in OFFICIALS and is_own(actor, owner) else NotPossibleHere(way.name)
    if not is_in_time(case, way, now):
        raise NotPossibleHere(way.name)


def reopening_role(definition: Definition, way: Reopen) -> str:
    """Name the role whose officials may lead a case back: of the work that they lead it to."""
    work = definition.flow.states[way.to].work
    return work.role if work else "officer"


def is_in_time(case: Case, way: Reopen, now: datetime) -> bool:
    """Return whether an ended case can still be led back."""
    if case.closed_at is None or case.erased_at is not None:
        return False
    return now <= case.closed_at + timedelta(days=way.within_days)


def _second_pair(case: Case, state: State, action: str, actor: Actor) -> None:
    """An action with `four_eyes` is taken by somebody else than who proposed it."""
    declared = state.actions.get(action)
    if declared is None or not declared.four_eyes:
        return
    proposal = case.proposal or {}
    if proposal.get("action") != action or proposal.get("by") == actor.id:
        raise NotPossibleHere(action)


def _choose(chosen: Step, case: Case, definition: Definition, data: Mapping[str, Any], now: datetime) -> str:
    if chosen.fixed is not None:  # no need of facts, which cost more than the rest of a note
        return chosen.fixed
    if chosen.leads_one_way:
        return chosen.choose({})
    try:
        return chosen.choose(session_of(case, definition, now, data).facts)
    except service_language.NotPossibleHere as error:
        raise NotPossibleHere(chosen.action) from error


def _announce(
    case: Case, definition: Definition, action: str, milestone_before: str, was_open: bool, now: datetime
) -> None:
    about = {"reference": case.reference, "service_code": definition.code, "provider": case.provider, "at": now}
    if action == "submit":
        publish(announced.CaseSubmitted(**about))  # type: ignore[arg-type]
    if case.milestone != milestone_before and case.milestone == "decided":
        publish(announced.CaseDecided(outcome=case.state, **about))  # type: ignore[arg-type]
    if case.milestone != milestone_before and case.milestone == "ready":
        publish(announced.CaseReady(**about))  # type: ignore[arg-type]
    if was_open and case.closed_at is not None:
        publish(announced.CaseClosed(outcome=case.state, **about))  # type: ignore[arg-type]


def _boundaries(action: str) -> None:
    hit(f"cases.{action}.before_commit")
    transaction.on_commit(lambda: hit(f"cases.{action}.committed"))
