"""The promise of a service, kept on the case.

While the clock runs, `clock_left` was left of the promise at `clock_from`, and `due_at` follows from both; while it
stands, only `clock_left` is kept. So a holiday that is moved later can re-date every promise.
"""

from datetime import datetime, timedelta

from hukumati.cases.engine.working_calendar import working_calendar
from hukumati.cases.models import LockedCase
from hukumati.service_language.api import Definition, Promise, State

PROMISE_IS_MET = frozenset({"decided", "ready", "on_its_way", "closed"})


def set_clock(case: LockedCase, definition: Definition, state: State, now: datetime) -> None:
    """Start, stop, resume or end the clock of the promise on entering a state.

    A case that comes back from its end begins a promise anew.
    """
    promise = definition.promise
    if promise is None:
        return
    if state.end or state.milestone in PROMISE_IS_MET:
        case.due_at, case.clock_left, case.clock_from = None, None, None
    elif not promise.runs_in(state):
        _stop(case, promise, now)
    elif case.clock_from is None:
        _start(case, promise, now)


def _start(case: LockedCase, promise: Promise, now: datetime) -> None:
    calendar = working_calendar(case.holidays)
    left = case.clock_left
    case.late_at = case.late_at if left is not None else None
    case.clock_left = calendar.promised(amount=promise.amount, unit=promise.unit) if left is None else left
    case.clock_from = now
    case.due_at = calendar.deadline(start=now, amount=case.clock_left, unit=promise.unit)


def _stop(case: LockedCase, promise: Promise, now: datetime) -> None:
    """A clock that stands already, or never ran, stays as it is."""
    if case.clock_from is None or case.clock_left is None:
        return
    gone = working_calendar(case.holidays).between(start=case.clock_from, end=now, unit=promise.unit)
    case.clock_left = max(case.clock_left - gone, timedelta())
    case.due_at, case.clock_from = None, None
