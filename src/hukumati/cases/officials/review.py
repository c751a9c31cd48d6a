"""The officer's side: the inbox, a case with its evidence, claim and decision."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from hukumati.cases.actors import Actor
from hukumati.cases.applying.reopen import refuse_second
from hukumati.cases.domain.permissions import OFFICIALS, OTHERS_ACTIONS, READERS, ROLES, is_own, may_work
from hukumati.cases.engine.act import act_on, is_in_time, reopening_role
from hukumati.cases.engine.loading import definition_of, find_case, lock_case, owner_of
from hukumati.cases.errors import CaseMovedOn, ClaimedByOther, NotPossibleHere, NotYours, OwnCase
from hukumati.cases.models import Case, Event, EventPayload, Task
from hukumati.cases.officials.four_eyes import confirm_proposal, end_proposal, propose
from hukumati.cases.queries import view_of, ways_back
from hukumati.cases.views import ActionView, Applicant, EventView, OfficerView, ProposalView, TaskView
from hukumati.core.audit import record
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now as present
from hukumati.core.text import clean_text

AT_MOST = 200
LONGEST_REASON = 2000


def inbox(*, officer: Actor, now: datetime) -> tuple[TaskView, ...]:
    """List the open work of the officer's ministry and roles, most urgent first."""
    tasks = (
        Task.objects.filter(_works_on(officer), closed_at=None)
        .select_related("case")
        .order_by(F("due_at").asc(nulls_last=True), "opened_at")[:AT_MOST]
    )
    return tuple(_task_view(task) for task in tasks)


def _works_on(officer: Actor) -> Q:
    """The tasks of the officer's roles; for supervisors, the late ones of their ministry too."""
    of_roles = Q(provider=officer.provider, role__in=sorted(officer.roles & ROLES))
    if "supervisor" not in officer.roles:
        return of_roles
    return of_roles | Q(case__provider=officer.provider, escalated_at__isnull=False)


def _may_take(task: Task, officer: Actor) -> bool:
    late = task.escalated_at is not None and "supervisor" in officer.roles
    if late and task.case.provider == officer.provider:
        return True
    return task.provider == officer.provider and task.role in officer.roles


def open_for_officer(*, reference: str, officer: Actor, now: datetime | None = None) -> OfficerView:
    """Show a submitted case to an officer of its ministry; the look is recorded for the citizen to see.

    Raises NotYours for any other case, existing or not, and OwnCase.
    """
    case = case_for(reference, officer)
    _record_look(case, officer)
    return _seen(case, officer, now or present())


def _seen(case: Case, officer: Actor, now: datetime) -> OfficerView:
    task = Task.objects.filter(case=case, closed_at=None).select_related("case").first()
    return OfficerView(
        case=view_of(case, now=now, owner=False),
        applicant=_applicant(case),
        evidence=case.registers,
        events=_events(case),
        task=None if task is None else _task_view(task),
        choices=_choices(case, task, officer, now),
        proposal=_proposal(case, officer),
    )


def claim(*, reference: str, officer: Actor, now: datetime) -> None:
    """Take the case's open task; taking it again changes nothing. Raises NotYours, ClaimedByOther."""
    with transaction.atomic():
        task = _lock_task(reference, officer)
        if task.claimed_by not in {"", officer.id}:
            raise ClaimedByOther
        task.claimed_by, task.claimed_at = officer.id, now
        task.save()


def release(*, reference: str, officer: Actor, now: datetime) -> None:
    """Give the task back to the queue. Raises NotYours, ClaimedByOther."""
    with transaction.atomic():
        task = _lock_task(reference, officer)
        if task.claimed_by not in {"", officer.id}:
            raise ClaimedByOther
        task.claimed_by, task.claimed_at = "", None
        task.save()


def decide(
    *, reference: str, officer: Actor, action: str, reason: str = "", seen_seq: int, now: datetime
) -> OfficerView:
    """Take an action of the state's work; `reason` is what the citizen will read.

    Raises NotYours, OwnCase, CaseMovedOn, ClaimedByOther, NotPossibleHere, DataMissing("reason").
    """
    with transaction.atomic():
        case = _lock_to_act(reference, officer, seen_seq)
        said = _plain(reason)
        refuse_second(case)
        declared = definition_of(case).flow.states[case.state].actions.get(action)
        if declared is not None and declared.four_eyes:
            propose(case, declared, officer=officer, reason=said, now=now)
            return _seen(case, officer, now)
        act_on(case, action=action, actor=officer, data={"reason": said} if said else {}, seen_seq=seen_seq, now=now)
        record(subject=f"case:{case.reference}", actor=officer.label, action="case.decided", details={"action": action})
        return _seen(case, officer, now)


def confirm(*, reference: str, officer: Actor, seen_seq: int, now: datetime) -> OfficerView:
    """Take the action that a colleague has proposed, as the second officer.

    Raises NotYours, OwnCase, CaseMovedOn, NotPossibleHere where nothing is proposed, or by the same officer.
    """
    with transaction.atomic():
        case = _lock_to_act(reference, officer, seen_seq)
        action = confirm_proposal(case, officer=officer, now=now)
        record(subject=f"case:{case.reference}", actor=officer.label, action="case.decided", details={"action": action})
        return _seen(case, officer, now)


