"""What entering a state means: task, timers, effects, side requests, question, bill, hand-over and the clock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hukumati.cases.actors import Actor
from hukumati.cases.domain import handover
from hukumati.cases.domain.item_number import item_number
from hukumati.cases.domain.permissions import resolve_role
from hukumati.cases.engine.bills import bill_key, lines_due, title_due
from hukumati.cases.engine.case_row import NewTask
from hukumati.cases.engine.effect_queue import create_effects
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.engine.promise_clock import set_clock
from hukumati.cases.engine.side_requests import cancel_requests, create_requests, open_names
from hukumati.cases.engine.working_calendar import due_after
from hukumati.cases.models import Case, Event, EventPayload, Handover, ItemNumber, LockedCase, Request, Timer, Upload
from hukumati.core.clock import end_of_day
from hukumati.payments import api as payments
from hukumati.service_language.api import Definition, Expression, ExpressionFailed, State, Work

LONGEST_QUEUE = 40
TRAVELS = frozenset({"post_office", "home"})


def enter_state(
    case: LockedCase, definition: Definition, *, event: Event, actor: Actor, data: Mapping[str, Any], now: datetime
) -> NewTask | None:
    """Begin what belongs to the state that an event led to (`case.state`); return its task, not written yet."""
    state, seq = definition.flow.states[case.state], event.seq
    if event.action == "submit":
        case.submitted_at = case.submitted_at or now  # one that waited for a register was submitted before
        case.draft_expires_at = None
        case.reached["submitted"] = case.submitted_at.isoformat()
    case.closed_at, case.ended_by = None, ""
    left = definition.flow.states.get(event.from_state)
    if left is not None and left.end:
        forget_the_end(case)
    _open_timers(case, state, seq, now)
    if state.milestone == "your_turn" and "answer" in state.actions:
        Request.objects.create(case=case, seq=seq, question=data.get("reason") or "", asked_at=now)
    if state.awaits_payment:
        _issue_bill(case, definition, state, seq, now)
    opened = _open_handover(case, definition, state, seq, now)
    reach_milestone(case, _milestone(state, opened), now)
    set_clock(case, definition, state, now)
    if state.end:
        _end(case, event.action, now)
    create_effects(case, state, seq=seq, now=now)
    if state.end:
        cancel_requests(case, now=now)
    else:
        create_requests(case, definition, open_names(data.get("requests", {})), seq=seq, actor=actor, now=now)
    return new_task(case, state, seq, now)


def forget_the_end(case: Case) -> None:
    """An ended case that goes on is not decided any more."""
    for milestone in ("decided", "ready", "on_its_way", "closed"):
        case.reached.pop(milestone, None)


def _end(case: Case, action: str, now: datetime) -> None:
    case.closed_at, case.ended_by = now, action
    if case.submitted_at is None:
        erase_draft(case, now)


def erase_draft(case: Case, now: datetime) -> None:
    """Erase what a person typed and never submitted; that there was a draft remains."""
    EventPayload.objects.filter(case=case).delete()
    Upload.objects.filter(case=case).delete()
    case.applicant = {"language": case.applicant.get("language", "ar")}
    case.answers, case.registers, case.pages, case.reason = {}, {}, [], None
    case.erased_at = now


def reach_milestone(case: Case, milestone: str, now: datetime) -> None:
    """Record on the case when it reached a milestone."""
    case.milestone = milestone
    case.reached[milestone] = now.isoformat()


def _milestone(state: State, opened: Handover | None) -> str:
    if opened is None:
        return state.milestone
    return handover.milestone(method=opened.method, state=opened.state) or state.milestone


def new_task(case: LockedCase, state: State, seq: int, now: datetime) -> NewTask | None:
    """Return the task of whoever works in the state; None where nobody does."""
    if state.work is None:
        return None
    due, (provider, role) = state.work.due, resolve_role(state.work.role, provider=case.provider)
    due_at = None
    if due is not None:
        due_at = due_after(start=now, amount=due.amount, unit=due.unit, known=case.holidays)
    broken_at = case.late_at if case.due_at is not None else None  # a promise that is over stays broken in new hands
    queue = _queue(case, state.work, now)
    return NewTask(case.id, seq, case.provider, provider, role, queue, now, due_at, broken_at)


def _queue(case: Case, work: Work, now: datetime) -> str:
    """Return whose queue it is: a governorate's, an office's, or everybody's."""
    if work.queue_by is not None:
        return _given_queue(case, work.queue_by, now)
    if work.queue != "by_governorate":
        return work.queue
    person = case.registers.get("interior.person") or {}
    return str(person.get("governorate") or "")


def _given_queue(case: Case, expression: Expression, now: datetime) -> str:
    """Work a queue out; where that fails, or gives nothing, the work is everybody's."""
    try:
        given = expression.value(session_of(case, definition_of(case), now).facts)
    except ExpressionFailed:
        return ""
    return given[:LONGEST_QUEUE] if isinstance(given, str) else ""


def _open_timers(case: Case, state: State, seq: int, now: datetime) -> None:
    if not state.after:
        return
    Timer.objects.bulk_create(
        Timer(case=case, seq=seq, action="timed_out", to_state=after.to, due_at=end_of_day(now, days_later=after.days))
        for after in state.after
    )


def _open_handover(case: Case, definition: Definition, state: State, seq: int, now: datetime) -> Handover | None:
    if not any(effect.kind == "hand_over" for effect in state.effects):
        return None
    Handover.objects.filter(case=case, state="overdue").update(state="returned", updated_at=now)  # it is sent anew
    chosen = collection_of(case)
    method = chosen["method"]
    paper = Handover.objects.create(
        case=case,
        seq=seq,
        method=method,
        place=_place(chosen, definition),
        state=handover.START[method],
        provider=case.provider,
        address=chosen.get("address"),
        opened_at=now,
        updated_at=now,
    )
    if method in TRAVELS:
        paper.number = item_number(ItemNumber.objects.create(handover=paper).id)
        paper.save(update_fields=["number"])
    return paper


def _place(chosen: Mapping[str, Any], definition: Definition) -> str:
    """What is brought home is brought by a post office of its governorate."""
    if chosen["method"] != "home":
        return chosen.get("place") or ""
    offices = definition.lists.get("post_offices", ())
    near = [office for office in offices if office.governorate == chosen["address"]["governorate"]]
    return next((office.code for office in (*near, *offices)), "")


def collection_of(case: Case) -> dict[str, Any]:
    """Find how the citizen wants to get the paper: the answer to the form's collection question."""
    for value in case.answers.values():
        if isinstance(value, dict) and value.get("method") in handover.START:
            return value
    return {"method": "download", "place": None}


def _issue_bill(case: Case, definition: Definition, state: State, seq: int, now: datetime) -> None:
    days = min((after.days for after in state.after), default=None)
    session = session_of(case, definition, now)
    bill = payments.issue_bill(
        key=bill_key(case.reference, seq),
        creditor=definition.provider,
        title=title_due(session, state),
        lines=lines_due(session, state),
        payer_initials=_initials(case.applicant["name"]["ar"]),
        due_at=None if days is None else end_of_day(now, days_later=days),
    )
    case.bill_id = bill.id


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split()[:4])
