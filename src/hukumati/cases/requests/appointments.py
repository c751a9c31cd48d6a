"""Appointments: the citizen chooses a place and a time, moves it or gives it back; an office sees who comes.

A time has as many seats as the calendar says. A seat is a row, and no two rows that are not cancelled hold the same
seat (a constraint), so however many choose at once, never too many come.
"""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from hukumati.cases.actors import Actor, citizen
from hukumati.cases.domain.side_request_states import reminder_at
from hukumati.cases.domain.slots import Slot, slots
from hukumati.cases.engine.act import record_note
from hukumati.cases.engine.loading import definition_of, lock_own_case, own_case
from hukumati.cases.engine.request_messages import notify_of_appointment, notify_of_cancellation
from hukumati.cases.engine.side_requests import reminder_of_request
from hukumati.cases.engine.working_calendar import working_calendar
from hukumati.cases.errors import NoSuchCase, NotPossibleHere, NotYours, RequestClosed, SlotTaken
from hukumati.cases.models import Appointment, Case, LockedCase, Request
from hukumati.cases.request_views import AppointmentView, DayOfSlots, Offer
from hukumati.cases.requests.queries import appointment_view
from hukumati.core.clock import ZONE, end_of_day, local_date
from hukumati.service_language.api import Calendar, Definition


def offer(*, reference: str, sub: str, request_id: int, place: str, now: datetime) -> Offer:
    """List the days and times at one place that are still free; without a place, the places only.

    Raises NoSuchCase, RequestClosed.
    """
    row, definition = _open_request(own_case(reference, sub), request_id)
    calendar = definition.calendars[definition.requests[row.name].calendar]
    chosen = calendar.place(place)
    free = [] if chosen is None else _free(calendar, place, row, now)
    days = dict.fromkeys(local_date(slot.starts_at) for slot in free)
    return Offer(
        places=calendar.places,
        place=chosen,
        days=tuple(DayOfSlots(day, tuple(slot for slot in free if local_date(slot.starts_at) == day)) for day in days),
    )


def book(*, reference: str, sub: str, request_id: int, place: str, starts_at: datetime, now: datetime) -> None:
    """Take a seat, and give an earlier choice back; the same choice twice is one.

    Raises NoSuchCase, RequestClosed, SlotTaken when it is full, over, or no time of the calendar.
    """
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        row, definition = _open_request(case, request_id)
        calendar = definition.calendars[definition.requests[row.name].calendar]
        before = Appointment.objects.filter(request=row, state="booked").first()
        if before is not None and (before.place, before.starts_at) == (place, starts_at):
            return
        _refuse_too_late(before, now)
        slot = next((each for each in _slots(calendar, row, now) if each.starts_at == starts_at), None)
        if slot is None or calendar.place(place) is None:
            raise SlotTaken
        if before is not None:
            Appointment.objects.filter(id=before.id).update(state="cancelled")
        booked = _take_seat(row, calendar, place, slot, now)
        _wait_for_attendance(row, booked, definition, now)
        action = "appointment_moved" if before else "appointment_booked"
        data = {"request": row.name, "place": place, "starts_at": starts_at.isoformat()}
        record_note(case, action=action, actor=citizen(sub), data=data, now=now)
        notify_of_appointment(case, definition, row, booked, key="booked")


def cancel_appointment(*, reference: str, sub: str, request_id: int, now: datetime) -> None:
    """Give the chosen time back; the request stays open.

    Raises NoSuchCase, RequestClosed, NotPossibleHere without a choice or when its time has come.
    """
    with transaction.atomic():
        case = lock_own_case(reference, sub)
        row, definition = _open_request(case, request_id)
        booked = Appointment.objects.filter(request=row, state="booked").first()
        if booked is None:
            raise NotPossibleHere("cancel_appointment")
        _refuse_too_late(booked, now)
        cancel_seat(case, definition, row, booked, actor=citizen(sub), now=now)


