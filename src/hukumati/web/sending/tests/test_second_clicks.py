"""Every act, clicked twice: the second click gets the first one's answer, and the act has happened once."""

import re
import threading
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from hukumati.cases.tests.asking import Appointment, Case, Request, in_state
from hukumati.cases.tests.conftest import KHALED, LAYLA, Citizen, Pay, soon
from hukumati.cases.tests.files import pdf
from hukumati.core.models import Kept
from hukumati.web.sending.tests.conftest import Person, words

OFFICER, DOCTOR, ANALYST = "MOJ-0001 moj - officer", "MOH-0001 moh - officer", "ANA-0101 moj - analyst"


def twice(person: Person, page: str, to: str = "", *, holding: str = "", **more: Any) -> str:
    """Click twice on a button of a page; return where both clicks lead."""
    address, fields = person.form(page, to or page, holding=holding)
    first = person.post(address, fields | more, page=page)
    happened = _happened()
    for file in (each for value in more.values() for each in (value if isinstance(value, list) else ())):
        file.seek(0)
    second = person.post(address, fields | more, page=page)
    assert (first.status_code, second.status_code) == (302, 302), words(first)[:500]
    assert first.headers["Location"] == second.headers["Location"]
    assert _happened() == happened
    return str(first.headers["Location"])


def _happened() -> list[int]:
    """Count what acts leave behind."""
    tables = ("cases_event", "cases_appointment", "studio_draft")
    with connection.cursor() as cursor:
        return [cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]  # noqa: S608


def asked(person: Citizen, name: str) -> str:
    number = Request.objects.filter(case__reference=person.reference, name=name).latest("id").id
    return f"/en/applications/{person.reference}/asked/{number}/"


def test_a_citizen_applies_and_pays(service: None) -> None:
    layla = Citizen(LAYLA, now=soon())
    layla.fill()
    person, there = Person("portal", layla.sub), f"/en/applications/{layla.reference}"
    assert twice(person, f"{there}/form/about-you/", phone="0599000102").startswith(there)
    assert twice(person, f"{there}/check/") == f"{there}/pay/"
    assert twice(person, f"{there}/pay/", way="cash") == f"{there}/pay/cash/"
    page = f"{there}/"
    address, fields = person.form(page, f"{there}/withdraw/")
    sure = person.post(address, fields, page=page)
    assert "Withdraw your application" in words(sure)
    assert Case.objects.get().closed_at is None, "one click does not withdraw"
    answers = [person.post(address, fields | {"sure": "yes"}, page=page) for _ in range(2)]
    assert [each.headers["Location"] for each in answers] == [page, page]
    assert Case.objects.get().closed_at is not None


def test_a_citizen_deletes_a_draft(service: None) -> None:
    layla = Citizen(LAYLA, now=soon())
    layla.open()
    person = Person("portal", layla.sub)
    assert twice(person, f"/en/applications/{layla.reference}/delete/") == "/en/applications/"


def test_a_citizen_answers_what_is_asked(service: None, pay: Pay) -> None:
    layla = Citizen(LAYLA, now=soon())
    in_state(layla, pay, "invited")
    person, there = Person("portal", layla.sub), f"/en/applications/{layla.reference}/"
    page = asked(layla, "biometrics")
    days = person.get(f"{page}?place=MOJ-RAM").content.decode()
    day = re.findall(r'href="\?place=MOJ-RAM&amp;day=([0-9-]+)"', days)[0]
    times = f"{page}?place=MOJ-RAM&day={day}"
    slot = re.findall(r'value="([^"]+\+00:00)"', person.get(times).content.decode())[0]
    address, fields = person.form(times, page, holding="slot")
    booked = [person.post(times, fields | {"slot": slot}, page=times) for _ in range(2)]
    assert [each.headers["Location"] for each in booked] == [page, page], address
    assert Appointment.objects.filter(state="booked").count() == 1
    assert twice(person, page, f"{page}cancel/") == f"{page}?cancelled=1"
    page = asked(layla, "medical_report")
    assert twice(person, page, papers=[SimpleUploadedFile("report.pdf", pdf())], said="") == there


