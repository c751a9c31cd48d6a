"""What entering and leaving a state means: tasks, timers, effects, bills, hand-overs, questions and the clock."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from hukumati.cases.domain import handover
from hukumati.cases.domain.item_number import item_number
from hukumati.cases.engine.effect_queue import create_effects
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.promise_clock import set_clock
from hukumati.cases.engine.working_calendar import due_after
from hukumati.cases.errors import PaymentUnderWay
from hukumati.cases.models import Case, EventPayload, Handover, ItemNumber, Request, Timer, Upload
from hukumati.core.bilingual import Bilingual
from hukumati.payments import api as payments
from hukumati.service_language.api import Definition, FormSession, State

DELIVERY = "delivery"
DELIVERY_TITLE = Bilingual(ar="رسم التوصيل", en="Delivery")
TRAVELS = frozenset({"post_office", "home"})


def close_work(case: Case, left: State, *, action: str) -> None:
    """End what belonged to the state that the case leaves, besides what the event itself ended."""
    if left.awaits_payment and action != "paid" and case.bill_id is not None:
        _cancel_bill(case.bill_id, action)


def _cancel_bill(bill_id: UUID, action: str) -> None:
    try:
        payments.cancel_bill(bill_id=bill_id, reason=f"case {action}")
    except (payments.BillAlreadyPaid, payments.PaymentInFlight) as error:
        raise PaymentUnderWay from error


def open_work(
    case: Case, definition: Definition, *, seq: int, action: str, data: Mapping[str, Any], now: datetime
) -> None:
    """Begin what belongs to the state that the case has entered (`case.state`)."""
    state = definition.flow.states[case.state]
    if action == "submit":
        case.submitted_at = case.submitted_at or now  # one that waited for a register was submitted before
        case.draft_expires_at = None
        case.reached["submitted"] = case.submitted_at.isoformat()
    case.closed_at, case.ended_by = None, ""
    open_task(case, state, seq, now)
    _open_timers(case, state, seq, now)
    if state.milestone == "your_turn" and "answer" in state.actions:
        Request.objects.create(case=case, seq=seq, question=data.get("reason") or "", asked_at=now)
    if state.awaits_payment:
        _issue_bill(case, definition, state, seq, now)
    opened = _open_handover(case, definition, state, seq, now)
    reach_milestone(case, _milestone(state, opened), now)
    set_clock(case, definition, state, now)
    if state.end:
        _end(case, action, now)
    create_effects(case, state, seq=seq, now=now)


def _end(case: Case, action: str, now: datetime) -> None:
    case.closed_at, case.ended_by = now, action
    if case.submitted_at is None:
        erase_draft(case, now)


def erase_draft(case: Case, now: datetime) -> None:
    """Forget what a person typed and never submitted; that there was a draft remains."""
    EventPayload.objects.filter(case=case).delete()
    Upload.objects.filter(case=case).delete()
    case.applicant = {"language": case.applicant.get("language", "ar")}
    case.answers, case.registers, case.pages, case.reason = {}, {}, [], None
    case.erased_at = now


def reach_milestone(case: Case, milestone: str, now: datetime) -> None:
    """Note that the case came to a milestone."""
    case.milestone = milestone
    case.reached[milestone] = now.isoformat()


def _milestone(state: State, opened: Handover | None) -> str:
    if opened is None:
        return state.milestone
    return handover.milestone(method=opened.method, state=opened.state) or state.milestone


def open_task(case: Case, state: State, seq: int, now: datetime) -> None:
    """Put the case into the queue of whoever works in the state."""
    if state.work is None:
        return
    due, (provider, _, role) = state.work.due, state.work.role.rpartition(".")
    due_at = None
    if due is not None:
        due_at = due_after(start=now, amount=due.amount, unit=due.unit, known=case.holidays)
    queue = _queue(case, state.work.queue)
    case.task = [case.id, seq, provider or case.provider, role, queue, now, due_at]


def _queue(case: Case, queue: str) -> str:
    if queue != "by_governorate":
        return queue
    person = case.registers.get("interior.person") or {}
    return str(person.get("governorate") or "")


def _open_timers(case: Case, state: State, seq: int, now: datetime) -> None:
    if not state.after:
        return
    Timer.objects.bulk_create(
        Timer(case=case, seq=seq, action="timed_out", to_state=after.to, due_at=now + timedelta(days=after.days))
        for after in state.after
    )


def _open_handover(case: Case, definition: Definition, state: State, seq: int, now: datetime) -> Handover | None:
    if not any(effect.kind == "hand_over" for effect in state.effects):
        return None
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
    bill = payments.issue_bill(
        key=f"case:{case.reference}:{seq}",
        creditor=definition.provider,
        title=definition.name,
        lines=bill_lines(session_of(case, definition, now)),
        payer_initials=_initials(case.applicant["name"]["ar"]),
        due_at=None if days is None else now + timedelta(days=days),
    )
    case.bill_id = bill.id


def bill_lines(session: FormSession) -> tuple[payments.BillLine, ...]:
    """Write fee and delivery as lines of a bill; none where the service is free for this person."""
    definition, fee, delivery = session.definition, session.fee(), session.delivery()
    code = definition.delivery_budget_code or definition.budget_code or DELIVERY
    lines = (
        payments.BillLine(kind="fee", title=definition.name, amount=fee, budget_code=definition.budget_code),
        payments.BillLine(kind=DELIVERY, title=DELIVERY_TITLE, amount=delivery, budget_code=code),
    )
    return tuple(line for line in lines if line.amount)


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split()[:4])
