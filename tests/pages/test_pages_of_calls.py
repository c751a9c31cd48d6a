"""A call for scholarships in pages without JavaScript, in both languages: from its own page to the award."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hukumati.cases.tests.conftest import LAYLA, Citizen
from hukumati.cases.tests.edge import Edge
from hukumati.cases.tests.files import pdf
from hukumati.cases.tests.scholarship import publish_scholarship
from hukumati.core.clock import local_date, now
from tests.pages.conftest import Page, Visit, official, person

LAYLAS = person(f"sub-{LAYLA}", LAYLA)
OFFICER = official("MOL-0001", "officer", provider="mol", office="")
PAGE = "/en/services/test-scholarship/"


def _study() -> dict[str, Any]:
    begins = local_date(now()) + timedelta(60)
    return {
        "field": "electricity", "average": "٨٣٫٥", "school_site": "example.org",
        "needs": ["transport", "equipment"], "equipment": "a tool box",
        "begins_on_day": str(begins.day), "begins_on_month": str(begins.month), "begins_on_year": str(begins.year),
    }  # fmt: skip


HOUSEHOLD = {
    "own_income": "1,200", "members_count": "3",
    "members_1_full_name": "سلمى", "members_1_born_on_day": "1", "members_1_born_on_month": "3",
    "members_1_born_on_year": "1960", "members_1_works": "yes", "members_1_income": "٩٠٠٫٥٠",
    "members_2_full_name": "كريم", "members_2_born_on_day": "1", "members_2_born_on_month": "1",
    "members_2_born_on_year": "2015", "members_2_works": "no", "members_2_income": "999", "members_2_help": "school",
    "members_3_full_name": "ليان", "members_3_born_on_day": "9", "members_3_born_on_month": "حزيران",
    "members_3_born_on_year": "2018", "members_3_works": "no", "members_3_help": ["school", "care"],
}  # fmt: skip


@pytest.fixture
def layla(transactional_db: None, data_folder: Path, edge: Edge, tmp_path: Path) -> Citizen:
    """The call closes today."""
    publish_scholarship(tmp_path, closes=local_date(now()))
    return Citizen(LAYLA, service_code="MOL-SCH")


def _fill(layla: Citizen, visit: Visit) -> str:
    """Answer every page as a browser posts it; return the address of the application."""
    layla.open()
    address = f"/en/applications/{layla.reference}"

    def save(name: str, fields: dict[str, Any]) -> Page:
        return visit("portal", f"{address}/form/{name}/", LAYLAS, {"seen": str(layla.look().last_seq), **fields})

    assert save("about-you", {"phone": "0599000101"}).status == 302
    assert "Enter the tools or devices" in save("study", {**_study(), "equipment": ""}).text
    assert "two letters and digits" in save("study", {**_study(), "certificate_no": "12345"}).text
    assert save("study", _study()).status == 302
    unasked = {name: value for name, value in HOUSEHOLD.items() if name != "members_1_income"}
    refused = save("household", unasked).text
    assert "Enter the monthly income" in refused
    assert 'id="conditional-id_members_1_works' in refused
    assert save("household", HOUSEHOLD).status == 302
    paper = SimpleUploadedFile("marks.pdf", pdf(), "application/pdf")
    assert save("papers", {"transcript": paper, "agreed": "on"}).status == 302
    return address


def test_the_call_is_applied_for_and_awarded(layla: Citizen, visit: Visit) -> None:
    assert "until the end of" in visit("portal", PAGE, LAYLAS).text
    address = _fill(layla, visit)
    page = visit("portal", f"{address}/form/study/", LAYLAS)
    assert "Submit your application by the end of" in page.text
    check = visit("portal", f"{address}/check/", LAYLAS)
    assert "Worked out from your answers" in check.text
    assert "83.50" in check.text
    assert "https://example.org/" in check.text
    assert "525.13" in check.text
    assert "At school, Needs care" in check.text
    assert visit("portal", f"{address}/check/", LAYLAS, {"seen": str(layla.look().last_seq)}).status == 302
    assert layla.look().state == "review"
    case = visit("workplace", f"/en/inbox/{layla.reference}/", OFFICER)
    assert "Monthly income per person" in case.text
    assert "525.13" in case.text
    decided = visit("workplace", f"/en/inbox/{layla.reference}/", OFFICER, {"action": "approve", "seen": _seen(case)})
    assert decided.status == 302
    assert "The scholarship is yours" in visit("portal", f"{address}/", LAYLAS).text


def _seen(page: Page) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page.text)
    assert found
    return found[1]


def test_arabic_pages_say_the_same(layla: Citizen, visit: Visit) -> None:
    address = _fill(layla, visit).removeprefix("/en")
    assert "حتى نهاية يوم" in visit("portal", PAGE.removeprefix("/en"), LAYLAS, language="ar").text
    assert "قدّم طلبك قبل نهاية يوم" in visit("portal", f"{address}/form/study/", LAYLAS, language="ar").text
    check = visit("portal", f"{address}/check/", LAYLAS, language="ar").text
    assert "محسوب من إجاباتك" in check
    assert "الدخل الشهري للفرد" in check


def test_a_draft_begun_in_time_is_told_that_it_is_late(
    transactional_db: None, data_folder: Path, edge: Edge, tmp_path: Path, visit: Visit
) -> None:
    publish_scholarship(tmp_path, closes=local_date(now()) - timedelta(1))
    layla = Citizen(LAYLA, service_code="MOL-SCH", now=now() - timedelta(1))
    layla.open()
    for path in (f"/en/applications/{layla.reference}/form/study/", f"/en/applications/{layla.reference}/check/"):
        page = visit("portal", path, LAYLAS)
        assert "Applications closed at the end of" in page.text
        assert "You began this application in time" in page.text
        assert "If the register is wrong" not in page.text
    assert "The last day to apply was" in visit("portal", PAGE, LAYLAS).text
    listed = visit("portal", "/en/applications/", LAYLAS).text
    assert "Closed before it was submitted" in listed
    assert "This draft can no longer be submitted" in listed
    assert "Not submitted yet" not in listed
    assert "ولم يعد ممكنًا تقديم هذه المسودة" in visit("portal", "/applications/", LAYLAS, language="ar").text
