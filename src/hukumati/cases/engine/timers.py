"""A timer of a case: what happens by itself when nobody acts in time."""

from datetime import datetime, timedelta

from django.db import transaction

from hukumati.cases.actors import TIMER
from hukumati.cases.engine.act import act_on
from hukumati.cases.engine.loading import lock_case
from hukumati.cases.errors import PaymentUnderWay
from hukumati.cases.models import Timer

ASK_AGAIN_AFTER = timedelta(hours=1)


def run_timer(*, timer_id: int, now: datetime) -> bool:
    """Run one timer unless the case was faster, and return whether it moved the case; money on its way puts it off."""
    try:
        with transaction.atomic():
            return _run(timer_id, now)
    except PaymentUnderWay:
        Timer.objects.filter(id=timer_id, done_at=None).update(due_at=now + ASK_AGAIN_AFTER)
        return False


def _run(timer_id: int, now: datetime) -> bool:
    case = lock_case(Timer.objects.values_list("case__reference", flat=True).get(id=timer_id))
    timer = Timer.objects.get(id=timer_id)  # read again: another worker may have run it before the lock was ours
    if timer.done_at is not None or timer.due_at > now:
        return False
    act_on(case, action=timer.action, actor=TIMER, data={"reason": None}, now=now, fixed=timer.to_state)
    return True
