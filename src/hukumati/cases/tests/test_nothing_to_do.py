"""What runs by the clock and finds nothing to do says so and changes nothing; what it did is done once."""

from datetime import timedelta

import pytest
from django.db import transaction

from hukumati.cases import api as cases
from hukumati.cases.background.erase import erase_old
from hukumati.cases.background.follow_up import follow_up
from hukumati.cases.background.migrate import migrate, migrate_all
from hukumati.cases.background.recalculate_due_dates import redate
from hukumati.cases.background.run_promises import run_promise, run_promises
from hukumati.cases.engine.loading import lock_case
from hukumati.cases.engine.timers import run_timer
from hukumati.cases.models import Case, Event, EventPayload, Task, Timer
from hukumati.cases.requests.deadlines import run_requests
from hukumati.cases.tests.conftest import NOW, OFFICER, Citizen, Pay, Work, later, soon
from hukumati.core import audit
from hukumati.core.clock import local_date

SUPERVISOR = cases.Actor(
    "officer", "MOJ-0004", OFFICER.name, provider="moj", roles=frozenset({"supervisor"}), id_number="700009991"
)


@pytest.fixture
def reviewed(khaled: Citizen, pay: Pay, work: Work) -> Case:
    """A case that waits for an officer, whose promise runs."""
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    work()
    return Case.objects.get()


def test_a_case_in_time_is_left_as_it_is(reviewed: Case) -> None:
    version, before = reviewed.version_id, Event.objects.count()
    assert reviewed.due_at is not None
    assert migrate(source=version, target=version, now=NOW) == 0  # the service declares no migration
    assert migrate_all(source=version, target=version, now=NOW) == 0
    days = [local_date(reviewed.due_at), local_date(NOW), local_date(NOW) - timedelta(days=400)]
    assert redate(days=days, now=NOW) == 0  # counted anew, the same
    assert erase_old(now=later(days=4000)) == 0  # it has not ended
    assert run_promises(now=reviewed.due_at - timedelta(seconds=1)) == 0
    assert run_promise(reference=reviewed.reference, now=reviewed.due_at - timedelta(seconds=1)) is False
    assert run_requests(now=later(days=4000)) == 0
    assert Event.objects.count() == before
    assert Case.objects.get().due_at == reviewed.due_at


def test_a_promise_is_over_at_its_very_time_and_once(reviewed: Case) -> None:
    assert reviewed.due_at is not None
    assert run_promises(now=reviewed.due_at) == 1
    late = Case.objects.get()
    assert late.late_at == reviewed.due_at
    assert Task.objects.get().escalated_at == reviewed.due_at
    assert run_promises(now=reviewed.due_at) == 0
    assert run_promise(reference=reviewed.reference, now=soon(days=99)) is False
    (escalated,) = Event.objects.filter(action="escalated")
    assert EventPayload.objects.get(seq=escalated.seq).payload == {"due_at": reviewed.due_at.isoformat()}


def test_a_timer_runs_at_its_very_time_and_once(layla: Citizen) -> None:
    layla.fill()
    layla.submit()
    timer = Timer.objects.get(action="timed_out")
    assert run_timer(timer_id=timer.id, now=timer.due_at - timedelta(seconds=1)) is False
    assert layla.look().state == "to_pay"
    assert run_timer(timer_id=timer.id, now=timer.due_at) is True
    assert layla.look().state == "withdrawn"
    assert run_timer(timer_id=timer.id, now=timer.due_at) is False


def test_an_ended_case_is_erased_at_the_end_of_its_time_and_once(layla: Citizen) -> None:
    layla.fill()
    layla.submit()
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=NOW)
    kept = timedelta(days=5 * 365)
    ended = Case.objects.get().closed_at
    assert ended is not None
    assert erase_old(now=ended + kept - timedelta(days=1)) == 0
    assert Case.objects.get().answers != {}
    assert erase_old(now=ended + kept + timedelta(days=2)) == 1
    erased = Case.objects.get()
    assert (erased.answers, erased.registers, erased.pages, erased.applicant) == ({}, {}, [], {"language": "ar"})
    assert EventPayload.objects.count() == 0
    assert erase_old(now=ended + 2 * kept) == 0
    assert [each.action for each in audit.list_entries(subject=f"case:{layla.reference}")].count("case.erased") == 1


def test_a_service_that_begins_another_opens_its_draft_or_says_that_it_cannot(layla: Citizen) -> None:
    layla.fill()
    layla.submit()
    with transaction.atomic():
        case = lock_case(layla.reference)
        assert follow_up(case, "NO-SUCH", now=NOW) is False
        assert follow_up(case, "MOJ-NCC", now=NOW) is False  # one application at a time
    assert not Event.objects.filter(action="started").exists()
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=NOW)
    with transaction.atomic():
        case = lock_case(layla.reference)
        assert follow_up(case, "MOJ-NCC", now=NOW) is True
    opened = Case.objects.exclude(reference=layla.reference).get()
    assert (opened.applicant_sub, opened.applicant) == (case.applicant_sub, case.applicant)
    (started,) = Event.objects.filter(action="started")
    payload = EventPayload.objects.get(case=case, seq=started.seq).payload
    assert payload == {"service": "MOJ-NCC", "reference": opened.reference}


def test_a_case_without_work_is_assigned_to_nobody(reviewed: Case) -> None:
    Task.objects.update(closed_at=NOW)
    assert cases.assignees(reference=reviewed.reference, supervisor=SUPERVISOR) == ()
    with pytest.raises(cases.NotPossibleHere):
        cases.assign(reference=reviewed.reference, supervisor=SUPERVISOR, to="MOJ-0001", now=NOW)
