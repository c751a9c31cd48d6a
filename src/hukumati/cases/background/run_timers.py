"""Timers: what happens by itself when nobody acts in time."""

from datetime import datetime, timedelta

from django.db import transaction

from hukumati.cases.actors import Actor
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.loading import SYSTEM, lock_case
from hukumati.cases.errors import PaymentUnderWay
from hukumati.cases.models import Timer

AT_ONCE = 500
ASK_AGAIN_AFTER = timedelta(hours=1)
TIMER = Actor(kind="system", id="timer", name=SYSTEM.name)


def run_timers(*, now: datetime) -> int:
    """Run the timers that are due, each in a transaction of its own; it counts those that moved a case."""
    due = Timer.objects.filter(done_at=None, due_at__lte=now).order_by("due_at")
    return sum(run_timer(timer_id=timer_id, now=now) for timer_id in list(due.values_list("id", flat=True)[:AT_ONCE]))


def run_timer(*, timer_id: int, now: datetime) -> bool:
    """Run one timer unless the case was faster; money on its way puts it off."""
    try:
        with transaction.atomic():
            return _run(timer_id, now)
    except PaymentUnderWay:
        Timer.objects.filter(id=timer_id, done_at=None).update(due_at=now + ASK_AGAIN_AFTER)
        return False


def _run(timer_id: int, now: datetime) -> bool:
    case = lock_case(Timer.objects.values_list("case__reference", flat=True).get(id=timer_id))
    timer = Timer.objects.get(id=timer_id)  # read under the case's lock
    if timer.done_at is not None or timer.due_at > now:
        return False
    act_on(case, action=timer.action, actor=TIMER, data={"reason": None}, now=now, fixed=timer.to_state)
    return True
