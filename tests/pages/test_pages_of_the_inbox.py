"""Pages of the inbox: page by page, filters, search, the next case, and what supervisors do on the page of a case."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from hukumati.cases import api as cases
from hukumati.cases.models import Case, Task
from hukumati.cases.tests.card import CardHolder, publish_card, take
from hukumati.cases.tests.conftest import KHALED, LAYLA, NOW, Citizen, Pay, do_effects, later
from hukumati.cases.tests.inboxes import Line, fill_inbox, hire
from tests.pages.conftest import Page, Visit, official

OFFICER, SUPERVISOR = official("MOJ-0001", "officer"), official("MOJ-0004", "supervisor")


@pytest.fixture
def khaled(service: None, pay: Pay) -> Citizen:
    person = Citizen(KHALED)
    person.fill()
    person.submit()
    pay(person.reference)
    do_effects()
    return person


def inbox(visit: Visit, query: str = "") -> Page:
    page = visit("workplace", f"/en/inbox/{query}", OFFICER)
    assert page.status == 200
    return page


def listed(page: Page) -> list[str]:
    return re.findall(r'href="/en/inbox/([A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4})/"', page.text)


def test_all_of_250_cases_are_reached_by_the_links_and_the_page_says_how_many(khaled: Citizen, visit: Visit) -> None:
    Task.objects.update(closed_at=NOW)
    made = fill_inbox(Case.objects.get(), [Line(due_at=later(minutes=number)) for number in range(250)])
    page, found = inbox(visit), []
    assert "250 open cases: 1 to 50" in page.text
    while link := re.search(r'href="\?([^"]+)"\s+rel="next"', page.text):
        found += listed(page)
        page = inbox(visit, "?" + link[1].replace("&amp;", "&"))
    assert found + listed(page) == made
    assert "250 open cases: 201 to 250" in page.text
    assert 'rel="prev"' in page.text


def test_filters_stand_in_the_address_and_what_is_searched_for_does_not(khaled: Citizen, visit: Visit) -> None:
    (other,) = fill_inbox(Case.objects.get(), [Line(case=(("milestone", "ready"),))])
    assert listed(inbox(visit, "?step=returned")) == [other]
    assert listed(inbox(visit, "?step=confirm")) == []
    assert set(listed(inbox(visit, "?step=nonsense&deadline=%27&place=x"))) == {other, khaled.reference}
    found = visit("workplace", "/en/find/", OFFICER, {"reference": "الزيتوني ليلى"})
    assert (found.status, found.location) == (302, "/en/inbox/")
    assert set(listed(inbox(visit))) == {other, khaled.reference}
    visit("workplace", "/en/find/", OFFICER, {"reference": "سامي"})
    assert "No open case matches" in inbox(visit).text
    visit("workplace", "/en/find/", OFFICER, {"clear": "1"})
    assert len(listed(inbox(visit))) == 2


def test_after_a_decision_the_inbox_offers_the_next_case_of_the_same_filter(khaled: Citizen, visit: Visit) -> None:
    taken, following, other = fill_inbox(
        Case.objects.get(),
        [
            Line(claimed_by="MOJ-0009", due_at=later(days=-9)),
            Line(due_at=later(days=-1)),
            Line(due_at=None, escalated_at=NOW),
        ],
    )
    Task.objects.filter(case__reference=khaled.reference).update(due_at=later(days=-5))
    assert listed(inbox(visit, "?deadline=overdue"))[0] == other
    Task.objects.filter(case__reference=other).update(escalated_at=None)
    seen = str(khaled.look().last_seq)
    decided = visit(
        "workplace", f"/en/inbox/{khaled.reference}/", OFFICER, {"action": "reject", "reason": "r", "seen": seen}
    )
    assert (decided.status, decided.location) == (302, "/en/inbox/?deadline=overdue")
    page = inbox(visit, "?deadline=overdue")
    assert f'href="/en/inbox/{following}/"' in page.text.split("Open the next case")[0]
    assert listed(page) == [following, taken, following]
    assert "Open the next case" not in inbox(visit, "?deadline=overdue").text


def test_a_supervisor_takes_over_and_assigns_and_the_officer_reads_who_lost_what(khaled: Citizen, visit: Visit) -> None:
    cases.claim(reference=khaled.reference, officer=hire("MOJ-0001", "MOJ-RAM"), now=NOW)
    hire("MOJ-1002", "MOJ-HBN")
    address = f"/en/inbox/{khaled.reference}/"
    assert "Take the case over" not in visit("workplace", address, OFFICER).text
    page = visit("workplace", address, SUPERVISOR)
    assert "Take the case over" in page.text
    assert 'name="action"' not in page.text
    nobody = visit("workplace", f"{address}assign/", SUPERVISOR, {"to": "MOJ-9999"})
    assert nobody.status == 422
    assert "MOJ-1002 · Ministry of Justice office, Hebron" in nobody.text
    assert visit("workplace", f"{address}assign/", SUPERVISOR, {"to": "MOJ-1002"}).status == 302
    told = re.sub(r"<[^>]+>", "", inbox(visit).text)
    assert "MOJ-0004 assigned this case of yours to MOJ-1002" in told
    assert visit("workplace", f"{address}take-over/", SUPERVISOR, {}).status == 302
    page = visit("workplace", address, SUPERVISOR)
    assert "A supervisor took the case over" in page.text
    assert 'name="action"' in page.text
    with pytest.raises(cases.NotYours):
        visit("workplace", f"{address}take-over/", OFFICER, {})


def test_what_was_written_is_still_there_when_the_case_has_moved_on(khaled: Citizen, visit: Visit) -> None:
    told = {"action": "reject", "reason": "Two pages of reasons", "seen": "1"}
    page = visit("workplace", f"/en/inbox/{khaled.reference}/", OFFICER, told)
    assert page.status == 409
    assert "Two pages of reasons</textarea>" in page.text


def test_a_reason_that_no_paper_can_show_is_refused_and_stays(khaled: Citizen, visit: Visit) -> None:
    told = {"action": "reject", "reason": "Refused 😀", "seen": str(khaled.look().last_seq)}
    page = visit("workplace", f"/en/inbox/{khaled.reference}/", OFFICER, told)
    assert page.status == 422
    assert "These characters cannot be printed on documents: 😀" in page.text
    assert "Refused 😀</textarea>" in page.text


def test_an_action_that_is_held_back_is_not_shown(khaled: Citizen, visit: Visit) -> None:
    page = visit("workplace", f"/en/inbox/{khaled.reference}/", SUPERVISOR)
    assert not {"Decide</button>", "Assign to me", "Release the case"} & set(re.findall(r"[\w ]+</button>", page.text))


def test_the_inbox_says_what_is_to_be_done(service: None, tmp_path: Path, pay: Pay, visit: Visit) -> None:
    publish_card(tmp_path)
    layla = CardHolder(LAYLA)
    layla.fill()
    layla.submit()
    pay(layla.reference)
    do_effects()
    assert "To be decided" in re.sub(r"<option.*?</option>", "", inbox(visit).text)
    take(layla, "approve")
    assert "To be confirmed" in re.sub(r"<option.*?</option>", "", inbox(visit).text)


def test_the_inbox_offers_no_service_that_has_no_cases(service: None, tmp_path: Path, visit: Visit) -> None:
    health = official("MOH-0001", "officer", provider="moh", office="MOH-RAM")
    for folder in ("health-insurance", "health-insurance-status"):
        call_command("service_publish", str(settings.HUKUMATI.services_dir / "moh" / folder), verbosity=0)
    text = visit("workplace", "/en/inbox/", health).text
    assert 'value="MOH-INS"' in text
    assert "Health insurance status enquiry" not in text
