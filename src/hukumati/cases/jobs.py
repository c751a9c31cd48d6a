"""What cases do later or on a clock."""

from uuid import UUID

from hukumati.cases.background.erase import erase_old
from hukumati.cases.background.expire_handovers import expire_handovers
from hukumati.cases.background.migrate import migrate_all
from hukumati.cases.background.recalculate_due_dates import redate
from hukumati.cases.background.run_effect import run_effects
from hukumati.cases.background.run_promises import run_promises
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.engine.effect_queue import begin_lost
from hukumati.cases.officials.holidays import parse_day
from hukumati.cases.requests.deadlines import run_requests
from hukumati.core.clock import now
from hukumati.core.jobs import app, retrying


@app.task(name="cases.effect", queue="default", retry=retrying(max_attempts=3))
def effect(*, effect_id: int) -> None:
    """Do one effect of an event, and what follows from it by itself."""
    run_effects(effect_id=effect_id, clock=now)


@app.periodic(cron="23 * * * *")
@app.task(name="cases.keep", queue="upkeep", queueing_lock="cases.keep")
def keep(timestamp: int) -> None:
    """Erase what is not to be kept any longer."""
    erase_old(now=now())


@app.task(name="cases.migrate", queue="upkeep", retry=retrying(max_attempts=10))
def move(*, source: str, target: str) -> None:
    """Move the running cases of one version to another; begun again, it goes on where it was."""
    migrate_all(source=UUID(source), target=UUID(target), now=now())


@app.task(name="cases.redate", queue="upkeep", retry=retrying(max_attempts=10))
def recount(*, days: list[str]) -> None:
    """Count anew what runs over days that became holidays, or ceased to be."""
    redate(days=[parse_day(day) for day in days], now=now())


@app.periodic(cron="* * * * * */15")
@app.task(name="cases.clock", queue="upkeep", queueing_lock="cases.clock")
def clock(timestamp: int) -> None:
    """Run the timers that are due, end what nobody collected, and take up effects whose job was lost."""
    run_timers(now=now())
    run_requests(now=now())
    run_promises(now=now())
    expire_handovers(now=now())
    begin_lost(now=now())
