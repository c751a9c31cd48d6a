"""Answering side requests: the citizen's papers, officials' opinions and inspections, and attendance."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hukumati.cases.actors import Actor, citizen
from hukumati.cases.domain.limits import LONGEST_TEXT
from hukumati.cases.engine.access import is_put_to, require_not_own
from hukumati.cases.engine.loading import definition_of, lock_case, lock_own_case
from hukumati.cases.errors import DataMissing, NoSuchCase, NotPossibleHere, NotYours
from hukumati.cases.models import Appointment, LockedCase, Request
from hukumati.cases.requests.closing import end_request
from hukumati.core.audit import record
from hukumati.core.clock import local_date
from hukumati.core.text import clean_text

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
            answer=clean_text(said, longest=LONGEST_TEXT),
            data=data,
        )


def refuse_request(*, reference: str, sub: str, request_id: int, said: str, now: datetime) -> None:
    """Record that the citizen cannot give what was requested, and why.

    Raises NoSuchCase, DataMissing("said"), RequestClosed.
    """
    with transaction.atomic():
        case, row = _lock_own(reference, sub, request_id, "paper", "appointment")
        answer = clean_text(said, longest=LONGEST_TEXT)
        if not answer:
            raise DataMissing("said")
        Appointment.objects.filter(request=row, state="booked").update(state="cancelled")
        end_request(
            case,
            row,
            event="request_refused",
            actor=citizen(sub),
            now=now,
            answer=answer,
        )


def answer_as_official(*, request_id: int, official: Actor, outcome: str, said: str, now: datetime) -> None:
    """Record an opinion, or what an inspection or check found, with its grounds; outcome "" refuses to answer.

    Raises NoSuchCase, NotYours, DataMissing("said"), NotPossibleHere for an unknown outcome, RequestClosed.
    """
    with transaction.atomic():
        case, row = _lock_for_official(request_id, official)
        answer = clean_text(said, longest=LONGEST_TEXT)
        if not answer:
            raise DataMissing("said")
        if outcome and outcome not in definition_of(case).requests[row.name].outcomes:
            raise NotPossibleHere(outcome)
        event = "request_answered" if outcome else "request_refused"
        end_request(
            case,
            row,
            event=event,
            actor=official,
            now=now,
            outcome=outcome or None,
            answer=answer,
        )
        details = {"request": row.name, "outcome": outcome}
        record(subject=f"case:{case.reference}", actor=official.label, action="case.request_answered", details=details)


def mark_attendance(*, appointment_id: int, clerk: Actor, came: bool, now: datetime) -> None:
    """Record at the place of an appointment whether the citizen came. Marking the same again changes nothing.

    Raises NotYours at another office, OwnCase, NotPossibleHere before its day, RequestClosed.
    """
    with transaction.atomic():
        booked = Appointment.objects.select_related("request__case").filter(id=appointment_id).first()
        if booked is None or clerk.office != booked.place or "clerk" not in clerk.roles:
            raise NotYours
        case = lock_case(booked.request.case.reference)
        booked.refresh_from_db()
        require_not_own(case, clerk)
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
    return local_date(booked.starts_at) == local_date(now)


def _lock_for_official(request_id: int, official: Actor) -> tuple[LockedCase, Request]:
    """Lock a request put to the official's ministry and role, with its case. Raises NotYours, OwnCase."""
    found = Request.objects.select_related("case").filter(id=request_id).first()
    if found is None or not is_put_to(found, official):
        raise NotYours
    case = lock_case(found.case.reference)
    require_not_own(case, official)
    return case, Request.objects.select_for_update().get(id=request_id)


def _lock_own(reference: str, sub: str, request_id: int, *kinds: str) -> tuple[LockedCase, Request]:
    case = lock_own_case(reference, sub)
    row = Request.objects.select_for_update().filter(id=request_id, case=case, kind__in=kinds).first()
    if row is None:
        raise NoSuchCase
    return case, row
