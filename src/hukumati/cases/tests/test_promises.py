"""Promises: stopped, resumed, broken; the supervisor or the law decides, once, and holidays move what is due."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hukumati.cases import api as cases
from hukumati.cases.background.recalculate_due_dates import redate
from hukumati.cases.background.run_promises import run_promise, run_promises
from hukumati.cases.background.verify import verify
from hukumati.cases.engine.promise_clock import set_clock
from hukumati.cases.engine.working_calendar import working_calendar
from hukumati.cases.models import Case, Event, Holiday, LockedCase, Task
from hukumati.cases.officials.holidays import confirm_holidays, propose_holidays, remove_holiday, set_holiday
from hukumati.cases.tests.asking import asking_service, in_state
from hukumati.cases.tests.conftest import KHALED, OFFICER, Citizen, Pay, do_effects, soon
from hukumati.cases.tests.edge import Edge
from hukumati.cases.tests.test_requests import ask
from hukumati.core.audit import list_entries
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Promise, State

NAME = Bilingual(ar="مشرفة", en="Supervisor")
SUPERVISOR = cases.Actor(
    "officer", "MOJ-0007", NAME, provider="moj", roles=frozenset({"supervisor"}), id_number="700009991"
)
STRANGER = cases.Actor(
    "officer", "MOI-0007", NAME, provider="moi", roles=frozenset({"supervisor"}), id_number="700009991"
)
ESCALATES = "if_late: escalate}"

Publish = Callable[..., None]


@pytest.fixture
def publish(transactional_db: None, data_folder: Path, edge: Edge, tmp_path: Path) -> Publish:
    """A function that publishes the service that asks for much, with another rule for lateness."""

    def do(late: str = ESCALATES) -> None:
        path = asking_service(tmp_path / f"services-{len(list(tmp_path.iterdir()))}")
        file = path / "service.yaml"
        text = file.read_text(encoding="utf-8")
        assert ESCALATES in text
        file.write_text(text.replace(ESCALATES, late), encoding="utf-8")
        call_command("service_publish", str(path), verbosity=0)
        call_command("trust_setup", verbosity=0)

    return do


@pytest.fixture
def khaled() -> Citizen:
    return Citizen(KHALED, now=soon())


def due(person: Citizen) -> datetime:
    moment = Case.objects.get(reference=person.reference).due_at
    assert moment is not None
    return moment


ACCEPTS = "if_late: accept, late_to: issuing, legal_reference: summary}"
REJECTS = "if_late: reject, late_to: refused, legal_reference: summary}"


def test_a_late_case_comes_to_the_supervisor_once_whoever_had_taken_it(
    publish: Publish, khaled: Citizen, pay: Pay
) -> None:
    publish()
    in_state(khaled, pay, "review")
    cases.claim(reference=khaled.reference, officer=OFFICER, now=soon())
    assert [task.is_escalated for task in cases.inbox(officer=SUPERVISOR, now=soon())] == [False]
    assert run_promises(now=due(khaled) - timedelta(seconds=1)) == 0
    assert run_promises(now=due(khaled)) == 1
    assert run_promises(now=due(khaled) + timedelta(days=90)) == 0
    assert Event.objects.filter(action="escalated").count() == 1
    tasks = cases.inbox(officer=SUPERVISOR, now=soon())
    assert [(task.reference, task.is_escalated, task.claimed_by) for task in tasks] == [(khaled.reference, True, None)]
    assert len(cases.inbox(officer=OFFICER, now=soon())) == 1
    assert cases.inbox(officer=STRANGER, now=soon()) == ()
    assert list(verify()) == []


def test_a_broken_promise_stays_broken_when_the_case_comes_back(publish: Publish, khaled: Citizen, pay: Pay) -> None:
    publish()
    in_state(khaled, pay, "review")
    run_promises(now=due(khaled))
    seen = Case.objects.get().last_seq
    cases.decide(
        reference=khaled.reference, officer=OFFICER, action="ask_citizen", reason="x", seen_seq=seen, now=soon()
    )
    cases.answer_officer(reference=khaled.reference, sub=khaled.sub, answer="so", now=soon())
    assert [task.is_escalated for task in cases.inbox(officer=OFFICER, now=soon())] == [True]
    cases.claim(reference=khaled.reference, officer=SUPERVISOR, now=soon())


def test_the_supervisor_decides_a_late_case_and_no_other(publish: Publish, khaled: Citizen, pay: Pay) -> None:
    publish()
    in_state(khaled, pay, "review")
    seen = Case.objects.get().last_seq
    with pytest.raises(cases.NotYours):
        cases.decide(
            reference=khaled.reference, officer=SUPERVISOR, action="approve", reason="x", seen_seq=seen, now=soon()
        )
    run_promises(now=due(khaled))
    assert {choice.name for choice in cases.open_for_officer(reference=khaled.reference, officer=SUPERVISOR).choices}
    cases.claim(reference=khaled.reference, officer=SUPERVISOR, now=soon())
    seen = Case.objects.get().last_seq
    cases.decide(reference=khaled.reference, officer=SUPERVISOR, action="reject", reason="x", seen_seq=seen, now=soon())
    assert Case.objects.get().state == "refused"


@pytest.mark.parametrize(("late", "action", "state"), [
    (ACCEPTS, "tacitly_accepted", "issuing"), (REJECTS, "tacitly_rejected", "refused"),
])  # fmt: skip
def test_silence_decides_by_law_once_and_the_citizen_reads_the_law(
    late: str, action: str, state: str, publish: Publish, khaled: Citizen, pay: Pay
) -> None:
    publish(late)
    in_state(khaled, pay, "review")
    moment = due(khaled)
    assert run_promises(now=moment - timedelta(seconds=1)) == 0
    assert (run_promises(now=moment), run_promises(now=moment)) == (1, 0)
    case = Case.objects.get()
    assert (case.state, case.due_at, case.late_at) == (state, None, moment)
    assert case.reason
    assert Event.objects.filter(action=action).count() == 1
    do_effects()
    assert list(verify()) == []


def test_silence_decides_nothing_while_the_clock_stands(publish: Publish, khaled: Citizen, pay: Pay) -> None:
    publish(ACCEPTS)
    in_state(khaled, pay, "review")
    seen = Case.objects.get().last_seq
    cases.decide(
        reference=khaled.reference, officer=OFFICER, action="ask_citizen", reason="x", seen_seq=seen, now=soon()
    )
    assert run_promises(now=soon(days=300)) == 0
    Case.objects.update(due_at=soon(days=-1))  # even if something set a date by mistake
    assert run_promise(reference=khaled.reference, now=soon()) is False
    assert Case.objects.get().state == "waiting_citizen"


def test_whoever_is_faster_than_the_clock_wins(publish: Publish, khaled: Citizen, pay: Pay) -> None:
    publish(ACCEPTS)
    in_state(khaled, pay, "review")
    moment, seen = due(khaled), Case.objects.get().last_seq
    cases.decide(reference=khaled.reference, officer=OFFICER, action="reject", reason="x", seen_seq=seen, now=soon())
    assert run_promise(reference=khaled.reference, now=moment) is False


@pytest.mark.parametrize("place", ["late.before_commit", "late.committed"])
def test_a_worker_that_dies_over_a_late_case_leaves_it_done_once(
    place: str, publish: Publish, khaled: Citizen, pay: Pay, tmp_path: Path, data_folder: Path
) -> None:
    publish(ACCEPTS)
    in_state(khaled, pay, "review")
    folder = tmp_path / "failpoints"
    folder.mkdir()
    (folder / f"cases.{place}").touch()
    code = (
        "import os, django\n"
        "from datetime import datetime\n"
        "from django.conf import settings\n"
        "settings.DATABASES['default']['NAME'] = os.environ['TEST_DATABASE_NAME']\n"
        "django.setup()\n"
        "from hukumati.cases.background.run_promises import run_promises\n"
        f"run_promises(now=datetime.fromisoformat({due(khaled).isoformat()!r}))\n"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "hukumati.project.settings",
        "TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "HUKUMATI_DATA_DIR": str(data_folder),
        "HUKUMATI_FAILPOINTS_DIR": str(folder),
    }
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    run_promises(now=due(khaled) if Case.objects.get().due_at else soon(days=30))
    assert Case.objects.get().state == "issuing"
    assert Event.objects.filter(action="tacitly_accepted").count() == 1


# holidays


def test_holidays_are_proposed_from_public_calendars_once_and_confirmed_by_the_cabinet(db: None) -> None:
    assert propose_holidays(years=[2027]) > 10
    assert propose_holidays(years=[2027]) == 0
    listed = cases.list_holidays(year=2027)
    assert (date(2027, 11, 15), "Independence Day") in {(each.day, each.name.en) for each in listed}
    assert not any(each.is_decided for each in listed)
    assert confirm_holidays(year=2027, by="officer:CAB-0001") == len(listed)
    assert all(each.is_decided for each in cases.list_holidays(year=2027))


def test_a_holiday_that_was_removed_does_not_come_back(transactional_db: None) -> None:
    propose_holidays(years=[2027])
    remove_holiday(day=date(2027, 11, 15), by="officer:CAB-0001")
    propose_holidays(years=[2027])
    assert date(2027, 11, 15) not in {each.day for each in cases.list_holidays(year=2027)}


def test_every_change_is_recorded_with_who_made_it(transactional_db: None) -> None:
    set_holiday(day=date(2027, 3, 9), ar="العيد", en="Eid", by="officer:CAB-0001")
    set_holiday(day=date(2027, 3, 10), ar="العيد", en="Eid", by="officer:CAB-0001", instead_of=date(2027, 3, 9))
    assert [each.day for each in cases.list_holidays(year=2027)] == [date(2027, 3, 10)]
    told = [(entry.actor, entry.action) for entry in list_entries(subject="holidays")]
    assert told == [("officer:CAB-0001", "holiday.set"), ("officer:CAB-0001", "holiday.moved")]


def test_a_holiday_has_a_name_in_both_languages(transactional_db: None) -> None:
    with pytest.raises(cases.DataMissing):
        set_holiday(day=date(2027, 3, 9), ar="العيد", en=" \x00 ", by="x")
    assert not Holiday.objects.exists()


def test_the_command_lists_sets_moves_and_removes(transactional_db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("cases_holidays", "propose", "2027")
    call_command("cases_holidays", "set", "2027-03-12", "--ar", "العيد", "--en", "Eid", "--from", "2027-03-09")
    call_command("cases_holidays", "remove", "2027-03-10")
    call_command("cases_holidays", "confirm", "2027")
    call_command("cases_holidays", "list", "2027")
    told = capsys.readouterr().out
    assert "2027-03-12 decided  Eid" in told
    assert "2027-03-09" not in told.partition("decided ")[2]
    with pytest.raises(CommandError):
        call_command("cases_holidays", "remove", "the Eid")


def test_a_holiday_set_later_moves_what_is_promised_and_back(publish: Publish, khaled: Citizen, pay: Pay) -> None:
    publish()
    in_state(khaled, pay, "review")
    asked = ask(khaled, "opinion")
    before, task = due(khaled), Task.objects.get(closed_at=None).due_at
    request = cases.list_requests(reference=khaled.reference, sub=khaled.sub)[-1]
    assert asked == request.id
    assert request.due_at is not None
    tomorrow = working_day_after(soon())
    set_holiday(day=tomorrow, ar="عطلة", en="Holiday", by="officer:CAB-0001")
    assert redate(days=[tomorrow], now=soon()) == 1
    assert redate(days=[tomorrow], now=soon()) == 0
    assert due(khaled) > before
    assert (Task.objects.get(closed_at=None).due_at or before) >= (task or before)
    later = cases.list_requests(reference=khaled.reference, sub=khaled.sub)[-1].due_at
    assert later is not None
    assert later > request.due_at
    remove_holiday(day=tomorrow, by="officer:CAB-0001")
    assert redate(days=[tomorrow], now=soon()) == 1
    assert due(khaled) == before
    assert list(verify()) == []


def working_day_after(moment: datetime) -> date:
    day = moment.date() + timedelta(days=1)
    while day.weekday() in {4, 5}:
        day += timedelta(days=1)
    return day


# the clock as a whole


MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STATES = {
    "runs": State(name="runs", milestone="in_review"),
    "stands": State(name="stands", milestone="your_turn"),
    "decided": State(name="decided", milestone="decided"),
}
SPANS = st.timedeltas(timedelta(0), timedelta(days=9))
PROMISE = Promise(3, "working_days", ("stands",))


class _Definition:
    promise = PROMISE


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["runs", "stands"]), st.timedeltas(timedelta(0), timedelta(days=9))), max_size=8
    ),
    holidays=st.lists(st.dates(date(2026, 11, 20), date(2027, 1, 30)), max_size=5, unique=True),
)
def test_stops_and_runs_sum_to_the_promise_whatever_the_holidays(
    steps: list[tuple[str, timedelta]], holidays: list[date], db: Any
) -> None:
    Holiday.objects.all().delete()
    Holiday.objects.bulk_create(Holiday(day=day, ar="ع", en="h", source="cabinet") for day in holidays)
    calendar, case, now = working_calendar(), LockedCase(), MOMENT
    case.holidays = frozenset(holidays)
    left, since = calendar.promised(amount=3, unit="working_days"), None
    for name, span in [*steps, ("stands", timedelta()), ("runs", timedelta())]:
        set_clock(case, _Definition(), STATES[name], now)  # type: ignore[arg-type]  # only its promise is read
        if name == "stands" and since is not None:
            left, since = max(left - calendar.between(start=since, end=now), timedelta()), None
        elif name == "runs" and since is None:
            since = now
        assert case.due_at == (
            None if since is None else calendar.deadline(start=since, amount=left, unit="working_days")
        )
        now += span
    set_clock(case, _Definition(), STATES["decided"], now)  # type: ignore[arg-type]
    assert (case.due_at, case.clock_left, case.clock_from) == (None, None, None)
