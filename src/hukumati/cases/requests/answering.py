"""Answering side requests: the citizen's papers, the officials' opinions and inspections, and who came."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import is_own
from hukumati.cases.engine.loading import citizen, definition_of, lock_case, lock_own_case, owner_of
from hukumati.cases.errors import DataMissing, NoSuchCase, NotPossibleHere, NotYours, OwnCase
from hukumati.cases.models import Appointment, Case, Request
from hukumati.cases.requests.closing import end_request
from hukumati.core.audit import record
from hukumati.core.text import clean_text

LONGEST = 2000
CAME = {True: ("attended", "request_answered"), False: ("missed", "request_missed")}


def give_papers(
    *, reference: str, sub: str, request_id: int, papers: Sequence[dict[str, object]], said: str = "", now: datetime
) -> None:
    """Answer a request for a paper with uploads of the case, at least one.

    Raises NoSuchCase, DataMissing("papers"), RequestClosed.
    """
    with transaction.atomic():
        case, row = _lock_own(reference, sub, request_id, "paper")
        if not papers:
            raise DataMissing("papers")
        row.details = {**row.details, "papers": list(papers)}
        data = {"papers": list(papers)}
        end_request(
            case,
            row,
            event="request_answered",
            actor=citizen(sub),
            now=now,
            outcome="given",
            answer=clean(said),
            data=data,
        )


def refuse_request(*, reference: str, sub: str, request_id: int, said: str, now: datetime) -> None:
    """Note that the citizen cannot give what is asked, and why.

    Raises NoSuchCase, DataMissing("said"), RequestClosed.
    """
    with transaction.atomic():
        case, row = _lock_own(reference, sub, request_id, "paper", "appointment")
        if not clean(said):
            raise DataMissing("said")
        Appointment.objects.filter(request=row, state="booked").update(state="cancelled")
        end_request(case, row, event="request_refused", actor=citizen(sub), now=now, answer=clean(said))


def answer_as_official(*, request_id: int, official: Actor, outcome: str, said: str, now: datetime) -> None:
    """Return the opinion, or what the inspection or check found, with its grounds; "" refuses to answer.

    Raises NoSuchCase, NotYours, OwnCase, DataMissing("said"), NotPossibleHere for an unknown outcome, RequestClosed.
    """
    with transaction.atomic():
        case, row = lock_for_official(request_id, official)
        if not clean(said):
            raise DataMissing("said")
        if outcome and outcome not in definition_of(case).requests[row.name].outcomes:
            raise NotPossibleHere(outcome)
        event = "request_answered" if outcome else "request_refused"
        end_request(case, row, event=event, actor=official, now=now, outcome=outcome or None, answer=clean(said))
        details = {"request": row.name, "outcome": outcome}
        record(subject=f"case:{case.reference}", actor=official.label, action="case.request_answered", details=details)


def mark_attendance(*, appointment_id: int, clerk: Actor, came: bool, now: datetime) -> None:
    """Note at the place of an appointment whether the citizen came. Marking the same again changes nothing.

    Raises NotYours at another office, OwnCase, NotPossibleHere before its day, RequestClosed.
    """
    with transaction.atomic():
        booked = Appointment.objects.select_related("request__case").filter(id=appointment_id).first()
        if booked is None or clerk.office != booked.place or "clerk" not in clerk.roles:
            raise NotYours
        case = lock_case(booked.request.case.reference)
        booked.refresh_from_db()
        if is_own(clerk, owner_of(case)):
            raise OwnCase
        state, event = CAME[came]
        if booked.state == state:
            return
        if booked.state != "booked" or (booked.starts_at > now and not _is_today(booked, now)):
            raise NotPossibleHere("attendance")
        booked.state = state
        booked.save()
        row = Request.objects.select_for_update().get(id=booked.request_id)
        end_request(case, row, event=event, actor=clerk, now=now, outcome="attended" if came else None)


def _is_today(booked: Appointment, now: datetime) -> bool:
    return booked.starts_at.date() == now.date()


def lock_for_official(request_id: int, official: Actor) -> tuple[Case, Request]:
    """Lock a request asked of the official's ministry and role, with its case. Raises NotYours, OwnCase."""
    found = Request.objects.select_related("case").filter(id=request_id).first()
    if found is None or not is_asked(found, official):
        raise NotYours
    case = lock_case(found.case.reference)
    if is_own(official, owner_of(case)):
        raise OwnCase
    return case, Request.objects.select_for_update().get(id=request_id)


def is_asked(row: Request, official: Actor) -> bool:
    """Return whether a request is put to officials like this one."""
    return bool(row.role) and row.provider == official.provider and row.role in official.roles


def _lock_own(reference: str, sub: str, request_id: int, *kinds: str) -> tuple[Case, Request]:
    case = lock_own_case(reference, sub)
    row = Request.objects.select_for_update().filter(id=request_id, case=case, kind__in=kinds).first()
    if row is None:
        raise NoSuchCase
    return case, row


def clean(said: str) -> str:
    """Return a text as it is kept."""
    return clean_text(said, longest=LONGEST)
