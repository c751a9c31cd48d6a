"""Who may read a case, act on it, take its task, answer its requests, or lead it back: asked here and nowhere else.

The rules are pure (`domain.permissions`); here they meet a case, its service, its task and its requests.
"""

from datetime import datetime

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import (
    OFFICIALS,
    READERS,
    ROLES,
    Owner,
    is_own,
    may_act,
    may_record,
    may_reopen,
    may_work,
    supervises,
)
from hukumati.cases.engine.consents import parties_of
from hukumati.cases.engine.loading import definition_of, find_case
from hukumati.cases.engine.places import is_elsewhere
from hukumati.cases.engine.side_requests import is_open
from hukumati.cases.errors import AlreadyOpen, ClaimedByOther, NotPossibleHere, NotYours, OwnCase, RequestsOpen
from hukumati.cases.models import Case, Request, Task
from hukumati.core.audit import record
from hukumati.core.clock import end_of_day
from hukumati.core.clock import now as present
from hukumati.service_language.api import (
    NEVER_HELD_BACK,
    Definition,
    Reopen,
    State,
    any_request_open,
    is_official_action,
    performers_of,
)


def owner_of(case: Case) -> Owner:
    """Return whose case it is."""
    own_number = case.applicant.get("id_number", "")
    return Owner(case.applicant_sub, own_number, case.provider, parties=parties_of(case))


def require_not_own(case: Case, official: Actor) -> None:
    """Raise OwnCase where an official would work on their own case."""
    if is_own(official, owner_of(case)):
        raise OwnCase


# --- acting


def require_may_act(case: Case, definition: Definition, actor: Actor, action: str, now: datetime) -> None:
    """Refuse an action that is not this actor's in the case's state.

    Raises NotPossibleHere, NotYours, OwnCase, RequestsOpen.
    """
    state = definition.flow.states[case.state]
    if action in state.reopen:
        _require_may_reopen(case, definition, actor, state.reopen[action], now)
        return
    owner = owner_of(case)
    if not _may_act(case, state, actor, action, owner):
        raise _refusal(state, actor, action, owner)
    require_not_held_back(case, state, actor, action)
    _require_second_official(case, state, actor, action)


def require_may_record(case: Case, definition: Definition, actor: Actor, action: str) -> None:
    """Refuse a note that is not this actor's to record. Raises NotPossibleHere, NotYours, OwnCase."""
    state, owner = definition.flow.states[case.state], owner_of(case)
    if not may_record(actor, action, owner) and not _may_act(case, state, actor, action, owner):
        raise _refusal(state, actor, action, owner)


def _may_act(case: Case, state: State, actor: Actor, action: str, owner: Owner) -> bool:
    """Whoever works in the state, at a place that serves the case, and supervisors who step in."""
    if may_act(actor, action, owner, state.work.role if state.work else None):
        return "worker" not in performers_of(action) or not is_elsewhere(case, actor)
    return _steps_in(case, state, actor, owner) and may_act(actor, action, owner, f"{actor.provider}.supervisor")


def _steps_in(case: Case, state: State, actor: Actor, owner: Owner) -> bool:
    """Supervisors do the work themselves when the promise is over, or when they took the case over."""
    if state.work is None or not supervises(actor, owner, state.work.role):
        return False
    return case.late_at is not None or Task.objects.filter(case=case, closed_at=None, claimed_by=actor.id).exists()


def is_claimed_by_other(case: Case, official: Actor) -> bool:
    """Return whether a colleague has taken the case's open task."""
    return Task.objects.filter(case=case, closed_at=None).exclude(claimed_by__in=["", official.id]).exists()


def _refusal(state: State, actor: Actor, action: str, owner: Owner) -> NotPossibleHere | NotYours | OwnCase:
    if actor.kind != "citizen" and is_own(actor, owner):
        return OwnCase()
    if actor.kind in OFFICIALS and (actor.provider != owner.provider or state.work is not None):
        return NotYours()
    return NotPossibleHere(action)


def require_not_held_back(case: Case, state: State, actor: Actor, action: str) -> None:
    decides = actor.kind in OFFICIALS and is_official_action(action) and action not in NEVER_HELD_BACK
    if decides and state.until == "requests_closed" and any_request_open(case.requests):
        raise RequestsOpen


def _require_second_official(case: Case, state: State, actor: Actor, action: str) -> None:
    """An action with `four_eyes` is taken by somebody else than who proposed it."""
    declared = state.actions.get(action)
    if declared is None or not declared.four_eyes:
        return
    proposal = case.proposal or {}
    if proposal.get("action") != action or proposal.get("by") == actor.id:
        raise NotPossibleHere(action)


# --- leading an ended case back


def _require_may_reopen(case: Case, definition: Definition, actor: Actor, way: Reopen, now: datetime) -> None:
    owner = owner_of(case)
    if not may_reopen(actor, owner, by=way.by, role=_reopening_role(definition, way)):
        raise OwnCase if actor.kind in OFFICIALS and is_own(actor, owner) else NotPossibleHere(way.name)
    if not is_in_time(case, way, now):
        raise NotPossibleHere(way.name)


