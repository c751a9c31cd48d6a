"""The working days and hours of the offices, as the domain needs them."""

from datetime import datetime

from hukumati.cases.domain import working_time
from hukumati.core.clock import ZONE


def due_after(*, start: datetime, amount: int, unit: str) -> datetime:
    """This will give the moment at which so many `working_days`, `working_hours` or calendar `days` have passed."""
    return working_time.due_at(start=start, amount=amount, unit=unit, zone=ZONE)
