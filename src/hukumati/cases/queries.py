"""Views of cases for their owners."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from hukumati.cases.domain import milestones
from hukumati.cases.domain.handover import delivered_by, kept_until
from hukumati.cases.engine.bills import bills_of
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.loading import definition_of, own_case
from hukumati.cases.engine.messages import code_of
from hukumati.cases.engine.outcomes import gave_reason
from hukumati.cases.engine.owner_row import UnderWay, read_under_way, read_with_under_way
from hukumati.cases.engine.sentences import told_in
from hukumati.cases.errors import NoSuchCase
from hukumati.cases.models import Appointment, Case, Effect, Handover
from hukumati.cases.views import CaseView, Closing, Delay, HandoverView, ReopenView, WithoutRequest
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import end_of_day
from hukumati.core.clock import now as present
from hukumati.core.paging import Order, Page
from hukumati.service_language.api import PERSON_CONTRACT, Definition, FormSession, State

TELLS_A_REASON = frozenset({"started", "your_turn", "decided", "ready", "on_its_way", "closed"})
NO_RECORD = Bilingual(
    ar="لم نجد سجلًا برقم هويتك لدى وزارة الداخلية. يُرجى مراجعة دائرة الأحوال المدنية.",
    en="The Ministry of Interior has no record under your ID number. Please see the civil affairs office.",
)
NOWHERE = Bilingual(ar="", en="")
NOTHING = UnderWay()
_NEWEST_FIRST: Final[Order[Case]] = Order({"opened_at": datetime, "id": int}, is_descending=True)
_DELAYS: dict[str, Delay] = {"ask": "register", "tell": "register", "issue": "document"}


def get_case(*, reference: str, sub: str) -> CaseView:
    """Show a person's own case. Raises NoSuchCase, for somebody else's too."""
    return owner_view(*own_with_under_way(reference, sub))


def list_bills(*, reference: str, sub: str) -> tuple[UUID, ...]:
    """List the bills of a person's own case: the paid ones, oldest first, and the last one. Raises NoSuchCase."""
    return tuple(bills_of(own_case(reference, sub)))


def owner_view(case: Case, under_way: UnderWay) -> CaseView:
    """Return a case as its owner sees it now."""
    return _picture(case, NOTHING if case.submitted_at is None else under_way, now=present())


def own_with_under_way(reference: str, sub: str) -> tuple[Case, UnderWay]:
    """Read a person's own case and what is under way in it. Raises NoSuchCase, for somebody else's too."""
    found = read_with_under_way(reference)
    if found is None or found[0].applicant_sub != sub:
        raise NoSuchCase
    return found


def list_cases(*, sub: str, services: Sequence[str] = (), after: str = "", before: str = "") -> Page[CaseView]:
    """List a person's cases, newest first, without the drafts that ended as drafts: nothing is left of them.

    With `services`, only those of these codes.
    """
    now = present()
    own = Case.objects.filter(applicant_sub=sub).exclude(submitted_at=None, closed_at__isnull=False)
    own = own.filter(service_code__in=services) if services else own
    page = _NEWEST_FIRST.page(own, after=after, before=before)
    cases = list(page.lines)
    handovers = {handover.case_id: handover for handover in Handover.objects.filter(case__in=cases).order_by("seq")}
    postponed = {effect.case_id: effect.kind for effect in _postponed().filter(case__in=cases)}
    booked = _with_appointment(cases)
    return page.showing(
        lambda case: replace(
            _picture(case, UnderWay(postponed.get(case.id, ""), handovers.get(case.id)), now=now),
            booked=case.id in booked,
        )
    )


def is_under_way(*, service_code: str, sub: str) -> bool:
    """Return whether a person has an application for a service that has not ended, a draft too."""
    return Case.objects.filter(service_code=service_code, applicant_sub=sub, closed_at=None).exists()


def _with_appointment(cases: list[Case]) -> set[int]:
    """Return the cases whose owners have an appointment before them."""
    asked = [case for case in cases if case.requests]
    if not asked:
        return set()
    booked = Appointment.objects.filter(request__case__in=asked, request__closed_at=None, state="booked")
    return set(booked.values_list("request__case_id", flat=True))


def view_of(case: Case, *, now: datetime, owner: bool = True) -> CaseView:
    """Return a case as it is shown; the collect code only for its owner."""
    under_way = NOTHING if case.submitted_at is None else read_under_way(case.id)  # a draft has nothing
    return _picture(case, under_way, now=now, owner=owner)


def _postponed() -> QuerySet[Effect]:
    return Effect.objects.filter(done_at=None, attempts__gt=0, kind__in=_DELAYS)


