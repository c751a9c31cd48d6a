"""Jobs of workers that died are done by others."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from hukumati.core.jobs import HEARTBEAT_SECONDS, STALLED_AFTER_SECONDS, app, retry_stalled

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
    """Return how each job stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


async def give_back() -> None:
    """Run the periodic task once, as a worker does."""
    connector: Any = app.connector
    worker = app.with_connector(connector.get_worker_connector())
    async with worker.open_async():
        context: Any = SimpleNamespace(app=worker)
        await retry_stalled.func(context, timestamp=0)


def test_a_job_of_a_worker_that_died_is_given_back_and_one_of_a_living_worker_is_not() -> None:
    add_job("of the dead", status="doing", heard_of=STALLED_AFTER_SECONDS + 1)
    add_job("of the living", status="doing", heard_of=HEARTBEAT_SECONDS)
    asyncio.run(give_back())
    assert statuses() == {"of the dead": "todo", "of the living": "doing"}


def test_a_dead_job_whose_successor_waits_already_is_dropped_and_keeps_no_other_from_being_given_back() -> None:
    add_job("the clock, dead", status="doing", heard_of=60, lock="clock")
    add_job("of the dead", status="doing", heard_of=60)
    add_job("the clock, waiting", status="todo", lock="clock")
    asyncio.run(give_back())
    assert statuses() == {"of the dead": "todo", "the clock, waiting": "todo"}


def test_a_worker_is_heard_of_several_times_before_it_counts_as_dead() -> None:
    assert HEARTBEAT_SECONDS * 4 <= STALLED_AFTER_SECONDS


def test_no_clock_mistakes_minutes_for_seconds() -> None:
    crons = [task.cron for task in app.periodic_registry.periodic_tasks.values()]
    assert len(crons) > 3
    assert [cron for cron in crons if len(cron.split()) == 6 and cron.split()[:5] != ["*"] * 5] == []
