"""Paid services in a real browser and both languages: the form with data of the registers, the fee, the document."""

from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload

from hukumati.project.config import REPOSITORY
from simulators.world.world import World, load
from tests.journeys import applying, steps
from tests.journeys.conftest import AtWork, Newcomer, OpenWindow
from tests.journeys.printed_certificates import numbers_in, text_of
from tests.journeys.windows import Window
from tests.people import name_of

pytestmark = [pytest.mark.browser, pytest.mark.platform, pytest.mark.parametrize("language", ["ar", "en"])]

LAYLA, SALMA, MOHAMMAD, RAJA, GEORGE = "400000006", "401234562", "804445500", "408667707", "906667704"
AREEN = "901556605"
DOWNLOAD = {"collect_method": "download"}


@cache
def world() -> World:
    """Return the world that the registers describe."""
    return load(REPOSITORY / "demo" / "people.yaml")


@pytest.fixture
def enter(window: OpenWindow, newcomer: Newcomer, language: str) -> OpenWindow:
    """Return a function that opens the window of somebody who is signed in."""

    def opened(id_number: str) -> Window:
        citizen = window(language)
        citizen.enter_as(newcomer(id_number, language=language))
        return citizen

    return opened


def text_of_document(citizen: Window, reference: str, folder: Path) -> str:
    """Wait for the document, and return its text, which holds a serial number and a code."""
    citizen.wait_for_document(reference)
    words = text_of(citizen.download(folder))
    assert numbers_in(words)
    return words


def test_a_vehicle_is_chosen_from_the_register(enter: OpenWindow, tmp_path: Path) -> None:
    citizen, plate = enter(MOHAMMAD), world().roads.vehicles[MOHAMMAD][0].plate
    reference = steps.fill_in(citizen, "vehicle-licence-renewal", {**DOWNLOAD, "vehicle": plate})
    citizen.expect_text("الرسم", "Fee")
    steps.submit_and_pay(citizen)
    assert plate in text_of_document(citizen, reference, tmp_path)


def test_a_child_is_chosen_and_its_birth_certificate_downloaded(enter: OpenWindow, tmp_path: Path) -> None:
    citizen = enter(LAYLA)
    answers = {**DOWNLOAD, "whose": "child", "child": SALMA, "language": "both"}
    reference = steps.fill_in(citizen, "birth-certificate", answers)
    citizen.expect_text("10.00 ₪", "10.00 ₪")
    steps.submit_and_pay(citizen)
    assert SALMA in text_of_document(citizen, reference, tmp_path)


def test_the_tax_of_the_properties_chosen_is_paid(enter: OpenWindow, tmp_path: Path) -> None:
    citizen, taxed = enter(RAJA), world().land.taxed[RAJA]
    numbers = [each.number for each in taxed]
    answers: dict[str, str | list[str]] = {**DOWNLOAD, "properties": numbers, "purpose": "sale"}
    reference = steps.fill_in(citizen, "property-tax", answers)
    if sum(each.due for each in taxed):
        steps.submit_and_pay(citizen)
    else:
        citizen.press("تقديم الطلب", "Submit")
    assert "No property tax is due" in text_of_document(citizen, reference, tmp_path)


def test_an_owner_reads_the_shares_of_all_owners(enter: OpenWindow, tmp_path: Path) -> None:
    citizen = enter(GEORGE)
    answers = {"which": "mine", "holding": world().land.holdings[GEORGE][0], "purpose": "loan"}
    reference = steps.fill_in(citizen, "land-extract", {**DOWNLOAD, **answers})
    citizen.press("تقديم الطلب", "Submit")
    steps.pay_when_due(citizen, reference)
    words = text_of_document(citizen, reference, tmp_path)
    assert name_of(GEORGE, "en") in words


def test_a_photo_is_uploaded_and_the_card_brought_home(
    window: OpenWindow, newcomer: Newcomer, at_work: AtWork, tmp_path: Path, language: str
) -> None:
    areen, citizen = newcomer(AREEN, language=language), window(language)
    citizen.enter_as(areen)
    report = next(each.number for each in world().losses.values() if each.reporter == AREEN and each.item == "id_card")
    answers = {"why": "lost", "report_number": report, **applying.HOME}
    name, content, media = applying.photo()
    files: dict[str, FilePayload] = {"photo": {"name": name, "mimeType": media, "buffer": content}}
    reference = steps.fill_in(citizen, "id-card", answers, files)
    citizen.expect_text("75.00 ₪", "75.00 ₪")
    steps.submit_and_pay(citizen)
    assert name_of(AREEN, "en") in text_of_document(citizen, reference, tmp_path)
    applying.wait_for_state(citizen.platform, reference, "production")
    citizen.page.reload()
    citizen.expect_text("قيد الطباعة", "being printed")
    applying.decide(at_work("MOI-0002"), reference, "produced")
    applying.wait_for_state(citizen.platform, reference, "ready")
    applying.step(at_work("MOI-0003"), reference, "bag")
    courier = at_work("POST-0001")
    applying.step(courier, reference, "dispatch")
    applying.collect(areen, courier, reference, arrives=False)
    applying.wait_for_state(citizen.platform, reference, "done")
    citizen.page.reload()
    citizen.expect_text("سُلّمت", "Handed over")
