"""Background jobs: run by workers after the commit, at least once, queued in the same PostgreSQL."""

from typing import Final

import structlog
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

__all__ = ["HEARTBEAT_SECONDS", "STALLED_AFTER_SECONDS", "app", "retrying"]

HEARTBEAT_SECONDS: Final = 2
"""The interval of a worker's heartbeat, several times shorter than the span after which it counts as dead."""
STALLED_AFTER_SECONDS: Final = 10
"""A job whose worker has been silent for so long goes to another."""

log = structlog.get_logger("hukumati.jobs")


def retrying(*, max_attempts: int = 20, first_seconds: int = 2) -> RetryStrategy:
    """Return a strategy that retries any exception after an exponential wait, up to `max_attempts` times.

    The wait after n attempts is `first_seconds` + 2ⁿ⁺¹ seconds: it doubles, from seconds to days.
    """
    return RetryStrategy(max_attempts=max_attempts, wait=first_seconds, exponential_wait=2)


@app.periodic(cron="* * * * * */5")
@app.task(name="core.retry_stalled", queue="upkeep", queueing_lock="core.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Requeue the jobs of workers that died (procrastinate leaves them `doing`)."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        log.warning("job.stalled", task=job.task_name, job=job.id)
        await _requeue(manager, job)


async def _requeue(manager: JobManager, job: Job) -> None:
    """Requeue one job; a failure is logged, so that the other jobs are requeued all the same."""
    try:
        await manager.retry_job(job)
    except UniqueViolation:  # of its queueing lock: a job of the same kind waits already and does its work
        await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
    except ConnectorException:
        log.exception("job.not_requeued", task=job.task_name, job=job.id)


@app.periodic(cron="17 * * * *")
@app.task(name="core.prune_jobs", queue="upkeep", queueing_lock="core.prune_jobs", pass_context=True)
async def prune_jobs(context: JobContext, timestamp: int) -> None:
    """Delete finished jobs after three days."""
    await context.app.job_manager.delete_old_jobs(nb_hours=72, include_failed=False)


@app.periodic(cron="29 * * * *")
@app.task(name="core.purge_limits", queue="upkeep", queueing_lock="core.purge_limits")
def purge_limits(timestamp: int) -> None:
    """Forget counts whose window is over, what was kept for a while, and security events of long ago."""
    from hukumati.core import clock, keeping, limits, security_events  # models are not ready where this module is read

    limits.purge()
    keeping.purge(moment=clock.now())
    security_events.purge(moment=clock.now())