def send_proposal_back(*, reference: str, officer: Actor, reason: str, seen_seq: int, now: datetime) -> OfficerView:
    """End a proposal: a second officer does not confirm it, or its author takes it back.

    The citizen does not read `reason`. Raises NotYours, OwnCase, CaseMovedOn, NotPossibleHere, DataMissing("reason").
    """
    with transaction.atomic():
        case = _lock_to_act(reference, officer, seen_seq)
        end_proposal(case, officer=officer, said=_plain(reason), now=now)
        return _seen(case, officer, now)


def _lock_to_act(reference: str, officer: Actor, seen_seq: int) -> Case:
    case = lock_case(case_for(reference, officer).reference)
    if seen_seq != case.last_seq:
        raise CaseMovedOn
    if Task.objects.filter(case=case, closed_at=None).exclude(claimed_by__in=["", officer.id]).exists():
        raise ClaimedByOther
    return case


def _plain(text: str) -> str:
    return clean_text(text, longest=LONGEST_REASON)


def case_for(reference: str, officer: Actor) -> Case:
    """Find a case that the official may see. Raises NotYours, OwnCase."""
    return _require_theirs(find_case(reference), officer)


def _require_theirs(case: Case | None, officer: Actor) -> Case:
    """Refuse a case of another ministry, a draft and an unknown number alike."""
    if officer.kind not in OFFICIALS or case is None or case.submitted_at is None or not _may_read(case, officer):
        raise NotYours
    if case.erased_at is not None:
        raise NotYours
    if is_own(officer, owner_of(case)):
        raise OwnCase
    return case


def _may_read(case: Case, officer: Actor) -> bool:
    """Officers read every case of their ministry; others what waits for their role, or is theirs to lead back."""
    if case.provider == officer.provider and officer.roles & READERS:
        return True
    if _may_lead_back(case, officer):
        return True
    roles = sorted(officer.roles & ROLES)
    return Task.objects.filter(case=case, closed_at=None, provider=officer.provider, role__in=roles).exists()


def _may_lead_back(case: Case, officer: Actor) -> bool:
    definition = definition_of(case)
    ways = [way for way in definition.flow.states[case.state].reopen.values() if way.by == "officer"]
    return any(
        is_in_time(case, way, present()) and may_work(officer, owner_of(case), reopening_role(definition, way))
        for way in ways
    )


def _lock_task(reference: str, officer: Actor) -> Task:
    case = case_for(reference, officer)
    case = lock_case(case.reference)
    task = Task.objects.filter(case=case, closed_at=None).first()
    if task is None:
        raise NotPossibleHere("claim")
    if not _may_take(task, officer):
        raise NotYours
    return task


def _record_look(case: Case, officer: Actor) -> None:
    details = {"case": case.reference, "service": case.service_code, "provider": officer.provider}
    record(subject=f"case:{case.reference}", actor=officer.label, action="case.read", details=details)
    record(subject=f"person:{case.applicant['id_number']}", actor=officer.label, action="case.read", details=details)


def _choices(case: Case, task: Task | None, officer: Actor, now: datetime) -> tuple[ActionView, ...]:
    definition = definition_of(case)
    state = definition.flow.states[case.state]
    if task is None:
        return tuple(
            ActionView(way.name, way.label, way.needs)
            for way in ways_back(case, state, "officer", now)
            if may_work(officer, owner_of(case), reopening_role(definition, state.reopen[way.name]))
        )
    if not _may_take(task, officer):
        return ()
    return tuple(
        ActionView(action.name, action.label, action.needs, action.four_eyes)
        for action in state.actions.values()
        if action.name not in OTHERS_ACTIONS and not (action.four_eyes and case.proposal)
    )


def _proposal(case: Case, officer: Actor) -> ProposalView | None:
    if case.proposal is None:
        return None
    action = definition_of(case).flow.states[case.state].actions[case.proposal["action"]]
    return ProposalView(
        action=action.name,
        label=action.label,
        reason=case.proposal["reason"],
        by=case.proposal["by"],
        is_mine=case.proposal["by"] == officer.id,
    )


def _task_view(task: Task) -> TaskView:
    case = task.case
    return TaskView(
        reference=case.reference,
        service_name=definition_of(case).name,
        opened_at=task.opened_at,
        due_at=task.due_at,
        claimed_by=task.claimed_by or None,
        applicant_name=applicant_name(case),
        state=case.state,
        queue=task.queue,
        released_from=task.released_from or None,
        is_escalated=task.escalated_at is not None,
        awaits_second=case.proposal is not None,
    )


def applicant_name(case: Case) -> Bilingual:
    """Return the name under which the person applied."""
    return Bilingual(ar=case.applicant["name"]["ar"], en=case.applicant["name"]["en"])


def _applicant(case: Case) -> Applicant:
    return Applicant(
        sub=case.applicant_sub,
        id_number=case.applicant["id_number"],
        name=applicant_name(case),
        phone=case.applicant["phone"],
        email=case.applicant["email"],
        language=case.applicant["language"],
    )


def _events(case: Case) -> tuple[EventView, ...]:
    payloads = {row.seq: row.payload for row in EventPayload.objects.filter(case=case)}
    return tuple(
        EventView(
            seq=event.seq,
            action=event.action,
            actor=event.actor,
            from_state=event.from_state,
            to_state=event.to_state,
            at=event.at,
            reason=_said(payloads.get(event.seq, {})),
        )
        for event in Event.objects.filter(case=case).order_by("seq")
    )


def _said(payload: dict[str, object]) -> str | None:
    proposed = payload.get("proposal")
    told = proposed.get("reason") if isinstance(proposed, dict) else None
    return str(payload.get("reason") or payload.get("answer") or payload.get("said") or told or "") or None
