"""Side requests whose time has come: a reminder first, then they are missed unless the service waits."""

from datetime import datetime

from django.db import transaction

from hukumati.cases.actors import SYSTEM
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.engine.request_messages import remind
from hukumati.cases.models import LockedCase, Request
from hukumati.cases.requests.closing import end_request

AT_ONCE = 500


def run_requests(*, now: datetime) -> int:
    """Remind of requests and close missed ones, each in a transaction of its own; return how many."""
    waiting = Request.objects.filter(closed_at=None)
    due = list(waiting.filter(remind_at__lte=now).order_by("remind_at").values_list("id", flat=True)[:AT_ONCE])
    over = list(waiting.filter(closes_at__lte=now).order_by("closes_at").values_list("id", flat=True)[:AT_ONCE])
    return sum(_remind(each, now) for each in due) + sum(_close_late(each, now) for each in over)


def _locked(request_id: int) -> tuple[LockedCase, Request]:
    case = lock_case(Request.objects.values_list("case__reference", flat=True).get(id=request_id))
    return case, Request.objects.select_for_update().get(id=request_id)


def _remind(request_id: int, now: datetime) -> bool:
    with transaction.atomic():
        case, row = _locked(request_id)
        if row.closed_at is not None or row.remind_at is None or row.remind_at > now:
            return False
        row.remind_at = None
        row.save()
        row.case = case
        remind(case, definition_of(case), row)
        return True


def _close_late(request_id: int, now: datetime) -> bool:
    """What waits, or an appointment that was chosen, has no time at which it closes by itself."""
    with transaction.atomic():
        case, row = _locked(request_id)
        if row.closed_at is not None or row.closes_at is None or row.closes_at > now:
            return False
        end_request(case, row, event="request_missed", actor=SYSTEM, now=now)
        return True
