"""A form that comes after the case, the request or the draft has moved on: what has changed, and what was typed."""

import re
from typing import Any

import pytest

from hukumati.cases import api as cases
from hukumati.cases.tests.asking import Request, in_state
from hukumati.cases.tests.conftest import KHALED, LAYLA, Citizen, Pay, soon
from hukumati.web.sending.tests.conftest import Person, words

OFFICER, COLLEAGUE = "MOJ-0001 moj - officer", "MOJ-0002 moj - officer"
DOCTOR, OTHER_DOCTOR = "MOH-0001 moh - officer", "MOH-0002 moh - officer"
ANALYST, OTHER_ANALYST = "ANA-0101 moj - analyst", "ANA-0102 moj - analyst"


@pytest.fixture
def khaled(service: None, pay: Pay) -> Citizen:
    person = Citizen(KHALED, now=soon())
    in_state(person, pay, "review")
    return person


def send(person: Person, page: str, to: str = "", *, holding: str = "", **fields: Any) -> Any:
    """Send a form of a page that is opened now."""
    address, given = person.form(page, to or page, holding=holding)
    return person.post(address, given | fields, page=page)


def test_an_officer_whose_colleague_has_decided_reads_it_and_keeps_the_text(khaled: Citizen) -> None:
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="reason")
    decided = send(Person("workplace", COLLEAGUE), page, holding="reason", action="reject", reason="not his own")
    assert decided.status_code == 302
    answer = officer.post(address, fields | {"action": "approve", "reason": "I think otherwise"}, page=page)
    assert answer.status_code == 409
    read = words(answer)
    assert "What has changed meanwhile It is now: Refused" in read
    assert re.search(r"Refused .*?\d+ [A-Z][a-z]+ \d{4}, \d\d:\d\d · MOJ-0002", read)
    assert "I think otherwise" in read
    assert "I think otherwise" in words(officer.get(page)), "also on the page as it is now"


def test_an_officer_whose_case_only_got_a_request_keeps_the_decision_in_the_form(khaled: Citizen) -> None:
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="reason")
    send(Person("workplace", COLLEAGUE), page, f"{page}ask/", name="opinion", question="")
    answer = officer.post(address, fields | {"action": "ask_citizen", "reason": "I think so"}, page=page)
    assert answer.status_code == 409
    assert "What has changed meanwhile" in words(answer)
    assert ">\nI think so</textarea>" in answer.content.decode()
    assert re.search(r'<input[^>]*value="ask_citizen"[^>]* checked>', answer.content.decode())
    arabic = officer.post(address.removeprefix("/en"), fields | {"action": "reject", "reason": "I think so"})
    assert "ما الذي تغيّر في هذه الأثناء" in words(arabic)


def test_a_colleague_who_has_taken_the_case_is_named(khaled: Citizen) -> None:
    officer, page = Person("workplace", OFFICER), f"/en/inbox/{khaled.reference}/"
    address, fields = officer.form(page, page, holding="reason")
    send(Person("workplace", COLLEAGUE), page, f"{page}claim/")
    answer = officer.post(address, fields | {"action": "reject", "reason": "I think so"}, page=page)
    assert answer.status_code == 409
    assert "taken by MOJ-0002" in words(answer)
    assert "I think so" in words(answer)


def test_an_opinion_that_a_colleague_gave_first_is_told_and_the_text_kept(khaled: Citizen) -> None:
    inbox = f"/en/inbox/{khaled.reference}/"
    send(Person("workplace", OFFICER), inbox, f"{inbox}ask/", name="opinion", question="")
    page = f"/en/asked/{Request.objects.get(name='opinion').id}/"
    doctor = Person("workplace", DOCTOR)
    address, fields = doctor.form(page, page)
    send(Person("workplace", OTHER_DOCTOR), page, outcome="favourable", said="Healthy")
    answer = doctor.post(address, fields | {"outcome": "favourable", "said": "He limps"}, page=page)
    assert answer.status_code == 409
    assert "He limps" in words(answer)


def test_a_citizen_whose_application_has_ended_is_told_how_it_stands(service: None) -> None:
    layla = Citizen(LAYLA, now=soon())
    layla.fill()
    layla.submit()
    person, page = Person("portal", layla.sub), f"/en/applications/{layla.reference}/"
    address, fields = person.form(page, f"{page}withdraw/")
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=soon())
    answer = person.post(address, fields | {"sure": "yes"}, page=page)
    assert answer.status_code == 409
    assert "What has changed meanwhile It is now: Withdrawn" in words(answer)
    assert f'href="{page}"' in answer.content.decode()


