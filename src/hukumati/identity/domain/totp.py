"""Time-based one-time passwords (RFC 6238): six digits for each half minute."""

from datetime import datetime, timedelta
from typing import Final

PERIOD_SECONDS: Final = 30
TOLERATED_STEPS: Final = 1
"""Clocks of telephones are wrong by some seconds, and typing takes some: one step before and after counts."""
ENROLMENT_LIFETIME: Final = timedelta(minutes=30)


def step_of(now: datetime) -> int:
    """Return the number of the half minute (RFC 6238 §4.2)."""
    return int(now.timestamp()) // PERIOD_SECONDS


def acceptable_steps(now: datetime) -> range:
    """Return the steps whose codes are accepted at a moment."""
    step = step_of(now)
    return range(step - TOLERATED_STEPS, step + TOLERATED_STEPS + 1)
