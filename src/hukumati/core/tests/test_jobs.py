"""Jobs of workers that died are done by others; a job that fails is tried again, ever later."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.jobs import Job

from hukumati.core.clock import now
from hukumati.core.jobs import HEARTBEAT_SECONDS, STALLED_AFTER_SECONDS, app, retry_stalled, retrying

pytestmark = pytest.mark.django_db(transaction=True)


def add_job(name: str, *, status: str, heard_of: int | None = None, lock: str | None = None) -> int:
    """Write a job; one that a worker has in hand tells how many seconds ago it was heard of."""
    with connection.cursor() as cursor:
        worker = None
        if heard_of is not None:
            cursor.execute(
                """INSERT INTO procrastinate_workers (last_heartbeat)
                   VALUES (now() - make_interval(secs => %s)) RETURNING id""",
                [heard_of],
            )
            (worker,) = cursor.fetchone()
        cursor.execute(
            """INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, worker_id, queueing_lock)
               VALUES ('q', %s, 0, '{}', %s, %s, %s) RETURNING id""",
            [name, status, worker, lock],
        )
        (job,) = cursor.fetchone()
    return int(job)


def statuses() -> dict[str, str]:
    """Return the status of each job."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


async def requeue_stalled() -> None:
    """Run the periodic task once, as a worker does."""
    connector: Any = app.connector
    worker = app.with_connector(connector.get_worker_connector())
    async with worker.open_async():
        context: Any = SimpleNamespace(app=worker)
        await retry_stalled.func(context, timestamp=0)


def test_a_job_of_a_dead_worker_is_requeued_and_one_of_a_living_worker_is_not() -> None:
    add_job("of the dead", status="doing", heard_of=STALLED_AFTER_SECONDS + 1)
    add_job("of the living", status="doing", heard_of=HEARTBEAT_SECONDS)
    asyncio.run(requeue_stalled())
    assert statuses() == {"of the dead": "todo", "of the living": "doing"}


def test_a_dead_job_whose_successor_waits_already_is_dropped_and_does_not_stop_the_others() -> None:
    add_job("the clock, dead", status="doing", heard_of=60, lock="clock")
    add_job("of the dead", status="doing", heard_of=60)
    add_job("the clock, waiting", status="todo", lock="clock")
    asyncio.run(requeue_stalled())
    assert statuses() == {"of the dead": "todo", "the clock, waiting": "todo"}


def test_a_worker_is_heard_of_several_times_before_it_counts_as_dead() -> None:
    assert HEARTBEAT_SECONDS * 4 <= STALLED_AFTER_SECONDS


def test_no_clock_mistakes_minutes_for_seconds() -> None:
    crons = [task.cron for task in app.periodic_registry.periodic_tasks.values()]
    assert len(crons) > 3
    assert [cron for cron in crons if len(cron.split()) == 6 and cron.split()[:5] != ["*"] * 5] == []


def job_after(attempts: int) -> Job:
    return Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)


def wait_after(strategy: RetryStrategy, attempts: int) -> int | None:
    """Return the seconds until the next attempt, or None when there is none."""
    decision = strategy.get_retry_decision(exception=OSError(), job=job_after(attempts))
    if decision is None or decision.retry_at is None:
        return None
    return round((decision.retry_at - now()).total_seconds())


def test_a_job_that_fails_waits_twice_as_long_each_time() -> None:
    assert [wait_after(retrying(), attempts) for attempts in (1, 2, 3, 10)] == [6, 10, 18, 2050]
    assert wait_after(retrying(first_seconds=30), 1) == 34


def test_a_job_is_given_up_after_its_attempts_whatever_the_exception() -> None:
    assert wait_after(retrying(), 19) is not None
    assert wait_after(retrying(), 20) is None
    assert (wait_after(retrying(max_attempts=2), 1), wait_after(retrying(max_attempts=2), 2)) == (6, None)
