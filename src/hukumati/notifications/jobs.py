"""The background and periodic jobs of this part."""

from typing import Final
from uuid import UUID

from hukumati.core.clock import now
from hukumati.core.jobs import app, retrying
from hukumati.notifications.domain.delivery import MOST_ATTEMPTS
from hukumati.notifications.use_cases.deliver import deliver_all, expire_overdue

# a job that was repeated for a dead worker must not run out of attempts before its messages do
TRIES: Final = retrying(max_attempts=MOST_ATTEMPTS + 8)


@app.task(name="notifications.deliver", queue="notifications", retry=TRIES)
def deliver(*, notifications: list[str]) -> None:
    """Try to deliver the messages of one `send`; rows count the attempts, the queue only waits between them."""
    deliver_all(notifications=[UUID(each) for each in notifications])


@app.periodic(cron="* * * * *")
@app.task(name="notifications.expire", queue="upkeep", queueing_lock="notifications.expire")
def expire(timestamp: int) -> None:
    """Erase messages that expired undelivered."""
    expire_overdue(at=now())