def test_a_draft_that_another_window_changed_keeps_what_was_typed_here(service: None) -> None:
    layla = Citizen(LAYLA, now=soon())
    layla.open()
    person, page = Person("portal", layla.sub), f"/en/applications/{layla.reference}/form/about-you/"
    address, fields = person.form(page, page)
    layla.save("about-you", {"phone": "0599000102"})
    answer = person.post(address, fields | {"phone": "0599 777 001"}, page=page)
    assert answer.status_code == 409
    assert "This application has changed meanwhile What has changed meanwhile It is now: Not submitted yet" in words(
        answer
    )
    assert 'value="0599 777 001"' in person.get(page).content.decode()


def test_what_is_typed_into_a_draft_that_was_submitted_or_deleted_elsewhere_is_not_lost_without_a_word(
    service: None,
) -> None:
    for end, told in ((_submit, "Waiting for payment"), (_delete, "Closed")):
        layla = Citizen(LAYLA, now=soon())
        layla.fill()
        person, page = Person("portal", layla.sub), f"/en/applications/{layla.reference}/form/about-you/"
        address, fields = person.form(page, page)
        end(layla)
        answer = person.post(address, fields | {"phone": "0599 777 001"}, page=page)
        assert answer.status_code == 409
        assert f"What has changed meanwhile It is now: {told}" in words(answer)
        assert "0599 777 001" in words(answer)
        if end is _submit:
            cases.withdraw(reference=layla.reference, sub=layla.sub, now=soon())


def test_what_is_sent_for_a_request_that_was_settled_elsewhere_is_not_lost_without_a_word(
    service: None, pay: Pay
) -> None:
    layla = Citizen(LAYLA, now=soon())
    in_state(layla, pay, "invited")
    asked = Request.objects.get(name="medical_report")
    person, page = Person("portal", layla.sub), f"/en/applications/{layla.reference}/asked/{asked.id}/"
    address, fields = person.form(page, page, holding="papers")
    cases.refuse_request(reference=layla.reference, sub=layla.sub, request_id=asked.id, said="I have none", now=soon())
    answer = person.post(address, fields | {"said": "From my doctor"}, page=page)
    assert answer.status_code == 409
    assert "What has changed meanwhile" in words(answer)
    assert "From my doctor" in words(answer)


def _submit(person: Citizen) -> None:
    person.submit()


def _delete(person: Citizen) -> None:
    cases.discard_draft(reference=person.reference, sub=person.sub, now=soon())


def test_a_taken_time_says_nothing_of_changes_in_the_case(service: None, pay: Pay) -> None:
    layla = Citizen(LAYLA, now=soon())
    in_state(layla, pay, "invited")
    page = f"/en/applications/{layla.reference}/asked/{Request.objects.get(name='biometrics').id}/"
    answer = Person("portal", layla.sub).post(f"{page}?place=MOJ-RAM", {"slot": "1970-01-01T00:00:00+00:00"})
    assert answer.status_code in {409, 422}
    assert "What has changed meanwhile" not in words(answer)


def test_an_analyst_reads_who_changed_the_draft_meanwhile(service: None) -> None:
    analyst, colleague = Person("workplace", ANALYST), Person("workplace", OTHER_ANALYST)
    there = "/en/studio/services/MOJ-NCC/"
    draft = str(send(analyst, there, f"{there}draft/").headers["Location"])
    page = f"{draft}files/rules/fee.csv"
    address, fields = analyst.form(page, page)
    assert send(colleague, page, text=fields["text"][0] + "\n").status_code == 302
    answer = analyst.post(address, fields | {"text": fields["text"][0] + "\n# mine\n"}, page=page)
    assert answer.status_code == 409
    assert re.search(r"File changed rules/fee\.csv\s· [^·]* · ANA-0102", words(answer))
    assert "# mine" in answer.content.decode()
    send(colleague, draft, f"{draft}review/", step="discard", sure="yes")
    answer = analyst.post(address, fields | {"text": "a,b\n# mine too\n"}, page=page)
    assert answer.status_code == 409
    assert "It is now: Discarded" in words(answer)
    assert "# mine too" in words(answer)
