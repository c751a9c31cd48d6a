"""Looking at side requests: a case's, an official's inbox, and one of them."""

from datetime import datetime
from typing import Any

from django.db.models import F

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import is_own, may_work
from hukumati.cases.engine.loading import definition_of, find_case, own_case, owner_of
from hukumati.cases.errors import NoSuchCase, NotYours, OwnCase
from hukumati.cases.models import Appointment, Case, Request
from hukumati.cases.queries import view_of
from hukumati.cases.request_views import AppointmentView, AskedView, CaseRequests, RequestLine, RequestView
from hukumati.cases.requests.answering import is_asked
from hukumati.cases.requests.opening import is_open
from hukumati.core.audit import record
from hukumati.core.bilingual import Bilingual
from hukumati.core.rows import PreparedQuery
from hukumati.service_language.api import Definition

AT_MOST = 200
_OF_CASE = PreparedQuery(Request, "case_id = %s AND name <> '' ORDER BY asked_at, id")


def list_requests(*, reference: str, sub: str) -> tuple[RequestView, ...]:
    """List what is and was asked in a person's own case, oldest first. Raises NoSuchCase."""
    return requests_of(own_case(reference, sub))


def requests_of(case: Case) -> tuple[RequestView, ...]:
    """List the side requests of a case, oldest first."""
    definition, rows = definition_of(case), _OF_CASE.all(case.id)
    for row in rows:
        row.case = case
    return tuple(picture(row, definition) for row in rows)


def asked_of(*, official: Actor) -> tuple[RequestLine, ...]:
    """List the open requests put to the official's ministry and roles, most urgent first."""
    rows = (
        Request.objects.filter(closed_at=None, provider=official.provider, role__in=sorted(official.roles))
        .exclude(name="")
        .select_related("case")
        .order_by(F("due_at").asc(nulls_last=True), "asked_at")[:AT_MOST]
    )
    return tuple(_line(row) for row in rows)


def _line(row: Request) -> RequestLine:
    definition = definition_of(row.case)
    return RequestLine(
        id=row.id,
        reference=row.case.reference,
        service_name=definition.name,
        kind=row.kind,
        text=definition.requests[row.name].text,
        asked_at=row.asked_at,
        due_at=row.due_at,
    )


def read_request(*, request_id: int, official: Actor, now: datetime) -> AskedView:
    """Show an official a request put to them, with its case; the look is recorded.

    Raises NotYours, OwnCase.
    """
    row = Request.objects.select_related("case").filter(id=request_id).exclude(name="").first()
    if row is None or not is_asked(row, official):
        raise NotYours
    case = row.case
    if is_own(official, owner_of(case)):
        raise OwnCase
    details = {"case": case.reference, "service": case.service_code, "provider": official.provider}
    for subject in (f"case:{case.reference}", f"person:{case.applicant['id_number']}"):
        record(subject=subject, actor=official.label, action="case.read", details=details)
    name = case.applicant["name"]
    return AskedView(
        request=picture(row, definition_of(case)),
        case=view_of(case, now=now, owner=False),
        applicant_name=Bilingual(ar=name["ar"], en=name["en"]),
    )


def get_request(*, reference: str, sub: str, request_id: int) -> RequestView:
    """Show a person one request of their own case. Raises NoSuchCase."""
    found = [each for each in list_requests(reference=reference, sub=sub) if each.id == request_id]
    if not found:
        raise NoSuchCase
    return found[0]


def case_requests(*, reference: str, officer: Actor) -> CaseRequests:
    """List a case's requests for an officer who may read it, and those they may open. Raises NotYours."""
    case = find_case(reference)
    if case is None or not may_work(officer, owner_of(case), _working_role(case)):
        return CaseRequests(() if case is None else requests_of(case), {})
    definition = definition_of(case)
    wanted = definition.flow.states[case.state].requests
    offered = {name: definition.requests[name].text for name in wanted if not is_open(case, name)}
    return CaseRequests(requests_of(case), offered)


def _working_role(case: Case) -> str:
    work = definition_of(case).flow.states[case.state].work
    return work.role if work else ""


def picture(row: Request, definition: Definition) -> RequestView:
    """Picture one request."""
    spec = definition.requests[row.name]
    latest = Appointment.objects.filter(request=row).exclude(state="cancelled").order_by("-id").first()
    return RequestView(
        id=row.id,
        reference=row.case.reference,
        name=row.name,
        kind=row.kind,
        text=spec.text,
        question=row.question,
        state=row.state,
        outcome=spec.outcomes.get(row.outcome),
        outcomes=spec.outcomes,
        said=row.answer,
        details=_details(row.details),
        role=row.role,
        provider=row.provider,
        asked_at=row.asked_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        appointment=None if latest is None else appointment_view(latest, row.case, definition),
    )


def _details(kept: dict[str, Any]) -> dict[str, Any]:
    differences = [{**each, "label": Bilingual(**each["label"])} for each in kept.get("differences", [])]
    return {**kept, "differences": differences} if differences else kept


def appointment_view(booked: Appointment, case: Case, definition: Definition) -> AppointmentView:
    """Picture an appointment."""
    calendar = definition.calendars.get(booked.calendar)
    place = calendar.place(booked.place) if calendar else None
    name = case.applicant.get("name", {"ar": "", "en": ""})
    return AppointmentView(
        id=booked.id,
        reference=case.reference,
        service_name=definition.name,
        holder_name=Bilingual(ar=name["ar"], en=name["en"]),
        place=place.label if place else Bilingual(ar=booked.place, en=booked.place),
        place_code=booked.place,
        starts_at=booked.starts_at,
        ends_at=booked.ends_at,
        state=booked.state,
    )
