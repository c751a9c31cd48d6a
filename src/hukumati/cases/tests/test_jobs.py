from datetime import timedelta

from procrastinate.contrib.django.models import ProcrastinateJob

from hukumati.cases.jobs import clock, effect
from hukumati.cases.models import Effect, Timer
from hukumati.cases.tests.conftest import Citizen, Pay, soon


def test_the_clock_runs_the_timers_that_are_due(layla: Citizen) -> None:
    layla.fill()
    clock(timestamp=0)
    assert layla.look().state == "draft"
    Timer.objects.update(due_at=soon() - timedelta(seconds=1))
    clock(timestamp=0)
    assert layla.look().state == "withdrawn"


def test_one_job_does_what_follows_by_itself_and_a_second_one_finds_nothing_left(layla: Citizen, pay: Pay) -> None:
    layla.fill()
    layla.submit()
    pay(layla.reference)
    [job] = ProcrastinateJob.objects.filter(task_name="cases.effect")
    effect(**job.args)
    assert layla.look().state == "done"
    assert not Effect.objects.filter(done_at=None).exists()
    assert ProcrastinateJob.objects.filter(task_name="cases.effect").count() == 1
    done = layla.look()
    effect(**job.args)
    assert layla.look() == done
