"""Side requests: opened, answered, refused, missed and reminded of; the case waits for them, and only for them."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from hukumati.cases import api as cases
from hukumati.cases.background.verify import verify
from hukumati.cases.models import Case, Event, Request
from hukumati.cases.requests.deadlines import run_requests
from hukumati.cases.tests.asking import asking_service, in_state
from hukumati.cases.tests.conftest import KHALED, LAYLA, OFFICER, Citizen, Pay, Work, do_effects, soon
from hukumati.cases.tests.edge import Edge
from hukumati.cases.tests.files import pdf, picture
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import end_of_day
from hukumati.notifications import api as notifications

NAME = Bilingual(ar="موظف", en="Official")
DOCTOR = cases.Actor("officer", "MOH-0001", NAME, provider="moh", roles=frozenset({"officer"}), id_number="700009991")
INSPECTOR = cases.Actor(
    "officer", "MOJ-0009", NAME, provider="moj", roles=frozenset({"inspector"}), id_number="700009991"
)
PAPER = {"id": "1", "name": "report.pdf", "media": "application/pdf", "size": 9, "sha256": "00"}


@pytest.fixture
def service(transactional_db: None, data_folder: Path, edge: Edge, tmp_path: Path) -> None:
    call_command("service_publish", str(asking_service(tmp_path / "services")), verbosity=0)
    call_command("trust_setup", verbosity=0)


@pytest.fixture
def layla(service: None) -> Citizen:
    return Citizen(LAYLA, now=soon())


@pytest.fixture
def khaled(service: None) -> Citizen:
    return Citizen(KHALED, now=soon())


def the(person: Citizen, name: str) -> cases.RequestView:
    found = [each for each in cases.list_requests(reference=person.reference, sub=person.sub) if each.name == name]
    return found[-1]


def give(person: Citizen, name: str = "medical_report") -> None:
    asked = the(person, name)
    kept = cases.keep_upload(
        reference=person.reference, sub=person.sub, question=f"request:{asked.id}", name="report.pdf",
        content=pdf(), now=soon(),
    )  # fmt: skip
    hand_in(person, asked.id, kept.answer())


def hand_in(person: Citizen, request_id: int, paper: dict[str, Any]) -> None:
    cases.give_papers(reference=person.reference, sub=person.sub, request_id=request_id, papers=[paper], now=soon())


def ask(person: Citizen, name: str, officer: cases.Actor = OFFICER, question: str = "") -> int:
    return cases.open_request(
        reference=person.reference, officer=officer, name=name, question=question, seen_seq=None, now=soon()
    )


def approve(person: Citizen) -> None:
    seen = Case.objects.get(reference=person.reference).last_seq
    cases.decide(reference=person.reference, officer=OFFICER, action="approve", reason="so", seen_seq=seen, now=soon())


def state_of(person: Citizen) -> str:
    return Case.objects.get(reference=person.reference).state


def test_entering_a_state_opens_its_requests_by_the_same_event_and_tells_the_citizen(layla: Citizen, pay: Pay) -> None:
    case = in_state(layla, pay, "invited")
    assert case.requests == {
        "biometrics": {"state": "open", "outcome": None},
        "medical_report": {"state": "open", "outcome": None},
    }
    assert set(Request.objects.values_list("name", "seq")) == {
        ("biometrics", case.last_seq), ("medical_report", case.last_seq),
    }  # fmt: skip
    assert set(Request.objects.values_list("provider", "role")) == {("", "")}  # what a citizen answers is no office's
    sent = [message.text for message in notifications.list_messages(about=f"case:{case.reference}")]
    assert len([text for text in sent if f"/{case.reference}/" in text and "بحاجة" in text]) >= 2
    assert list(verify()) == []


def test_the_case_goes_on_when_the_last_request_closes_and_not_before(layla: Citizen, pay: Pay) -> None:
    in_state(layla, pay, "invited")
    give(layla)
    assert state_of(layla) == "invited"
    refuse(layla, "biometrics")
    assert state_of(layla) == "review"
    assert list(verify()) == []


def refuse(person: Citizen, name: str) -> None:
    cases.refuse_request(
        reference=person.reference, sub=person.sub, request_id=the(person, name).id, said="I cannot", now=soon()
    )


def test_a_request_is_answered_once(layla: Citizen, pay: Pay) -> None:
    in_state(layla, pay, "invited")
    give(layla)
    with pytest.raises(cases.RequestClosed):
        hand_in(layla, the(layla, "medical_report").id, PAPER)
    with pytest.raises(cases.RequestClosed):
        refuse(layla, "medical_report")
    assert Event.objects.filter(action="request_answered").count() == 1


def test_a_paper_needs_an_upload_and_a_refusal_a_reason(layla: Citizen, pay: Pay) -> None:
    in_state(layla, pay, "invited")
    asked = the(layla, "medical_report")
    with pytest.raises(cases.DataMissing):
        cases.give_papers(reference=layla.reference, sub=layla.sub, request_id=asked.id, papers=[], now=soon())
    with pytest.raises(cases.DataMissing):
        cases.refuse_request(reference=layla.reference, sub=layla.sub, request_id=asked.id, said=" \x00", now=soon())


def test_nobody_answers_a_strangers_request(layla: Citizen, pay: Pay) -> None:
    in_state(layla, pay, "invited")
    asked = the(layla, "medical_report")
    with pytest.raises(cases.NoSuchCase):
        cases.give_papers(
            reference=layla.reference, sub="sub-stranger", request_id=asked.id, papers=[PAPER], now=soon()
        )
    with pytest.raises(cases.NotYours):
        cases.answer_as_official(request_id=asked.id, official=DOCTOR, outcome="given", said="x", now=soon())


def test_an_officer_asks_a_colleague_and_cannot_decide_meanwhile(khaled: Citizen, pay: Pay) -> None:
    in_state(khaled, pay, "review")
    asked = ask(khaled, "opinion", question="Look at the scar")
    assert Request.objects.values_list("provider", "role").get(id=asked) == ("moh", "officer")
    assert [line.id for line in cases.list_assigned_requests(official=DOCTOR).lines] == [asked]
    assert cases.list_assigned_requests(official=OFFICER).lines == ()
    with pytest.raises(cases.RequestsOpen):
        approve(khaled)
    cases.answer_as_official(request_id=asked, official=DOCTOR, outcome="favourable", said="Healthy", now=soon())
    assert cases.list_assigned_requests(official=DOCTOR).lines == ()
    approve(khaled)
    do_effects()
    assert state_of(khaled) in {"ready", "done"}
    assert list(verify()) == []


def test_the_citizen_may_be_asked_while_a_request_is_open_and_the_request_stays_open(khaled: Citizen, pay: Pay) -> None:
    in_state(khaled, pay, "review")
    asked = ask(khaled, "visit")
    assert Request.objects.values_list("provider", "role").get(id=asked) == ("moj", "inspector")
    seen = Case.objects.get(reference=khaled.reference).last_seq
    cases.decide(
        reference=khaled.reference, officer=OFFICER, action="ask_citizen", reason="Why?", seen_seq=seen, now=soon()
    )
    cases.answer_officer(reference=khaled.reference, sub=khaled.sub, answer="So", now=soon())
    assert the(khaled, "visit").is_open
    cases.answer_as_official(request_id=asked, official=INSPECTOR, outcome="lives_there", said="Seen", now=soon())
    assert the(khaled, "visit").outcome == Bilingual(ar="يقيم هناك", en="Lives there")
    assert list(verify()) == []


def test_whoever_is_asked_opens_the_files_of_the_case_while_they_are_asked(layla: Citizen, pay: Pay) -> None:
    in_state(layla, pay, "invited")
    report = cases.keep_upload(
        reference=layla.reference, sub=layla.sub, question=f"request:{the(layla, 'medical_report').id}",
        name="report.jpg", content=picture(), now=soon(),
    )  # fmt: skip
    give(layla)
    refuse(layla, "biometrics")
    look = partial(cases.read_upload_as_official, reference=layla.reference, upload_id=report.id)
    with pytest.raises(cases.NotYours):
        look(official=DOCTOR)
    asked = ask(layla, "opinion")
    assert look(official=DOCTOR).name == "report.jpg"
    with pytest.raises(cases.NotYours):
        look(official=replace(DOCTOR, roles=frozenset({"inspector"})))
    with pytest.raises(cases.OwnCase):
        look(official=replace(OFFICER, id_number=LAYLA))
    cases.answer_as_official(request_id=asked, official=DOCTOR, outcome="favourable", said="Healthy", now=soon())
    with pytest.raises(cases.NotYours):
        look(official=DOCTOR)


@pytest.mark.parametrize(("official", "outcome"), [(DOCTOR, "confirmed"), (INSPECTOR, "")])
def test_only_the_role_that_was_asked_answers_and_only_with_an_outcome_of_the_request(
    official: cases.Actor, outcome: str, khaled: Citizen, pay: Pay
) -> None:
    in_state(khaled, pay, "review")
    asked = ask(khaled, "opinion")
    with pytest.raises((cases.NotYours, cases.NotPossibleHere)):
        cases.answer_as_official(request_id=asked, official=official, outcome=outcome, said="x", now=soon())
    assert the(khaled, "opinion").is_open


def test_an_official_may_refuse_to_answer(khaled: Citizen, pay: Pay) -> None:
    in_state(khaled, pay, "review")
    cases.answer_as_official(
        request_id=ask(khaled, "opinion"), official=DOCTOR, outcome="", said="Not ours", now=soon()
    )
    assert the(khaled, "opinion").state == "refused"


def test_a_request_is_opened_only_where_the_state_has_it_by_who_works_there_and_once(khaled: Citizen, pay: Pay) -> None:
    in_state(khaled, pay, "review")
    with pytest.raises(cases.NotPossibleHere):
        ask(khaled, "biometrics")
    with pytest.raises(cases.NotYours):
        ask(khaled, "opinion", officer=DOCTOR)
    ask(khaled, "opinion")
    with pytest.raises(cases.NotPossibleHere):
        ask(khaled, "opinion")


def test_a_state_that_waits_for_nothing_goes_on_by_itself(khaled: Citizen, pay: Pay, work: Work) -> None:
    in_state(khaled, pay, "review")
    approve(khaled)
    assert state_of(khaled) == "settled"
    work()
    assert state_of(khaled) in {"stating", "ready", "done"}
    assert Event.objects.filter(action="requests_closed").count() == 1


def test_withdrawal_cancels_what_was_asked(layla: Citizen, pay: Pay) -> None:
    in_state(layla, pay, "invited")
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=soon())
    assert set(Request.objects.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(cases.RequestClosed):
        hand_in(layla, the(layla, "medical_report").id, PAPER)
    assert list(verify()) == []


def test_a_reminder_goes_out_once_and_the_request_is_missed_when_its_time_is_over(layla: Citizen, pay: Pay) -> None:
    case = in_state(layla, pay, "invited")
    before = len(notifications.list_messages(about=f"case:{case.reference}"))
    assert run_requests(now=soon(days=11)) == 0
    assert run_requests(now=soon(days=13)) == 1
    assert run_requests(now=soon(days=13, minutes=2)) == 0
    assert len(notifications.list_messages(about=f"case:{case.reference}")) > before
    assert run_requests(now=end_of_day(soon(), days_later=14) + timedelta(seconds=2)) == 1
    assert the(layla, "medical_report").state == "missed"
    assert state_of(layla) == "invited"
    assert run_requests(now=soon(days=31)) >= 1
    assert state_of(layla) == "review"
    assert list(verify()) == []


def test_an_opinion_waits_however_late(khaled: Citizen, pay: Pay) -> None:
    in_state(khaled, pay, "review")
    ask(khaled, "opinion")
    run_requests(now=soon(days=90))
    assert the(khaled, "opinion").is_open


def test_a_paper_asked_for_again_is_another_request(khaled: Citizen, pay: Pay) -> None:
    in_state(khaled, pay, "review")
    ask(khaled, "medical_report")
    give(khaled)
    ask(khaled, "medical_report", question="The first was not readable")
    listed = cases.list_requests(reference=khaled.reference, sub=khaled.sub)
    assert [each.state for each in listed] == [
        "answered",
        "open",
    ]
    assert list(verify()) == []


def test_a_request_changed_behind_the_events_back_is_noticed(layla: Citizen, pay: Pay) -> None:
    case = in_state(layla, pay, "invited")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET requests = '{}' WHERE id = %s", [case.id])
    assert "not the fold" in next(iter(verify())).what


def test_a_clerk_has_no_appointment_of_another_office(layla: Citizen, pay: Pay) -> None:
    in_state(layla, pay, "invited")
    clerk = cases.Actor("clerk", "X-1", NAME, office="MOJ-RAM", roles=frozenset({"clerk"}), id_number="700009991")
    with pytest.raises(cases.NotYours):
        cases.mark_attendance(appointment_id=1, clerk=clerk, came=True, now=soon())


def test_time_passes_without_anything_asked(service: None) -> None:
    assert run_requests(now=soon() + timedelta(days=1)) == 0
