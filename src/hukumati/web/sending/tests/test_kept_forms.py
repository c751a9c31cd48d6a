"""A session that is over when a form is sent: back on the page, with what was typed, for its writer alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hukumati.cases.tests.asking import Case, Request, in_state
from hukumati.cases.tests.conftest import KHALED, LAYLA, Citizen, Pay, soon
from hukumati.core import clock
from hukumati.core.models import Kept
from hukumati.web.sending.kept_forms import MOST_CHARACTERS
from hukumati.web.sending.marks import MARK, make_mark
from hukumati.web.sending.tests.conftest import Person, query_of, words

OFFICER, COLLEAGUE = "MOJ-0001 moj - officer", "MOJ-0002 moj - officer"


@pytest.fixture
def khaled(service: None, pay: Pay) -> Citizen:
    person = Citizen(KHALED, now=soon())
    in_state(person, pay, "review")
    return person


@pytest.fixture
def layla(service: None) -> Citizen:
    person = Citizen(LAYLA, now=soon())
    person.open()
    return person


def test_a_citizen_finds_the_page_of_the_form_filled_in_and_presses_again(layla: Citizen) -> None:
    person, page = Person("portal", layla.sub), f"/en/applications/{layla.reference}/form/about-you/"
    address, fields = person.form(page, page)
    answer = person.post(address, {**fields, "phone": "0599 777 001"}, page=page, is_over=True)
    assert query_of(answer)["next"] == page
    back = person.return_from_sign_in(answer)
    assert back.request["PATH_INFO"] == page
    assert 'value="0599 777 001"' in back.content.decode()
    assert "You were signed out" in words(back)
    assert "It has not been sent" in words(back)
    assert Case.objects.get().answers["phone"] == "+970599000101", "nothing is sent by itself"
    assert "انتهت جلستك" in words(person.get(page.removeprefix("/en")))
    address, fields = person.form(page, page)
    assert fields["phone"] == ["0599 777 001"]
    assert person.post(address, fields, page=page).status_code == 302
    assert Case.objects.get().answers["phone"] == "+970599777001"
    assert "You were signed out" not in words(person.get(page))
    assert not Kept.objects.filter(expires_at__gt=clock.now() + timedelta(minutes=11)).exists()


def test_an_officer_finds_the_case_with_decision_and_reason(khaled: Citizen) -> None:
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="reason")
    sent = {**fields, "action": "reject", "reason": "الصورة\nغير واضحة"}
    back = officer.return_from_sign_in(officer.post(address, sent, page=page, is_over=True))
    assert back.request["PATH_INFO"] == page
    _, fields = officer.form(page, page, holding="reason")
    assert (fields["action"], fields["reason"]) == (["reject"], ["الصورة\nغير واضحة"])
    assert Case.objects.get().state == "review"


def test_another_person_who_signs_in_never_sees_it(khaled: Citizen) -> None:
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="reason")
    answer = officer.post(address, {**fields, "reason": "between us"}, page=page, is_over=True)
    theirs = officer.return_from_sign_in(answer, visitor=COLLEAGUE)
    assert theirs.status_code == 200
    assert "between us" not in theirs.content.decode()
    assert "You were signed out" not in words(theirs)
    mine = officer.return_from_sign_in(answer)
    assert "between us" not in mine.content.decode(), "it was forgotten at once"
    assert not Kept.objects.exists()


def test_the_same_browser_shows_nothing_to_the_next_person(khaled: Citizen) -> None:
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="reason")
    officer.return_from_sign_in(officer.post(address, {**fields, "reason": "between us"}, page=page, is_over=True))
    officer.visitor = COLLEAGUE
    assert "between us" not in officer.get(page).content.decode()


def test_it_rests_encrypted_and_for_an_hour(khaled: Citizen) -> None:
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="reason")
    answer = officer.post(address, {**fields, "reason": "between us"}, page=page, is_over=True)
    (row,) = Kept.objects.values()
    assert "between us" not in str(row)
    assert clock.now() < row["expires_at"] <= clock.now() + timedelta(hours=1)
    Kept.objects.update(expires_at=clock.now())
    assert "between us" not in officer.return_from_sign_in(answer).content.decode()


def test_a_page_that_has_no_such_form_any_more_still_tells_what_was_typed(service: None) -> None:
    layla = Citizen(LAYLA, now=soon())
    layla.fill()
    person, page = Person("portal", layla.sub), f"/en/applications/{layla.reference}/form/about-you/"
    address, fields = person.form(page, page)
    answer = person.post(address, {**fields, "phone": "call my neighbour"}, page=page, is_over=True)
    layla.submit()
    back = person.return_from_sign_in(answer)
    assert back.request["PATH_INFO"] == f"/en/applications/{layla.reference}/"
    assert "You were signed out" in words(back)
    assert "call my neighbour" in words(back)


def test_files_are_told_and_what_is_too_long_too(service: None, pay: Pay) -> None:
    layla = Citizen(LAYLA, now=soon())
    in_state(layla, pay, "invited")
    number = Request.objects.get(name="medical_report").id
    person, page = Person("portal", layla.sub), f"/en/applications/{layla.reference}/asked/{number}/"
    address, fields = person.form(page, page)
    sent = {**fields, "papers": [SimpleUploadedFile("report.pdf", b"%PDF")], "said": "From my doctor"}
    back = person.return_from_sign_in(person.post(address, sent, page=page, is_over=True))
    assert "From my doctor" in back.content.decode()
    assert "Choose them again: report.pdf" in words(back)
    sent = {**fields, "said": "x" * (MOST_CHARACTERS + 1)}
    back = person.return_from_sign_in(person.post(address, sent, page=page, is_over=True))
    assert "too long to be kept" in words(back)


def test_a_form_that_was_made_for_somebody_else_is_not_sent(khaled: Citizen) -> None:
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="reason")
    officer.visitor = COLLEAGUE
    answer = officer.post(address, {**fields, "action": "reject", "reason": "mine"}, page=page)
    assert answer.status_code == 409
    assert "opened by somebody else" in words(answer)
    assert Case.objects.get().state == "review"
    assert not Kept.objects.exists()


@pytest.fixture
def strict(khaled: Citizen) -> tuple[Person, str, str, dict[str, Any]]:
    """An officer whose page was open until its token had ended."""
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    officer.client = Client(
        enforce_csrf_checks=True, headers={"host": "workplace.localhost:8000", "Accept": "text/html"}
    )
    address, fields = officer.form(page, page, holding="reason")
    del officer.client.cookies["csrf"]
    return officer, page, address, {**fields, "reason": "between us"}


def test_a_token_that_has_ended_leads_back_to_the_filled_page(strict: tuple[Person, str, str, dict[str, Any]]) -> None:
    officer, page, address, fields = strict
    answer = officer.post(address, fields, page=page)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    back = officer.get(page)
    assert "between us" in back.content.decode()
    assert "Not sent yet" in words(back)


def test_a_token_and_a_session_that_have_ended_lead_to_the_sign_in(
    strict: tuple[Person, str, str, dict[str, Any]],
) -> None:
    officer, page, address, fields = strict
    back = officer.return_from_sign_in(officer.post(address, fields, page=page, is_over=True))
    assert "between us" in back.content.decode()


@pytest.mark.parametrize(
    "changed",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Referer": "https://evil.example/x"}],
)
def test_what_another_site_sends_is_refused_and_not_kept(
    strict: tuple[Person, str, str, dict[str, Any]], changed: dict[str, str]
) -> None:
    officer, _, address, fields = strict
    answer = officer.client.post(address, fields, headers={"X-Visitor": OFFICER, **changed})
    assert answer.status_code == 403
    assert not Kept.objects.exists()


def test_a_forged_form_has_no_mark_and_is_not_kept(strict: tuple[Person, str, str, dict[str, Any]]) -> None:
    officer, page, address, fields = strict
    forged = {name: value for name, value in fields.items() if name != MARK}
    assert officer.post(address, forged, page=page).status_code == 403
    for mark in ("0" * 48, "", make_mark("sub-somebody")):
        assert officer.post(address, {**forged, MARK: mark}, page=page).status_code == 403
    assert officer.post(address, {**forged, MARK: "0" * 48}, page=page, is_over=True).status_code == 403
    assert not Kept.objects.exists()


def test_the_other_language_of_an_error_has_what_was_typed(khaled: Citizen) -> None:
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="reason")
    assert officer.post(address, {**fields, "reason": "only words"}, page=page).status_code == 422
    arabic = officer.get(page.removeprefix("/en"))
    assert "only words" in arabic.content.decode()
    assert "ولم يُرسل" in words(arabic)


def test_the_other_language_of_an_answer_at_an_address_that_only_takes_forms(khaled: Citizen) -> None:
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, f"{page}ask/")
    refused = officer.post(address, {**fields, "name": "", "question": "Look at the scar"}, page=page)
    assert refused.status_code == 422
    arabic = officer.get(f"{page}ask/".removeprefix("/en"))
    assert arabic.request["PATH_INFO"] == page.removeprefix("/en")
    assert "Look at the scar" in arabic.content.decode()


def test_pages_that_come_compressed_are_left_alone(khaled: Citizen) -> None:
    citizen, page = Person("portal", khaled.sub), f"/en/applications/{khaled.reference}/answer/"
    marked = citizen.form(f"/en/applications/{khaled.reference}/", "/en/sign-out")[1]
    citizen.post(page, {MARK: marked[MARK], "answer": ""}, page=page)
    headers = {"X-Visitor": khaled.sub, "Accept-Encoding": "gzip"}
    for path in ("/en/dictionary/", "/en/services/non-conviction-certificate/"):
        assert citizen.client.get(path, headers=headers).status_code == 200
