"""Long lists: every line is reached by the links, and a page that is not all says how many there are."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command

from hukumati.cases import api as cases
from hukumati.cases.models import Case, Handover, Request, Task
from hukumati.cases.tests.asking import asking_service, in_state
from hukumati.cases.tests.conftest import KHALED, LAYLA, NOW, POST_OFFICE, Citizen, Pay, do_effects, later
from hukumati.cases.tests.conftest import OFFICER as REVIEWER
from hukumati.cases.tests.edge import Edge
from hukumati.cases.tests.inboxes import Line, fill_inbox
from hukumati.cases.tests.marriage import Spouse, publish_marriage
from hukumati.web.portal.consents import MOST_AT_THE_TOP
from hukumati.web.sign_in.person import Person
from tests.pages.conftest import Page, Visit, official, person

NUMBER = 120
CLERK = official("PST-0001", "clerk", provider="post", office="POST-RAM")
OFFICER = official("MOJ-0001", "officer")
DOCTOR = official("MOH-0001", "officer", provider="moh", office="MOH-RAM")


def ask_in_copies(pattern: Request, due_at: Callable[[int], datetime | None]) -> None:
    """Put a request to the same person or official in copies of its case, due at other times."""
    fields = [field for field in Request._meta.concrete_fields if not field.primary_key]
    columns = {field.attname: getattr(pattern, field.attname) for field in fields}
    made = fill_inbox(pattern.case, [Line()] * (NUMBER - 1))
    copies = enumerate(Case.objects.filter(reference__in=made).order_by("id"))
    Request.objects.bulk_create(
        Request(**{**columns, "case_id": case.id, "due_at": due_at(index)}) for index, case in copies
    )


def walk(visit: Visit, site: str, path: str, who: Person, line: str) -> tuple[list[str], list[Page]]:
    """Follow the links to the next page from the first page to the last; return all that matches `line`."""
    pages = [visit(site, path, who)]
    while link := re.search(r'href="\?([^"]+)"\s+rel="next"', pages[-1].text):
        pages.append(visit(site, f"{path}?{link[1].replace('&amp;', '&')}", who))
    assert {page.status for page in pages} == {200}
    return [found for page in pages for found in re.findall(line, page.text)], pages


@pytest.fixture
def khaled(service: None, pay: Pay) -> Citizen:
    citizen = Citizen(KHALED)
    citizen.fill(POST_OFFICE)
    citizen.submit()
    pay(citizen.reference)
    do_effects()
    return citizen


def test_the_desk_shows_every_document_of_its_office(khaled: Citizen, visit: Visit) -> None:
    made = fill_inbox(Case.objects.get(), [Line()] * NUMBER)
    Handover.objects.bulk_create(
        Handover(
            id=uuid4(), seq=9, method="post_office", place="POST-RAM", state="waiting", opened_at=NOW, case=case,
            updated_at=later(minutes=index // 2),
        )
        for index, case in enumerate(Case.objects.filter(reference__in=made).order_by("id"))
    )  # fmt: skip
    found, pages = walk(visit, "workplace", "/en/desk/", CLERK, r'href="/en/desk/([A-Z]+-[^"/]+)/"')
    assert found == made
    assert f"1 to 50 of {NUMBER}" in pages[0].text
    assert f"101 to {NUMBER} of {NUMBER}" in pages[-1].text
    last = visit("workplace", f"/en/desk/{made[-1]}/", CLERK)
    assert (last.status, "Hand over" in last.text) == (200, True)


def test_officials_reach_every_request_put_to_them(
    transactional_db: None, data_folder: Path, edge: Edge, tmp_path: Path, pay: Pay, visit: Visit
) -> None:
    call_command("service_publish", str(asking_service(tmp_path / "services")), verbosity=0)
    call_command("trust_setup", verbosity=0)
    citizen = Citizen(KHALED)
    in_state(citizen, pay, "review")
    cases.open_request(
        reference=citizen.reference, officer=REVIEWER, name="opinion", question="?", seen_seq=None, now=NOW
    )
    asked = Request.objects.get(name="opinion")
    ask_in_copies(asked, lambda index: later(days=index) if index % 2 else None)
    found, pages = walk(visit, "workplace", "/en/asked/", DOCTOR, r'href="/en/asked/(\d+)/"')
    assert len(set(found)) == len(found) == NUMBER
    assert f"101 to {NUMBER} of {NUMBER}" in pages[-1].text


def test_a_person_reaches_every_application_of_theirs(khaled: Citizen, visit: Visit) -> None:
    Task.objects.update(closed_at=NOW)
    lines = [Line(case=(("opened_at", later(minutes=number // 3)),)) for number in range(NUMBER)]
    made = fill_inbox(Case.objects.get(), lines)
    Case.objects.filter(reference__in=made).update(applicant_sub="sub-many", closed_at=NOW)
    found, pages = walk(
        visit, "portal", "/en/applications/", person("sub-many", LAYLA), r'href="/en/applications/([A-Z]+-[^"/]+)/"'
    )
    assert found == made[::-1]
    assert f"51 to 100 of {NUMBER}" in pages[1].text


def test_who_is_asked_to_agree_reaches_every_consent(service: None, tmp_path: Path, edge: Edge, visit: Visit) -> None:
    publish_marriage(tmp_path, edge)
    layla = Spouse()
    layla.fill()
    layla.submit()
    do_effects()
    ask_in_copies(Request.objects.get(), lambda index: later(days=3, minutes=index // 2))
    who, consent = person("sub-khaled", KHALED), r'href="/en/consents/[A-Z]+-[^"/]+/(\d+)/"'
    found, _pages = walk(visit, "portal", "/en/consents/", who, consent)
    assert len(set(found)) == len(found) == NUMBER
    for path in ("/en/", "/en/applications/"):
        page = visit("portal", path, who)
        assert len(re.findall(consent, page.text)) == MOST_AT_THE_TOP
        assert f'href="/en/consents/">{NUMBER} applications await your consent: see all' in page.text


def test_an_officer_reaches_every_case_that_was_given_to_others(khaled: Citizen, visit: Visit) -> None:
    made = fill_inbox(Case.objects.get(), [Line(claimed_by="MOJ-0002")] * NUMBER)
    lost = Task.objects.filter(case__reference__in=made)
    lost.update(released_from="MOJ-0001", assigned_by="MOJ-0004", claimed_at=later(hours=1))
    page = visit("workplace", "/en/inbox/", OFFICER)
    assert f"{NUMBER} cases of yours were assigned to somebody else" in page.text
    found, _pages = walk(visit, "workplace", "/en/reassigned/", OFFICER, r'<bdi dir="ltr">(NCC-[^<]+)</bdi>')
    assert sorted(found) == sorted(made)
