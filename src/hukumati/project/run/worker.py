"""A worker that processes the jobs of all queues until it is told to stop."""

import os
from typing import Any, Final

import uvloop
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from hukumati.project.postgresql.liveness import check_connection
from hukumati.project.postgresql.roles import refuse_powerful_role
from hukumati.project.processes import collect_less, leave_after_parent
from hukumati.project.unsafe_data import refuse_fictional_accounts

PLANNED_AFTER: Final = 3
"""The same few queries come again and again: the server plans them once."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hukumati.project.settings")


def main() -> None:
    """Set up Django and process jobs until told to stop."""
    import django

    leave_after_parent(grace_seconds=5)  # a job that waits for a dead database would hold it for long
    django.setup()
    collect_less()
    refuse_powerful_role()
    refuse_fictional_accounts()
    uvloop.run(_work())  # half of a worker's time is the loop's own


async def _work() -> None:
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django.utils import connector_params

    from hukumati.core.jobs import HEARTBEAT_SECONDS, app

    parameters = {**connector_params(), "prepare_threshold": PLANNED_AFTER}
    connector = PsycopgConnector(kwargs=parameters, configure=_without_transactions, pool_factory=_pool)
    worker = app.with_connector(connector)
    async with worker.open_async():
        await worker.run_worker_async(concurrency=3, update_heartbeat_interval=HEARTBEAT_SECONDS)


def _pool(**options: Any) -> AsyncConnectionPool:
    return AsyncConnectionPool(**{**options, "check": check_connection})


async def _without_transactions(connection: AsyncConnection[Any]) -> None:
    """Each query about a job is one statement: BEGIN and COMMIT around it would be two more round trips."""
    await connection.set_autocommit(True)


if __name__ == "__main__":
    main()
