"""A marriage over HTTP: one applies, the other reads what they are asked, and agrees or declines, in both languages."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from hukumati.cases import api as cases
from hukumati.cases.requests.deadlines import run_requests
from hukumati.cases.tests.conftest import KHALED, LAYLA, do_effects
from hukumati.cases.tests.edge import Edge
from hukumati.cases.tests.marriage import SESSION, WEDDING, Spouse, publish_marriage
from tests.pages.conftest import Page, Visit, official, person

APPLICANT = person("sub-400000006", LAYLA)
SPOUSE = person("sub-khaled", KHALED)
REGISTRAR = official("MOJ-0002", "officer", office="")
SAID = {"ar": "أوافق بمحض إرادتي على الزواج", "en": "I agree of my own free will to marry"}


@pytest.fixture
def layla(service: None, tmp_path: Path, edge: Edge) -> Spouse:
    publish_marriage(tmp_path, edge)
    spouse = Spouse()
    spouse.fill()
    spouse.submit()
    do_effects()
    return spouse


PREFIX = {"ar": "", "en": "/en"}


def path(layla: Spouse, more: str = "", language: str = "en") -> str:
    return f"{PREFIX[language]}/consents/{layla.reference}/{layla.asked().id}/{more}"


def digest_in(page: Page) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page.text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("language", "asks", "agreed"),
    [("ar", "موافقتك مطلوبة", "تمت الموافقة"), ("en", "asks for your consent", "Agreed")],
)
def test_one_applies_the_other_agrees_and_both_read_how_it_stands(
    layla: Spouse, visit: Visit, language: str, asks: str, agreed: str
) -> None:
    here, start = path(layla, language=language), PREFIX[language]
    for place in ("/", "/applications/"):
        awaited = visit("portal", start + place, SPOUSE, language=language).text
        assert asks in awaited
        assert here in awaited
    page = visit("portal", here, SPOUSE, language=language)
    assert SAID[language] in page.text
    assert WEDDING[:4] in page.text
    assert "سرّي" not in page.text
    data = {"digest": digest_in(page), "agrees": "on"}
    for _click in range(2):
        sent = visit("portal", here, SPOUSE, data, language=language)
        assert (sent.status, sent.location) == (302, here)
    do_effects()
    assert "<form" not in visit("portal", here, SPOUSE, language=language).text.split("<main")[1]
    told = visit("portal", f"{start}/applications/{layla.reference}/", APPLICANT, language=language).text
    assert agreed in told
    assert here not in told
    seen = visit("workplace", f"{start}/inbox/{layla.reference}/", REGISTRAR, language=language).text
    assert agreed in seen


def test_who_does_not_declare_it_has_not_agreed(layla: Spouse, visit: Visit) -> None:
    page = visit("portal", path(layla), SPOUSE)
    refused = visit("portal", path(layla), SPOUSE, {"digest": digest_in(page)})
    assert refused.status == 422
    assert 'href="#id_agrees"' in refused.text
    assert layla.look().state == "asking"


def test_who_declines_is_told_so_and_the_applicant_too(layla: Spouse, visit: Visit) -> None:
    page = visit("portal", path(layla), SPOUSE)
    for _click in range(2):
        sent = visit("portal", path(layla, "decline/"), SPOUSE, {"said": "لا أريد"})
        assert (sent.status, sent.location) == (302, path(layla))
    do_effects()
    assert "You did not agree" in visit("portal", path(layla), SPOUSE).text
    told = visit("portal", f"/en/applications/{layla.reference}/", APPLICANT).text
    assert "Declined" in told
    assert "لا أريد" in told
    assert "The other spouse did not agree" in told
    with pytest.raises(cases.RequestClosed):
        visit("portal", path(layla), SPOUSE, {"digest": digest_in(page), "agrees": "on"})


def test_the_applicant_reads_who_is_awaited_and_what_to_give_them(layla: Spouse, visit: Visit) -> None:
    told = visit("portal", f"/en/applications/{layla.reference}/", APPLICANT).text
    assert "The other spouse is asked to sign in and agree" in told
    assert f"http://portal.localhost:8000{path(layla)}" in told
    assert "Awaiting an answer" in told


@pytest.mark.parametrize(
    "somebody",
    [person("sub-salma", "401234562"), APPLICANT, person("sub-nobody", None), official("MOJ-0009", "officer")],
    ids=["another", "the applicant", "without a number", "an official"],
)
def test_for_anybody_else_there_is_nothing_there(layla: Spouse, visit: Visit, somebody: object) -> None:
    for more, data in (("", None), ("", {"digest": "0" * 64, "agrees": "on"}), ("decline/", {"said": ""})):
        with pytest.raises(cases.NoSuchCase):
            visit("portal", path(layla, more), somebody, data)
    assert layla.reference not in visit("portal", "/en/", somebody).text


def test_a_page_that_shows_something_else_meanwhile_is_refused(layla: Spouse, visit: Visit) -> None:
    page = visit("portal", path(layla), SPOUSE)
    layla.agreed()
    layla.take("schedule", filled={"session_on": SESSION})
    told = visit("portal", f"/en/applications/{layla.reference}/", APPLICANT).text
    assert "No longer valid" in told
    layla.take("approve")
    with pytest.raises(cases.CaseMovedOn):
        visit("portal", path(layla), SPOUSE, {"digest": digest_in(page), "agrees": "on"})


def test_when_its_time_is_over_nothing_is_shown_and_nothing_taken(layla: Spouse, visit: Visit) -> None:
    page = visit("portal", path(layla), SPOUSE)
    run_requests(now=layla.now + timedelta(days=16))
    over = visit("portal", path(layla), SPOUSE).text
    assert "The time for your answer is over" in over
    assert SAID["en"] not in over
    with pytest.raises(cases.RequestClosed):
        visit("portal", path(layla), SPOUSE, {"digest": digest_in(page), "agrees": "on"})
    assert "closed because an answer" in visit("portal", f"/en/applications/{layla.reference}/", APPLICANT).text


def test_ones_own_number_is_refused_at_its_field(layla: Spouse, visit: Visit) -> None:
    opened = visit("portal", "/en/services/test-marriage/apply/", SPOUSE)
    form = opened.location.split("about-you/")[0]
    refused = visit("portal", f"{form}spouse/", SPOUSE, {"spouse_name": "خالد", "spouse_id": KHALED})
    assert refused.status == 422
    assert "This is your own ID number" in refused.text
