"""What the part does later and on a clock."""

from uuid import UUID

from hukumati.core.clock import now
from hukumati.core.jobs import app, retrying
from hukumati.notifications.domain.delivery import MOST_ATTEMPTS
from hukumati.notifications.use_cases.deliver import deliver_all, expire_overdue

TRIES = retrying(max_attempts=MOST_ATTEMPTS + 8)


@app.task(name="notifications.deliver", queue="notifications", retry=TRIES)
def deliver(*, notifications: list[str]) -> None:
    """Try to deliver the messages of one sending; rows count the attempts, the queue only waits between."""
    deliver_all(notifications=[UUID(each) for each in notifications])


@app.periodic(cron="* * * * *")
@app.task(name="notifications.expire", queue="upkeep", queueing_lock="notifications.expire")
def expire(timestamp: int) -> None:
    """Erase messages that expired undelivered."""
    expire_overdue(at=now())