def _picture(case: Case, under_way: UnderWay, *, now: datetime, owner: bool = True) -> CaseView:
    definition, handover = definition_of(case), under_way.handover
    state = definition.flow.states[case.state]
    session = session_of(case, definition, now)
    eligible, blocked = _eligibility(case, session)
    return CaseView(
        reference=case.reference,
        service=catalogue.get_version(version_id=case.version_id).summary,
        version_id=case.version_id,
        state=case.state,
        milestone=case.milestone,
        steps=_steps(case, definition, handover),
        form_session=session,
        awaits_payment=state.awaits_payment and case.closed_at is None,
        answers=case.answers,
        registers=case.registers,
        declared=case.declared,
        queued=case.queued,
        answered_pages=tuple(case.pages),
        prefill=case.prefill,  # type: ignore[arg-type]
        blocked=blocked,
        blocked_by_answers=blocked is not None and _would_be_eligible(session),
        eligible=eligible,
        bill_id=case.bill_id,
        documents=tuple(case.documents),
        handover=None if handover is None else _handover(handover, definition, owner=owner),
        decision_reason=(case.reason or None) if case.milestone in TELLS_A_REASON else None,
        can_withdraw=case.closed_at is None and "withdraw" in state.actions,
        delayed=_DELAYS.get(under_way.postponed, ""),
        message=told_in(case, definition, state, case.entered_by),
        shown={contract: case.registers[contract] for contract in state.show if case.registers.get(contract)},
        due_at=case.due_at,
        last_seq=case.last_seq,
        opened_at=case.opened_at,
        submitted_at=case.submitted_at,
        closed_at=case.closed_at,
        draft_expires_at=case.draft_expires_at,
        ended_by=case.ended_by,
        ways_back=ways_back(case, state, "citizen", now),
        entered_by=case.entered_by,
        closes=_closing(case, definition, state),
        without_request=_without_request(definition, state),
        is_refused=state.end and state.milestone == "decided",
        fee_returned=_refunds(state),
        closing_reason=case.reason if gave_reason(definition, state, case.ended_by) else None,
        told=tuple(each for each in session.filled_in() if each.id in state.show),
    )


def _closing(case: Case, definition: Definition, state: State) -> Closing | None:
    """Return the deadline of a state: the same end of a day that its first timer has."""
    if case.closed_at is not None or not state.after or state.milestone not in case.reached:
        return None
    first = min(state.after, key=lambda after: after.days)
    entered_at, target = datetime.fromisoformat(case.reached[state.milestone]), definition.flow.states[first.to]
    return Closing(end_of_day(entered_at, days_later=first.days), target.end, _refunds(target))


def _without_request(definition: Definition, state: State) -> WithoutRequest:
    """Return what follows when what a state asks for is not done in time: a state with work is left by its official."""
    closed = state.actions.get("requests_closed")
    targets = [definition.flow.states[branch.to] for branch in closed.branches] if closed else [state]
    if any(target.end for target in targets):
        return "may_end"
    return "decided" if all(target.work for target in targets) else "goes_on"


def _refunds(state: State) -> bool:
    return any(effect.kind == "refund" for effect in state.effects)


def ways_back(case: Case, state: State, by: str, now: datetime) -> tuple[ReopenView, ...]:
    """List how an ended case may be led back by the citizen or by an officer, as long as there is time."""
    if case.closed_at is None or case.erased_at is not None:
        return ()
    ways = [
        (way, end_of_day(case.closed_at, days_later=way.within_days)) for way in state.reopen.values() if way.by == by
    ]
    return tuple(ReopenView(way.name, way.label, way.needs, until) for way, until in ways if now <= until)


def _eligibility(case: Case, session: FormSession) -> tuple[bool | None, Bilingual | None]:
    if case.submitted_at is not None:
        return True, None
    if case.prefill != "done" or case.closed_at is not None:
        return None, None
    return eligibility_of(session)


def _would_be_eligible(session: FormSession) -> bool:
    """Return whether it is the answers alone that bar the person: another vehicle, say, would do."""
    return eligibility_of(session.without_answers())[0]


def eligibility_of(session: FormSession) -> tuple[bool, Bilingual | None]:
    """Decide whether the person may apply, with the reason when not."""
    if PERSON_CONTRACT in session.registers and session.registers[PERSON_CONTRACT] is None:
        return False, NO_RECORD
    verdict = session.eligibility()
    return verdict.eligible, verdict.reason


def _handover(handover: Handover, definition: Definition, *, owner: bool) -> HandoverView:
    """Return a hand-over as it is shown."""
    ends = _takes_back(definition)
    place = definition.place(handover.method, handover.place)
    return HandoverView(
        method=handover.method,
        place=place.label if place else NOWHERE,
        place_code=handover.place,
        state=handover.state,
        code=code_of(handover) if owner else None,
        updated_at=handover.updated_at,
        number=handover.number,
        address=handover.address,
        place_address=place.address if place else None,
        place_hours=place.hours if place else None,
        keep_until=kept_until(method=handover.method, state=handover.state, since=handover.updated_at)
        if ends
        else None,
        deliver_by=delivered_by(method=handover.method, state=handover.state, opened_at=handover.opened_at)
        if ends
        else None,
    )


def _steps(case: Case, definition: Definition, handover: Handover | None) -> tuple[milestones.Milestone, ...]:
    reached = {name: datetime.fromisoformat(at) for name, at in case.reached.items()}
    names = milestones.path(
        collected=_hands_over(definition),
        posted=_method(case, handover) in {"post_office", "home"},
        current=case.milestone,
        ended=case.closed_at is not None,
        reached=frozenset(reached),
    )
    return milestones.steps(names=names, reached=reached, current=case.milestone)


def _takes_back(definition: Definition) -> bool:
    return any("returned" in state.actions for state in definition.flow.states.values())


def _hands_over(definition: Definition) -> bool:
    return any(effect.kind == "hand_over" for state in definition.flow.states.values() for effect in state.effects)


def _method(case: Case, handover: Handover | None) -> str:
    if handover is not None:
        return handover.method
    answers = (value for value in case.answers.values() if isinstance(value, dict))
    return next((value["method"] for value in answers if "method" in value), "")