def cancel_seat(
    case: LockedCase, definition: Definition, row: Request, booked: Appointment, *, actor: Actor, now: datetime
) -> None:
    """Cancel an appointment of a locked case; at least a week is left to choose another."""
    Appointment.objects.filter(id=booked.id).update(state="cancelled")
    if row.due_at is not None:
        row.due_at = max(row.due_at, end_of_day(now, days_later=7))
        row.remind_at = reminder_of_request(definition.requests[row.name], row.due_at, told_at=now)
    row.closes_at = row.due_at
    row.save()
    data = {"request": row.name, "place": booked.place, "starts_at": booked.starts_at.isoformat()}
    record_note(case, action="appointment_cancelled", actor=actor, data=data, now=now)
    notify_of_cancellation(case, definition, row, booked)


def agenda(*, clerk: Actor, day: date | None = None, now: datetime) -> tuple[AppointmentView, ...]:
    """List who comes to the clerk's office on a day, and who came and was not marked on the days before.

    Raises NotYours.
    """
    if "clerk" not in clerk.roles or not clerk.office:
        raise NotYours
    wanted = day or local_date(now)
    begin = datetime.combine(wanted, datetime.min.time(), tzinfo=ZONE)
    at_place = Appointment.objects.filter(place=clerk.office).select_related("request__case")
    of_day = at_place.filter(starts_at__gte=begin, starts_at__lt=_midnight(wanted)).exclude(state="cancelled")
    forgotten = at_place.filter(starts_at__lt=begin, state="booked") if day is None else at_place.none()
    rows = sorted([*forgotten, *of_day], key=lambda row: (row.starts_at, row.id))
    return tuple(appointment_view(row, row.request.case, definition_of(row.request.case)) for row in rows)


def _midnight(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=ZONE)


def _open_request(case: Case, request_id: int) -> tuple[Request, Definition]:
    row = Request.objects.filter(id=request_id, case=case, kind="appointment").first()
    if row is None:
        raise NoSuchCase
    if row.closed_at is not None:
        raise RequestClosed
    return row, definition_of(case)


def _slots(calendar: Calendar, row: Request, now: datetime) -> tuple[Slot, ...]:
    until = row.due_at or now
    return tuple(slots(calendar, after=now, until=until, working=working_calendar(), zone=ZONE))


def _free(calendar: Calendar, place: str, row: Request, now: datetime) -> list[Slot]:
    taken: dict[datetime, int] = {}
    held = Appointment.objects.filter(calendar=calendar.name, place=place, starts_at__gt=now).exclude(state="cancelled")
    for moment in held.values_list("starts_at", flat=True):
        taken[moment] = taken.get(moment, 0) + 1
    return [slot for slot in _slots(calendar, row, now) if taken.get(slot.starts_at, 0) < calendar.capacity]


def _take_seat(row: Request, calendar: Calendar, place: str, slot: Slot, now: datetime) -> Appointment:
    """Whoever is faster has the seat: the constraint refuses the other, who tries the next one."""
    held = Appointment.objects.filter(calendar=calendar.name, place=place, starts_at=slot.starts_at)
    used = set(held.exclude(state="cancelled").values_list("seat", flat=True))
    for seat in range(calendar.capacity):
        if seat in used:
            continue
        try:
            with transaction.atomic():
                return Appointment.objects.create(
                    request=row,
                    calendar=calendar.name,
                    place=place,
                    starts_at=slot.starts_at,
                    ends_at=slot.ends_at,
                    seat=seat,
                    booked_at=now,
                )
        except IntegrityError:
            continue
    raise SlotTaken


def _wait_for_attendance(row: Request, booked: Appointment, definition: Definition, now: datetime) -> None:
    """The clerk's word ends the request now, not its time."""
    days = definition.requests[row.name].remind_days
    row.closes_at = None
    row.remind_at = reminder_at(last=booked.starts_at, days_before=days, at_least=1, told_at=now)
    row.save()


def _refuse_too_late(booked: Appointment | None, now: datetime) -> None:
    if booked is not None and booked.starts_at <= now:
        raise NotPossibleHere("move_appointment")
