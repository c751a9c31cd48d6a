"""A building permit over HTTP: officials fill in sheets beside their decisions, and the citizen reads them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hukumati.cases import api as cases
from hukumati.cases.tests.conftest import LAYLA, Pay, do_effects
from hukumati.cases.tests.files import pdf, picture
from hukumati.cases.tests.permit import CONDITIONS, INSPECTED, PERMIT, Builder, publish_permit
from hukumati.cases.tests.permit import INSPECTOR as AT_WORK
from tests.pages.conftest import Page, Visit, official, person

INSPECTOR = official("PLA-0007", "inspector", provider="pla", office="")
OFFICER = official("PLA-0001", "officer", provider="pla", office="")
SECOND = official("PLA-0002", "officer", provider="pla", office="")


@pytest.fixture
def layla(service: None, tmp_path: Path, pay: Pay) -> Builder:
    publish_permit(tmp_path)
    builder = Builder(LAYLA)
    builder.at_inspection(pay)
    return builder


def send(visit: Visit, layla: Builder, official: Any, **fields: Any) -> Page:
    data = {"seen": str(layla.look().last_seq), **fields}
    return visit("workplace", f"/en/inbox/{layla.reference}/", official, data)


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("site.jpg", picture(), "image/jpeg")


def test_sheets_are_filled_in_beside_the_decision_and_read_by_the_citizen(
    layla: Builder, visit: Visit, pay: Pay
) -> None:
    page = visit("workplace", f"/en/inbox/{layla.reference}/", INSPECTOR)
    assert "Result of the inspection" in page.text
    assert "Fill this in with: Record the inspection" in page.text
    assert "hk-beside__work--long" in page.text, "a column that scrolls by itself hides the end of a sheet"
    assert send(visit, layla, INSPECTOR, action="inspected", photos=photo(), **INSPECTED).status == 302
    assert send(visit, layla, OFFICER, action="approve", **PERMIT).status == 302
    proposed = visit("workplace", f"/en/inbox/{layla.reference}/", SECOND).text
    assert CONDITIONS in proposed
    assert "240" in proposed.split("Filled in by officials")[1]
    seen = {"seen": str(layla.look().last_seq), "confirm": "1"}
    assert visit("workplace", f"/en/inbox/{layla.reference}/second/", SECOND, seen).status == 302
    due = visit("portal", f"/en/applications/{layla.reference}/", person(layla.sub, LAYLA)).text
    assert "Action needed: pay Permit fee" in due
    assert "640.00" in due.split("Progress")[1]
    assert "50.00" in due.split("Progress")[1]
    asked = visit("portal", f"/en/applications/{layla.reference}/pay/", person(layla.sub, LAYLA)).text
    assert ">Permit fee</h1>" in asked
    assert "640.00" in asked
    pay(layla.reference)
    do_effects()
    read = visit("portal", f"/en/applications/{layla.reference}/", person(layla.sub, LAYLA)).text
    decided = read.split("What was decided")[1].split("Progress")[0]
    assert CONDITIONS in decided
    assert "500.00" in decided
    assert "remarks" not in decided


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_or_attached_is_lost(layla: Builder, visit: Visit) -> None:
    wrong = {**INSPECTED, "inspected_area": "9", "setback": "", "remarks": "بئر قديمة"}
    page = send(visit, layla, INSPECTOR, action="inspected", photos=photo(), **wrong)
    assert page.status == 422
    assert 'href="#id_inspected_area"' in page.text
    assert 'id="id_setback-error"' in page.text
    assert 'value="9"' in page.text
    assert "بئر قديمة</textarea>" in page.text
    assert "site.jpg" in page.text
    assert send(visit, layla, INSPECTOR, action="inspected", **INSPECTED).status == 302


def test_a_decision_without_a_sheet_needs_none_of_its_fields(layla: Builder, visit: Visit) -> None:
    page = send(visit, layla, INSPECTOR, action="ask_citizen", inspected_area="77")
    assert page.status == 422
    assert 'id="id_reason-error"' in page.text
    assert 'id="id_inspected_area-error"' not in page.text
    assert 'value="77"' in page.text
    assert send(visit, layla, INSPECTOR, action="ask_citizen", reason="the plans?").status == 302


def test_a_file_that_is_refused_or_removed_decides_nothing_and_keeps_what_was_typed(
    layla: Builder, visit: Visit
) -> None:
    seen = layla.look().last_seq
    plan = SimpleUploadedFile("plan.pdf", pdf(), "application/pdf")
    page = send(visit, layla, INSPECTOR, action="inspected", photos=plan, **INSPECTED)
    assert page.status == 422
    assert 'id="id_photos-error"' in page.text
    kept = layla.attach(picture())
    page = send(visit, layla, INSPECTOR, action="inspected", remove_file=str(kept.id), **INSPECTED)
    assert page.status == 200
    assert 'value="240"' in page.text
    assert re.search(r'value="inspected"[^>]*checked', page.text)
    assert layla.look().last_seq == seen
    assert not cases.list_sheet_files(reference=layla.reference, officer=AT_WORK, question="photos")


def test_a_case_that_has_moved_on_keeps_what_was_typed(layla: Builder, visit: Visit) -> None:
    data = {"seen": "1", "action": "inspected", **INSPECTED, "remarks": "بئر قديمة"}
    layla.attach(picture())
    page = visit("workplace", f"/en/inbox/{layla.reference}/", INSPECTOR, data)
    assert page.status == 409
    assert "بئر قديمة</textarea>" in page.text


def test_a_permit_is_applied_for_on_the_portals_pages(service: None, tmp_path: Path, visit: Visit) -> None:
    publish_permit(tmp_path)
    citizen = person("sub-portal", LAYLA)
    opened = visit("portal", "/en/services/building-permit/apply/", citizen)
    assert (opened.status, opened.location.split("/form/")[1]) == (302, "about-you/")
    form = opened.location.split("form/")[0]

    def send(page: str, **fields: Any) -> Page:
        seen = re.search(r'name="seen" value="(\d+)"', visit("portal", f"{form}form/{page}/", citizen).text)
        assert seen is not None
        return visit("portal", f"{form}form/{page}/", citizen, {"seen": seen[1], **fields})

    assert send("about-you", phone="0599000101").status == 302
    plans = SimpleUploadedFile("plans.pdf", pdf(), "application/pdf")
    answers = {"holding": "300010-12-305", "purpose": "home", "floors": "2", "site_office": "PLA-RAM"}
    assert send("building", plans=plans, **answers).location == f"{form}check/"
    check = visit("portal", f"{form}check/", citizen).text
    assert "50.00" in check
    assert "Land Authority office, Ramallah" in check
    seen = re.search(r'name="seen" value="(\d+)"', check)
    assert seen is not None
    assert visit("portal", f"{form}check/", citizen, {"seen": seen[1]}).location == f"{form}pay/"