def test_an_officer_claims_asks_and_decides_and_a_colleague_answers(service: None, pay: Pay) -> None:
    khaled = Citizen(KHALED, now=soon())
    in_state(khaled, pay, "review")
    officer, doctor, page = Person("workplace", OFFICER), Person("workplace", DOCTOR), f"/en/inbox/{khaled.reference}/"
    assert twice(officer, page, f"{page}claim/") == page
    assert twice(officer, page, f"{page}ask/", name="opinion", question="") == page
    number = Request.objects.get(name="opinion").id
    outcome = {"outcome": "favourable", "said": "Healthy"}
    assert twice(doctor, f"/en/asked/{number}/", **outcome) == "/en/asked/"
    assert twice(officer, page, holding="action", action="approve", reason="so") == "/en/inbox/"


def test_an_analyst_works_on_a_draft(service: None) -> None:
    analyst = Person("workplace", ANALYST)
    service_page = "/en/studio/services/MOJ-NCC/"
    draft = twice(analyst, service_page, f"{service_page}draft/")
    assert twice(analyst, draft, f"{draft}add/", path="tests/more.yaml").startswith(draft)
    page = f"{draft}files/rules/fee.csv"
    _, fields = analyst.form(page, page)
    assert twice(analyst, page, text=fields["text"][0] + "\n") == page
    sent = analyst.form(draft, f"{draft}review/")
    answers = [analyst.post(sent[0], sent[1] | {"step": "discard", "sure": "yes"}, page=draft) for _ in range(2)]
    assert [each.headers["Location"] for each in answers] == ["/en/studio/"] * 2


def test_a_second_click_needs_no_session_for_what_the_first_did(service: None, pay: Pay) -> None:
    khaled = Citizen(KHALED, now=soon())
    in_state(khaled, pay, "review")
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, f"{page}claim/")
    assert officer.post(address, fields, page=page).headers["Location"] == page
    assert officer.post(address, fields, page=page, is_over=True).headers["Location"] == page
    assert "/sign-in?" in officer.post(address, fields | {"more": "x"}, page=page, is_over=True).headers["Location"]


def test_what_was_undone_in_between_is_done_anew(service: None, pay: Pay) -> None:
    khaled = Citizen(KHALED, now=soon())
    in_state(khaled, pay, "review")
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, claim = officer.form(page, f"{page}claim/")
    officer.post(address, claim, page=page)
    address, release = officer.form(page, f"{page}claim/")
    officer.post(address, release | {"release": "1"}, page=page)
    officer.post(address, claim, page=page)
    with connection.cursor() as cursor:
        cursor.execute("SELECT claimed_by FROM cases_task WHERE closed_at IS NULL")
        assert cursor.fetchall() == [("MOJ-0001",)]


def test_another_page_another_person_and_another_text_are_other_acts(service: None, pay: Pay) -> None:
    khaled = Citizen(KHALED, now=soon())
    in_state(khaled, pay, "review")
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="action")
    sent = fields | {"action": "approve", "reason": "it is so"}
    assert officer.post(address, sent, page=page).status_code == 302
    assert officer.post(address, sent | {"reason": "otherwise"}, page=page).status_code == 409
    colleague = Person("workplace", "MOJ-0002 moj - officer")
    theirs = {name: value for name, value in sent.items() if name != "form-for"}
    assert colleague.post(address, theirs, page=page).status_code == 409
    assert "it is so" not in str(list(Kept.objects.values()))


def test_clicks_at_the_same_moment_are_one_act(service: None, pay: Pay) -> None:
    khaled = Citizen(KHALED, now=soon())
    in_state(khaled, pay, "review")
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="action")
    answers: list[int] = []

    def click() -> None:
        person = Person("workplace", OFFICER)
        person.client.cookies = officer.client.cookies
        answers.append(person.post(address, fields | {"action": "approve", "reason": "so"}, page=page).status_code)
        connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(3)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert answers == [302] * 3