def _reopening_role(definition: Definition, way: Reopen) -> str:
    """The role of the work to which the case is led back; without any, an officer's."""
    work = definition.flow.states[way.to].work
    return work.role if work else "officer"


def is_in_time(case: Case, way: Reopen, now: datetime) -> bool:
    """Return whether an ended case can still be led back."""
    if case.closed_at is None or case.erased_at is not None:
        return False
    return now <= end_of_day(case.closed_at, days_later=way.within_days)


def reopenings_of(case: Case, official: Actor, now: datetime) -> tuple[Reopen, ...]:
    """List the ways in which this official may lead the case back now."""
    definition = definition_of(case)
    ways = [way for way in definition.flow.states[case.state].reopen.values() if way.by == "officer"]
    return tuple(
        way
        for way in ways
        if is_in_time(case, way, now) and may_work(official, owner_of(case), _reopening_role(definition, way))
    )


def require_no_other_open(case: Case) -> None:
    """Raise AlreadyOpen where the service allows one open application, this one has ended and another is under way."""
    if not case.single_open or case.closed_at is None:
        return
    others = Case.objects.filter(service_code=case.service_code, applicant_sub=case.applicant_sub, closed_at=None)
    other = others.exclude(id=case.id).values_list("reference", flat=True).first()
    if other is not None:
        raise AlreadyOpen(other)


# --- reading


def readable_case(reference: str, official: Actor) -> Case:
    """Find a case that the official may read. Raises NotYours, OwnCase.

    A case of another ministry, a draft, an erased one and an unknown number are refused alike.
    """
    case = find_case(reference)
    if official.kind not in OFFICIALS or case is None or case.submitted_at is None or case.erased_at is not None:
        raise NotYours
    if not _may_read(case, official):
        raise NotYours
    require_not_own(case, official)
    return case


def _may_read(case: Case, official: Actor) -> bool:
    """Officers read the cases of their ministry that are of their place; others what waits for their role, or is theirs
    to lead back; supervisors also what is worked on in their ministry for another one."""
    if is_elsewhere(case, official):
        return False
    if case.provider == official.provider and official.roles & READERS:
        return True
    if reopenings_of(case, official, present()):
        return True
    tasks = Task.objects.filter(case=case, closed_at=None, provider=official.provider)
    if "supervisor" not in official.roles:
        tasks = tasks.filter(role__in=sorted(official.roles & ROLES))
    return tasks.exists()


def case_of_open_request(reference: str, official: Actor) -> Case | None:
    """Find a case about which the official is asked something now (an inspection, say); None of any other."""
    case = find_case(reference)
    if case is None or is_own(official, owner_of(case)):
        return None
    requests = Request.objects.filter(case=case, closed_at=None).exclude(name="")
    return case if any(is_put_to(row, official) for row in requests) else None


def record_reading(case: Case, official: Actor, *, action: str = "case.read") -> None:
    """Record that an official read a case, for the case and for the citizen to see."""
    details = {"case": case.reference, "service": case.service_code, "provider": official.provider}
    for subject in (f"case:{case.reference}", f"person:{case.applicant['id_number']}"):
        record(subject=subject, actor=official.label, action=action, details=details)


# --- tasks and side requests


def may_take(task: Task, official: Actor) -> bool:
    """Return whether a task is the official's to claim; late ones, and those they took over, are supervisors' too."""
    supervises_it = "supervisor" in official.roles and official.provider in {task.provider, task.case.provider}
    if supervises_it and (task.escalated_at is not None or task.claimed_by == official.id):
        return True
    works = task.provider == official.provider and task.role in official.roles
    return works and not is_elsewhere(task.case, official)


def is_put_to(row: Request, official: Actor) -> bool:
    """Return whether a side request is put to officials like this one."""
    return bool(row.role) and row.provider == official.provider and row.role in official.roles


def requestable(case: Case, definition: Definition, officer: Actor) -> tuple[str, ...]:
    """Name the requests that an officer who works on the case may open now."""
    state, owner = definition.flow.states[case.state], owner_of(case)
    if state.work is None or not _may_act(case, state, officer, "request_opened", owner):
        return ()
    if not state.requests or is_claimed_by_other(case, officer):
        return ()
    return tuple(name for name in state.requests if not is_open(case, name))


def require_may_open_request(case: Case, definition: Definition, officer: Actor, name: str) -> None:
    """Refuse a request that the state does not have or that is open.

    Raises OwnCase, NotPossibleHere, NotYours, ClaimedByOther.
    """
    state = definition.flow.states[case.state]
    require_not_own(case, officer)
    if name not in state.requests or is_open(case, name) or state.work is None:
        raise NotPossibleHere(f"request {name}")
    if not _may_act(case, state, officer, "request_opened", owner_of(case)):
        raise NotYours
    if is_claimed_by_other(case, officer):
        raise ClaimedByOther
