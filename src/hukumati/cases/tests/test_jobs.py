from datetime import timedelta

from hukumati.cases.jobs import clock
from hukumati.cases.models import Timer
from hukumati.cases.tests.conftest import Citizen, soon


def test_the_clock_runs_the_timers_that_are_due(layla: Citizen) -> None:
    layla.fill()
    clock(timestamp=0)
    assert layla.look().state == "draft"
    Timer.objects.update(due_at=soon() - timedelta(seconds=1))
    clock(timestamp=0)
    assert layla.look().state == "withdrawn"
