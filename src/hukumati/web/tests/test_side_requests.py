"""Side requests on pages without any script: papers, appointments, opinions; and the Cabinet's holidays."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.tests.asking import Appointment, Case, Request, asking_service, in_state
from hukumati.cases.tests.conftest import (
    KHALED,
    LAYLA,
    Citizen,
    Pay,
    all_is_well,  # noqa: F401 - fixtures
    do_effects,
    edge,  # noqa: F401 - fixtures
    pay,  # noqa: F401
    pay_silently,  # noqa: F401
    soon,
)
from hukumati.cases.tests.edge import RECORD
from hukumati.cases.tests.files import pdf

OFFICER, DOCTOR = "MOJ-0001 moj - officer", "MOH-0001 moh - officer"
CLERK, CABINET = "MOJ-0003 moj MOJ-RAM clerk", "CAB-0001 cab - cabinet"


@pytest.fixture
def service(transactional_db: None, data_folder: Path, edge: Any, tmp_path: Path) -> None:  # noqa: F811
    call_command("service_publish", str(asking_service(tmp_path / "services")), verbosity=0)
    call_command("trust_setup", verbosity=0)


@pytest.fixture
def layla(service: None, pay: Pay) -> Citizen:  # noqa: F811
    person = Citizen(LAYLA, now=soon())
    in_state(person, pay, "invited")
    return person


@pytest.fixture
def khaled(service: None, pay: Pay) -> Citizen:  # noqa: F811
    person = Citizen(KHALED, now=soon())
    in_state(person, pay, "review")
    return person


@pytest.fixture(autouse=True)
def _visiting(settings: Any) -> None:
    settings.MIDDLEWARE = [
        "hukumati.web.tests.visiting.Visiting" if name.endswith("PersonMiddleware") else name
        for name in settings.MIDDLEWARE
    ]


def at(site: str, visitor: str) -> Client:
    return Client(headers={"host": f"{site}.localhost:8000", "X-Visitor": visitor, "Accept": "text/html"})


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def asked(person: Citizen, name: str) -> str:
    number = Request.objects.filter(case__reference=person.reference, name=name).latest("id").id
    return f"/en/applications/{person.reference}/asked/{number}/"


def test_the_case_page_lists_what_is_asked_in_both_languages(layla: Citizen) -> None:
    portal = at("portal", layla.sub)
    english, arabic = (portal.get(f"{prefix}/applications/{layla.reference}/") for prefix in ("/en", ""))
    assert "A recent medical report" in words(english)
    assert "We need a medical report from you" in words(english)
    assert "المطلوب منك" in words(arabic)
    assert "An officer asks you" not in words(english)


def test_a_paper_is_sent_with_a_note_and_the_officer_opens_it(layla: Citizen) -> None:
    portal = at("portal", layla.sub)
    address = asked(layla, "medical_report")
    page = portal.get(address).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert portal.post(address, {}).status_code == 422
    paper = SimpleUploadedFile("report.pdf", pdf())
    assert portal.post(address, {"papers": [paper], "said": "From my doctor"}).status_code == 302
    assert "From my doctor" in words(portal.get(address))
    row = Request.objects.get(name="medical_report")
    assert (row.state, row.outcome, row.details["papers"][0]["name"]) == ("answered", "given", "report.pdf")
    officer = at("workplace", OFFICER).get(f"/en/inbox/{layla.reference}/")
    link = re.search(rf'href="(/en/inbox/{layla.reference}/files/[^"]+)"', officer.content.decode())
    assert link
    assert at("workplace", OFFICER).get(link[1]).headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_no_paper_is_refused_at_the_field(layla: Citizen) -> None:
    answer = at("portal", layla.sub).post(
        asked(layla, "medical_report"), {"papers": [SimpleUploadedFile("x.pdf", b"MZ not a paper")]}
    )
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)
    assert Request.objects.get(name="medical_report").state == "open"


def test_whoever_cannot_says_why(layla: Citizen) -> None:
    portal, address = at("portal", layla.sub), asked(layla, "medical_report")
    assert portal.post(f"{address}cannot/", {"said": " "}).status_code == 422
    assert portal.post(f"{address}cannot/", {"said": "The hospital is closed"}).status_code == 302
    assert Request.objects.get(name="medical_report").state == "refused"
    page = words(portal.get(address))
    assert "not possible" in page
    assert "cancelled" not in page


def test_whoever_cannot_come_and_does_not_say_why_keeps_the_choice_of_times(layla: Citizen) -> None:
    portal, address = at("portal", layla.sub), asked(layla, "biometrics")
    for said in ({}, {"said": " "}):
        page = portal.post(f"{address}cannot/", said)
        assert page.status_code == 422
        assert "Write why you cannot" in words(page)
        assert "Where do you want to come?" in words(page)
    assert portal.post(f"{address}cannot/", {"said": "I am abroad"}).status_code == 302
    assert portal.post(f"{address}cannot/", {}).status_code in {404, 409, 422}


def test_an_appointment_is_chosen_moved_and_given_back_page_by_page(layla: Citizen) -> None:
    portal, address = at("portal", layla.sub), asked(layla, "biometrics")
    assert "Where do you want to come?" in words(portal.get(address))
    days = portal.get(address, {"place": "MOJ-RAM"}).content.decode()
    links = re.findall(r'href="\?place=MOJ-RAM&amp;day=([0-9-]+)"', days)
    assert len(links) > 10
    _choose(portal, address, links[0])
    assert "You have an appointment" in words(portal.get(address))
    _choose(portal, address, links[1])
    assert Appointment.objects.filter(state="booked").count() == 1
    listed = words(portal.get(f"/en/applications/{layla.reference}/"))
    assert "Appointment booked" in listed
    cancelled = portal.post(f"{address}cancel/", follow=True)
    assert not Appointment.objects.filter(state="booked").exists()
    assert "Your appointment is cancelled" in words(cancelled)
    assert "Appointment booked" not in words(portal.get(f"/en/applications/{layla.reference}/"))


def _choose(portal: Client, address: str, day: str) -> None:
    times = portal.get(address, {"place": "MOJ-RAM", "day": day}).content.decode()
    slot = re.findall(r'value="([^"]+\+00:00)"', times)[0]
    assert portal.post(f"{address}?place=MOJ-RAM&day={day}", {"slot": slot}).status_code == 302


def test_nonsense_in_the_address_of_an_appointment_offers_the_places(layla: Citizen) -> None:
    portal, address = at("portal", layla.sub), asked(layla, "biometrics")
    for place, day in (("X" * 50, ""), ("MOJ-RAM", "soon"), ("\x00", "2026-13-99")):
        assert portal.get(address, {"place": place, "day": day}).status_code == 200
    assert portal.post(f"{address}?place=MOJ-RAM", {"slot": "1970-01-01T00:00:00+00:00"}).status_code == 422


def test_nobody_sees_a_strangers_request(layla: Citizen) -> None:
    assert at("portal", "sub-stranger").get(asked(layla, "biometrics")).status_code == 404


def test_the_clerk_sees_who_comes_and_marks_who_came(layla: Citizen) -> None:
    portal, address = at("portal", layla.sub), asked(layla, "biometrics")
    days = portal.get(address, {"place": "MOJ-RAM"}).content.decode()
    day = re.findall(r"day=([0-9-]+)", days)[0]
    _choose(portal, address, day)
    desk = at("workplace", CLERK)
    assert layla.reference in words(desk.get("/en/appointments/", {"day": day}))
    assert desk.get("/en/appointments/", {"day": "nonsense"}).status_code == 200
    Appointment.objects.update(starts_at=soon(minutes=-5))
    page = desk.get("/en/appointments/")
    mark = re.findall(r'action="(/en/appointments/\d+/)"', page.content.decode())
    assert desk.post(mark[0], {"came": "yes"}).status_code == 302
    assert Request.objects.get(name="biometrics").state == "answered"
    assert at("workplace", OFFICER).get("/en/appointments/").status_code == 403


def test_an_officer_asks_and_the_colleague_answers_on_a_page_of_their_own(khaled: Citizen) -> None:
    officer, doctor = at("workplace", OFFICER), at("workplace", DOCTOR)
    page = officer.get(f"/en/inbox/{khaled.reference}/")
    assert "Make a request" in words(page)
    seen = Case.objects.get().last_seq
    nothing = officer.post(f"/en/inbox/{khaled.reference}/ask/", {"name": "", "seen": seen})
    assert nothing.status_code == 422
    assert "Choose a request" in words(nothing)
    assert re.search(r"<details[^>]* open", nothing.content.decode())
    told = {"name": "opinion", "question": "Look at the scar", "seen": seen}
    assert officer.post(f"/en/inbox/{khaled.reference}/ask/", told).status_code == 302
    inbox = doctor.get("/en/asked/")
    link = re.findall(r'href="(/en/asked/\d+/)"', inbox.content.decode())[0]
    page = doctor.get(link)
    assert "Look at the scar" in words(page)
    assert doctor.post(link, {"outcome": "favourable"}).status_code == 422
    assert doctor.post(link, {"outcome": "favourable", "said": "Healthy"}).status_code == 302
    assert "You have no open requests" in words(doctor.get("/en/asked/"))
    after = words(officer.get(f"/en/inbox/{khaled.reference}/"))
    assert "Healthy" in after
    assert "In favour" in after


def test_an_open_request_keeps_the_officer_from_deciding_and_says_so(khaled: Citizen) -> None:
    officer = at("workplace", OFFICER)
    told = {"name": "opinion", "question": "", "seen": Case.objects.get().last_seq}
    officer.post(f"/en/inbox/{khaled.reference}/ask/", told)
    answer = officer.post(
        f"/en/inbox/{khaled.reference}/",
        {"action": "approve", "reason": "so", "seen": Case.objects.get().last_seq},
    )
    assert answer.status_code == 409
    assert "still being asked" in words(answer)


def test_an_officer_reads_in_words_what_differs_from_the_register(
    transactional_db: None,
    data_folder: Path,
    edge: Any,  # noqa: F811
    tmp_path: Path,
) -> None:
    path = asking_service(tmp_path / "services")
    form = path / "form.yaml"
    asked = "{id: is_clear, type: yes_no, label: opinion_text, from: moj.criminal_record.clear, edit: locked"
    question = f"      - {asked}, if_down: ask_and_check_later}}\n"
    form.write_text(form.read_text(encoding="utf-8").rstrip() + "\n" + question, encoding="utf-8")
    call_command("service_publish", str(path), verbosity=0)
    call_command("trust_setup", verbosity=0)
    edge.down = {RECORD}
    person = Citizen(KHALED, now=soon())
    person.open()
    person.save("about-you", {"phone": "0599000101"})
    person.save("purpose", {"purpose": "travel"})
    person.save("delivery", {"collect_method": "download", "is_clear": "yes"})
    person.submit()
    edge.down = set()
    do_effects()
    number = Request.objects.get(name="check").id
    for address in (f"/en/asked/{number}/", f"/en/inbox/{person.reference}/"):
        page = at("workplace", OFFICER).get(address)
        cells = re.search(
            r'data-label="Declared by the applicant"[^>]*>(.*?)</td>.*?>([^<]*)</td>', page.content.decode(), re.S
        )
        assert cells, address
        assert (cells[1].strip(), cells[2].strip()) == ("Yes", "No")


def test_the_cabinet_confirms_moves_and_removes_holidays(transactional_db: None) -> None:
    cabinet = at("workplace", CABINET)
    cases.propose_holidays(years=[2027])
    page = cabinet.get("/en/holidays/", {"year": "2027"})
    assert "proposals until the Cabinet confirms them" in words(page)
    assert "Independence Day" in words(page)
    day = {"day_day": "12", "day_month": "3", "day_year": "2027"}
    moved = {**day, "ar": "عيد الفطر", "en": "Eid", "instead_of": "2027-03-09"}
    assert cabinet.post("/en/holidays/?year=2027", moved).status_code == 302
    assert cabinet.post("/en/holidays/?year=2027", {**moved, "ar": ""}).status_code == 422
    removal = {"year": "2027", "day": "2027-11-15"}
    asked = cabinet.post("/en/holidays/change/", removal)
    assert "Make 15 November 2027 a working day?" in words(asked)
    assert "2027-11-15" in {each.day.isoformat() for each in cases.list_holidays(year=2027)}
    assert cabinet.post("/en/holidays/change/", {**removal, "sure": "yes"}).status_code == 302
    assert cabinet.post("/en/holidays/change/", {"year": "2027", "confirm": "yes"}).status_code == 302
    left = {each.day.isoformat() for each in cases.list_holidays(year=2027)}
    assert "2027-03-12" in left
    assert not {"2027-03-09", "2027-11-15"} & left
    assert "proposals until" not in words(cabinet.get("/en/holidays/", {"year": "2027"}))


def test_only_the_cabinet_decides_holidays(transactional_db: None) -> None:
    assert at("workplace", OFFICER).get("/en/holidays/").status_code == 403
    assert at("workplace", OFFICER).post("/en/holidays/change/", {"year": "2027", "confirm": "yes"}).status_code == 403


def test_an_officers_question_for_a_paper_is_answered_with_files_which_the_officer_opens(
    khaled: Citizen,
    all_is_well: Callable[[], None],  # noqa: F811
) -> None:
    officer, portal, contract = at("workplace", OFFICER), at("portal", khaled.sub), pdf()
    case, answer = f"/en/applications/{khaled.reference}/", f"/en/applications/{khaled.reference}/answer/"
    seen = Case.objects.get(reference=khaled.reference).last_seq
    fields = {"action": "ask_citizen", "reason": "Send a copy of your contract", "seen": seen}
    assert officer.post(f"/en/inbox/{khaled.reference}/", fields).status_code == 302
    page = portal.get(case).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file"' in page
    for wrong in ({}, {"answer": " "}, {"papers": [SimpleUploadedFile("x.pdf", b"MZ not a paper")]}):
        refused = portal.post(answer, wrong)
        assert refused.status_code == 422
        assert "There is a problem" in words(refused)
    assert portal.post(answer, {"papers": [SimpleUploadedFile("contract.pdf", contract)]}).status_code == 302
    read = officer.get(f"/en/inbox/{khaled.reference}/").content.decode()
    link = re.search(rf'href="(/en/inbox/{khaled.reference}/files/[^"]+)"', read)
    assert link
    assert "contract.pdf" in read
    assert officer.get(link[1]).content == contract
    all_is_well()


def test_files_come_with_an_answer_only_while_something_is_asked(khaled: Citizen) -> None:
    with pytest.raises(cases.CaseMovedOn):
        cases.keep_upload(
            reference=khaled.reference, sub=khaled.sub, question=cases.ANSWER, name="a.pdf", content=pdf(), now=soon()
        )
