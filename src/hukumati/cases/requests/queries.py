"""Reading side requests: those of a case, those in an official's inbox, and one of them."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from hukumati.cases.actors import Actor
from hukumati.cases.engine.access import is_put_to, record_reading, requestable, require_not_own
from hukumati.cases.engine.consents import void_consents
from hukumati.cases.engine.loading import applicant_name, definition_of, find_case, own_case
from hukumati.cases.errors import NoSuchCase, NotYours
from hukumati.cases.models import DUE, Appointment, Case, Request
from hukumati.cases.queries import own_with_under_way, owner_view, view_of
from hukumati.cases.request_views import (
    AppointmentView,
    AssignedRequest,
    CaseRequests,
    OwnerView,
    RequestLine,
    RequestView,
)
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now as present
from hukumati.core.paging import Order, Page
from hukumati.core.rows import PreparedQuery
from hukumati.service_language.api import VOID, Definition

_BY_URGENCY: Final[Order[Request]] = Order({"due": datetime, "asked_at": datetime, "id": int})
_OF_CASE = PreparedQuery(Request, "case_id = %s AND name <> '' ORDER BY asked_at, id")


def list_requests(*, reference: str, sub: str) -> tuple[RequestView, ...]:
    """List all side requests of a person's own case, oldest first. Raises NoSuchCase."""
    return requests_of(own_case(reference, sub))


def open_for_owner(*, reference: str, sub: str) -> OwnerView:
    """Show a person their own case with all its side requests. Raises NoSuchCase, for somebody else's too."""
    case, under_way = own_with_under_way(reference, sub)
    view, requests = owner_view(case, under_way), requests_of(case)
    return OwnerView(replace(view, booked=any(is_booked(each) for each in requests)), requests)


def is_booked(request: RequestView) -> bool:
    """Return whether the citizen has chosen the time that the request is about, and it has not come yet."""
    return request.is_open and request.appointment is not None and request.appointment.state == "booked"


def requests_of(case: Case) -> tuple[RequestView, ...]:
    """List the side requests of a case, oldest first."""
    if not case.requests:  # the row keeps which requests its events opened: there are no others
        return ()
    definition, rows = definition_of(case), _OF_CASE.all(case.id)
    for row in rows:
        row.case = case
    last = {row.name: row.id for row in rows}
    void = {last[name] for name in void_consents(case, definition, present())}
    views = (request_view(row, definition) for row in rows)
    return tuple(replace(each, state=VOID) if each.id in void else each for each in views)


def list_assigned_requests(*, official: Actor, after: str = "", before: str = "") -> Page[RequestLine]:
    """List the open requests put to the official's ministry and roles, most urgent first."""
    put = Request.objects.filter(closed_at=None, provider=official.provider, role__in=sorted(official.roles))
    rows = put.exclude(name="").annotate(due=DUE).select_related("case")
    return _BY_URGENCY.page(rows, after=after, before=before).showing(_line)


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


def read_request(*, request_id: int, official: Actor, now: datetime) -> AssignedRequest:
    """Show an official a request put to them, with its case; the reading is recorded.

    Raises NotYours, OwnCase.
    """
    row = Request.objects.select_related("case").filter(id=request_id).exclude(name="").first()
    if row is None or not is_put_to(row, official):
        raise NotYours
    case = row.case
    require_not_own(case, official)
    record_reading(case, official)
    return AssignedRequest(
        request=request_view(row, definition_of(case)),
        case=view_of(case, now=now, owner=False),
        applicant_name=applicant_name(case),
    )


def get_request(*, reference: str, sub: str, request_id: int) -> RequestView:
    """Show a person one request of their own case. Raises NoSuchCase."""
    found = [each for each in list_requests(reference=reference, sub=sub) if each.id == request_id]
    if not found:
        raise NoSuchCase
    return found[0]


def case_requests(*, reference: str, officer: Actor) -> CaseRequests:
    """List a case's requests for an officer who may read it, and the texts of those they may open."""
    case = find_case(reference)
    if case is None:
        return CaseRequests((), {})
    definition = definition_of(case)
    offered = {name: definition.requests[name].text for name in requestable(case, definition, officer)}
    return CaseRequests(requests_of(case), offered)


def request_view(row: Request, definition: Definition) -> RequestView:
    """Return a request as it is shown."""
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
        party=None if spec.consent is None else spec.consent.party,
    )


def _details(kept: dict[str, Any]) -> dict[str, Any]:
    differences = [{**each, "label": Bilingual(**each["label"])} for each in kept.get("differences", [])]
    return {**kept, "differences": differences} if differences else kept


def appointment_view(booked: Appointment, case: Case, definition: Definition) -> AppointmentView:
    """Return an appointment as it is shown."""
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
