"""A case as an officer sees it: answers beside the registers' evidence, its history, and what may be done now."""

from datetime import datetime

from hukumati.cases.actors import Actor
from hukumati.cases.engine.access import readable_case, record_reading
from hukumati.cases.engine.loading import applicant_name, definition_of
from hukumati.cases.engine.objections import decided_before
from hukumati.cases.models import Case, Event, EventPayload
from hukumati.cases.officials.permitted import Standing, permitted_choices, permitted_moves
from hukumati.cases.officials.task_lines import task_view
from hukumati.cases.queries import view_of
from hukumati.cases.views import Applicant, EventView, OfficerView, ProposalView, Representative
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now as present


def open_for_officer(*, reference: str, officer: Actor, now: datetime | None = None) -> OfficerView:
    """Show a submitted case to an officer of its ministry; that it was read is recorded for the citizen to see.

    Raises NotYours for any other case, existing or not, and OwnCase.
    """
    case = readable_case(reference, officer)
    record_reading(case, officer)
    return officer_view(case, officer, now or present())


def officer_view(case: Case, officer: Actor, now: datetime) -> OfficerView:
    """Return a case as this officer sees it."""
    standing = Standing.of(case, officer, now)
    return OfficerView(
        case=view_of(case, now=now, owner=False),
        applicant=_applicant(case),
        evidence=case.registers,
        events=_events(case),
        task=None if standing.task is None else task_view(standing.task),
        choices=permitted_choices(standing),
        proposal=_proposal(case, officer),
        moves=permitted_moves(standing),
        is_objected_to=decided_before(case, standing.definition, officer),
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
        answers=case.proposal.get("answers", {}),
    )


def _applicant(case: Case) -> Applicant:
    return Applicant(
        sub=case.applicant_sub,
        id_number=case.applicant["id_number"],
        name=applicant_name(case),
        phone=case.applicant["phone"],
        email=case.applicant["email"],
        language=case.applicant["language"],
        represented_by=_representative(case),
    )


def _representative(case: Case) -> Representative | None:
    by = case.applicant.get("represented_by")
    return Representative(by["sub"], Bilingual(**by["name"]), by["mandate"], by["kind"]) if by else None


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
            papers=tuple(payloads.get(event.seq, {}).get("papers", ())) if event.action == "answer" else (),
        )
        for event in Event.objects.filter(case=case).order_by("seq")
    )


def _text_of(payload: dict[str, object]) -> str | None:
    """Return what somebody wrote with an event: a reason, an answer, a comment, or the reason of a proposal."""
    proposed = payload.get("proposal")
    reason = proposed.get("reason") if isinstance(proposed, dict) else None
    return str(payload.get("reason") or payload.get("answer") or payload.get("said") or reason or "") or None
