"""A case as an officer sees it: answers beside the registers' evidence, its history, and what may be done now."""

from datetime import datetime

from hukumati.cases.actors import Actor
from hukumati.cases.engine.access import may_take, readable_case, record_reading, reopenings_of
from hukumati.cases.engine.loading import applicant_name, definition_of
from hukumati.cases.models import Case, Event, EventPayload, Task
from hukumati.cases.officials.inbox import task_view
from hukumati.cases.queries import view_of
from hukumati.cases.views import ActionView, Applicant, EventView, OfficerView, ProposalView
from hukumati.core.clock import now as present
from hukumati.service_language.api import is_official_action


def open_for_officer(*, reference: str, officer: Actor, now: datetime | None = None) -> OfficerView:
    """Show a submitted case to an officer of its ministry; that it was read is recorded for the citizen to see.

    Raises NotYours for any other case, existing or not, and OwnCase.
    """
    case = readable_case(reference, officer)
    record_reading(case, officer)
    return officer_view(case, officer, now or present())


def officer_view(case: Case, officer: Actor, now: datetime) -> OfficerView:
    """Return a case as this officer sees it."""
    task = Task.objects.filter(case=case, closed_at=None).select_related("case").first()
    return OfficerView(
        case=view_of(case, now=now, owner=False),
        applicant=_applicant(case),
        evidence=case.registers,
        events=_events(case),
        task=None if task is None else task_view(task),
        choices=_choices(case, task, officer, now),
        proposal=_proposal(case, officer),
    )


def _choices(case: Case, task: Task | None, officer: Actor, now: datetime) -> tuple[ActionView, ...]:
    if task is None:
        return tuple(ActionView(way.name, way.label, way.needs) for way in reopenings_of(case, officer, now))
    if not may_take(task, officer):
        return ()
    state = definition_of(case).flow.states[case.state]
    return tuple(
        ActionView(action.name, action.label, action.needs, action.four_eyes)
        for action in state.actions.values()
        if is_official_action(action.name) and not (action.four_eyes and case.proposal)
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
            reason=_text_of(payloads.get(event.seq, {})),
        )
        for event in Event.objects.filter(case=case).order_by("seq")
    )


def _text_of(payload: dict[str, object]) -> str | None:
    """Return what somebody wrote with an event: a reason, an answer, a comment, or the reason of a proposal."""
    proposed = payload.get("proposal")
    reason = proposed.get("reason") if isinstance(proposed, dict) else None
    return str(payload.get("reason") or payload.get("answer") or payload.get("said") or reason or "") or None
