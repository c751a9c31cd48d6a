"""Which cases a changed day concerns: what runs over it in Palestine, from its first second to its last."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hukumati.cases.background.recalculate_due_dates import _touched
from hukumati.cases.models import Appointment, Case, Request, Task
from hukumati.cases.tests.conftest import NOW, Citizen
from hukumati.core.clock import ZONE

DAY = date(2026, 12, 1)
BEGIN = datetime(2026, 12, 1, tzinfo=ZONE)
END = datetime(2026, 12, 2, tzinfo=ZONE)
SECOND = timedelta(seconds=1)
SPANS = [
    (BEGIN - SECOND, END, True),
    (BEGIN, BEGIN, True),
    (END - SECOND, END, True),
    (END, END + SECOND, False),
    (BEGIN - 2 * SECOND, BEGIN - SECOND, False),
]
"""When something begins, when it is due, and whether it runs over the day."""


@pytest.fixture
def case(layla: Citizen) -> Case:
    """A case of which nothing runs."""
    layla.open()
    Case.objects.update(clock_from=None, due_at=None)
    assert _touched(DAY) == []
    return Case.objects.get()


def is_touched(case: Case) -> bool:
    found = _touched(DAY)
    assert found in ([], [case.reference])
    return found != []


def request_of(case: Case, **columns: Any) -> Request:
    kept = {"kind": "task", "name": "opinion", "question": "", **columns}
    return Request.objects.create(case=case, seq=1, **kept)


def test_a_promise_a_task_and_a_request_run_from_their_beginning_until_they_are_due(case: Case) -> None:
    task = Task.objects.create(case=case, seq=1, role="officer", queue="", provider="moj", opened_at=END)
    request = request_of(case, asked_at=END)
    for begun_at, due_at, over in SPANS:
        Case.objects.update(clock_from=begun_at, due_at=due_at)
        assert is_touched(case) is over
        Case.objects.update(clock_from=None, due_at=None)
        Task.objects.filter(id=task.id).update(opened_at=begun_at, due_at=due_at)
        assert is_touched(case) is over
        Task.objects.filter(id=task.id).update(due_at=None)
        Request.objects.filter(id=request.id).update(asked_at=begun_at, due_at=due_at)
        assert is_touched(case) is over
        Request.objects.filter(id=request.id).update(due_at=None)


def test_what_has_ended_is_not_counted_anew(case: Case) -> None:
    Case.objects.update(clock_from=BEGIN, due_at=END)
    assert is_touched(case)
    Case.objects.update(closed_at=NOW)
    assert not is_touched(case)
    request = request_of(case, asked_at=BEGIN, due_at=END)
    assert is_touched(case)
    Request.objects.filter(id=request.id).update(closed_at=NOW)
    assert not is_touched(case)


@pytest.mark.parametrize(
    ("starts_at", "state", "touched"),
    [
        (BEGIN, "booked", True),
        (END - SECOND, "booked", True),
        (BEGIN - SECOND, "booked", False),
        (END, "booked", False),
        (BEGIN, "cancelled", False),
    ],
)
def test_an_appointment_is_of_the_day_on_which_it_begins(
    case: Case, starts_at: datetime, state: str, touched: bool
) -> None:
    request = request_of(case, asked_at=END)
    Appointment.objects.create(
        request=request, calendar="visits", place="MOJ-RAM", starts_at=starts_at, ends_at=starts_at, seat=0,
        state=state, booked_at=NOW,
    )  # fmt: skip
    assert is_touched(case) is touched
