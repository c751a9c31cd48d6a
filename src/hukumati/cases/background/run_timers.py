"""Running the timers that are due."""

from datetime import datetime

from hukumati.cases.engine.timers import run_timer
from hukumati.cases.models import Timer

AT_ONCE = 500


def run_timers(*, now: datetime) -> int:
    """Run the timers that are due, each in a transaction of its own; return how many moved a case."""
    due = Timer.objects.filter(done_at=None, due_at__lte=now).order_by("due_at")
    return sum(run_timer(timer_id=timer_id, now=now) for timer_id in list(due.values_list("id", flat=True)[:AT_ONCE]))
