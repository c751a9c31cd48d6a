"""A worker: does the jobs of all queues until it is told to stop."""

import os

import uvloop

from hukumati.project.processes import leave_after_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hukumati.project.settings")


def main() -> None:
    """This will set Django up and work."""
    import django

    leave_after_parent(grace_seconds=5)  # a job that waits for a dead database would hold it for long
    django.setup()
    uvloop.run(_work())  # half of a worker's time is the loop's own


async def _work() -> None:
    from hukumati.core.jobs import HEARTBEAT_SECONDS, app

    worker = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker.open_async():
        await worker.run_worker_async(concurrency=3, update_heartbeat_interval=HEARTBEAT_SECONDS)


if __name__ == "__main__":
    main()
