"""The promise of a service, kept on the case as `due_at`, or as `clock_left` while the citizen must act."""

from datetime import datetime, timedelta

from hukumati.cases.domain import working_time
from hukumati.cases.models import Case
from hukumati.catalogue.api import Definition, State
from hukumati.core.clock import ZONE

WAITS_FOR_THE_CITIZEN = frozenset({"started", "submitted"})
PROMISE_IS_MET = frozenset({"decided", "ready", "on_its_way", "closed"})


def set_clock(case: Case, definition: Definition, state: State, now: datetime) -> None:
    """This will start, stop, resume or end the clock of the promise on entering a state."""
    promise = definition.promise
    if promise is None or state.milestone in WAITS_FOR_THE_CITIZEN:
        return
    if state.end or state.milestone in PROMISE_IS_MET:
        case.due_at, case.clock_left = None, None
    elif state.name in promise.clock_stops_in:
        _stop(case, now)
    elif case.clock_left is not None:
        case.due_at = working_time.add_working_time(start=now, amount=case.clock_left, zone=ZONE)
        case.clock_left = None
    elif case.due_at is None:
        case.due_at = working_time.due_at(start=now, amount=promise.amount, unit=promise.unit, zone=ZONE)


def _stop(case: Case, now: datetime) -> None:
    left = working_time.working_time_between(start=now, end=case.due_at, zone=ZONE) if case.due_at else timedelta()
    case.due_at, case.clock_left = None, left
