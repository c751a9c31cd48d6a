"""What was counted on an old calendar is counted anew: promises, due times of tasks and requests, appointments."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from hukumati.cases.actors import HOLIDAYS
from hukumati.cases.domain.working_time import WorkingCalendar
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.engine.working_calendar import working_calendar
from hukumati.cases.models import Appointment, Case, LockedCase, Request, Task
from hukumati.cases.requests.appointments import cancel_seat
from hukumati.core.clock import ZONE

DAY = timedelta(days=1)


def redate(*, days: Iterable[date], now: datetime) -> int:
    """Count anew what runs over one of these days; done again, it changes nothing. Return how many cases changed."""
    references: dict[str, None] = {}
    for day in days:
        references.update(dict.fromkeys(_touched(day)))
    return sum(_redate(reference, now) for reference in references)


def _touched(day: date) -> list[str]:
    """Cases whose clock, task, request or appointment runs over a day."""
    begin = datetime.combine(day, datetime.min.time(), tzinfo=ZONE)
    end = begin + DAY
    running = Case.objects.filter(closed_at=None, clock_from__lt=end, due_at__gte=begin)
    tasks = Task.objects.filter(closed_at=None, opened_at__lt=end, due_at__gte=begin)
    asked = Request.objects.filter(closed_at=None, asked_at__lt=end, due_at__gte=begin)
    booked = Appointment.objects.filter(state="booked", starts_at__gte=begin, starts_at__lt=end)
    found = list(running.values_list("reference", flat=True))
    found += tasks.values_list("case__reference", flat=True)
    found += asked.values_list("case__reference", flat=True)
    return found + list(booked.values_list("request__case__reference", flat=True))


def _redate(reference: str, now: datetime) -> bool:
    with transaction.atomic():
        case = lock_case(reference)
        calendar = working_calendar()
        counted = [count(case, calendar) for count in (_promise, _task, _asked)]
        return any([*counted, _booked(case, calendar, now)])


def _promise(case: Case, calendar: WorkingCalendar) -> bool:
    promise = definition_of(case).promise
    if promise is None or case.clock_from is None or case.clock_left is None:
        return False
    due_at = calendar.deadline(start=case.clock_from, amount=case.clock_left, unit=promise.unit)
    if due_at == case.due_at:
        return False
    case.due_at = due_at
    case.save(update_fields=["due_at"])
    return True


def _task(case: Case, calendar: WorkingCalendar) -> bool:
    work = definition_of(case).flow.states[case.state].work
    task = Task.objects.filter(case=case, closed_at=None).first()
    if task is None or work is None or work.due is None:
        return False
    due_at = calendar.due_at(start=task.opened_at, amount=work.due.amount, unit=work.due.unit)
    return bool(Task.objects.filter(id=task.id).exclude(due_at=due_at).update(due_at=due_at))


def _asked(case: Case, calendar: WorkingCalendar) -> bool:
    """Only what is due in working time; a longer time that was granted since stays."""
    changed = 0
    requests = definition_of(case).requests
    for row in Request.objects.filter(case=case, closed_at=None).exclude(name=""):
        due = requests[row.name].due
        if due.unit == "days":
            continue
        due_at = calendar.due_at(start=row.asked_at, amount=due.amount, unit=due.unit)
        closes_at = due_at if row.closes_at else None
        changed += Request.objects.filter(id=row.id).exclude(due_at=due_at).update(due_at=due_at, closes_at=closes_at)
    return bool(changed)


def _booked(case: LockedCase, calendar: WorkingCalendar, now: datetime) -> bool:
    """Nobody is awaited on a day on which the office rests."""
    definition = definition_of(case)
    found = Appointment.objects.filter(request__case=case, state="booked", starts_at__gt=now).select_related("request")
    lost = [each for each in found if not calendar.is_working_day(each.starts_at.astimezone(ZONE).date())]
    for booked in lost:
        cancel_seat(case, definition, booked.request, booked, actor=HOLIDAYS, now=now)
    return bool(lost)
