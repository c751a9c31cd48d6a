"""Acting for others, on the screen of a telephone: a child, a company, a power of attorney from giving to revoking."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from hukumati.core.clock import local_date, now
from tests.journeys import steps
from tests.journeys.accessibility import Inspection
from tests.journeys.conftest import OpenWindow
from tests.journeys.windows import Window
from tests.people import name_of

pytestmark = [pytest.mark.browser, pytest.mark.platform]
LAYLA, KARIM, OMAR = "400000006", "410001101", "413334400"
TELEPHONE = {"width": 360, "height": 720}
SALMA = {"ar": "سلمى", "en": "Salma"}
languages = pytest.mark.parametrize("language", ["ar", "en"])


def at_home(window: OpenWindow, language: str, id_number: str) -> Window:
    """Return a telephone on which somebody has signed in on the portal, and so in the account."""
    fresh = window(language, viewport=TELEPHONE)
    steps.sign_in(fresh, id_number)
    return fresh


def ask_register(person: Window, arabic: str, english: str) -> None:
    """Ask a register, on the account's page, for whom the person may act."""
    person.open("identity", "/account/mandates")
    person.press(arabic, english)
    expect(person.page).to_have_url(re.compile("found=some"))


def act(person: Window, name: str) -> None:
    """Choose on the portal for whom to act."""
    person.open("portal", "/acting-for/")
    person.main.locator("li", has_text=name).get_by_role("button").first.click()
    expect(person.page.locator("header")).to_contain_text(name)


@languages
def test_a_mother_applies_for_her_child(window: OpenWindow, language: str) -> None:
    inspection, layla = Inspection(), at_home(window, language, LAYLA)
    ask_register(layla, "أولادي", "My children")
    inspection.check(layla, "mandates")
    act(layla, SALMA[language])
    layla.open("portal", "/services/birth-certificate/")
    expect(layla.page.locator("header")).to_contain_text(SALMA[language])
    inspection.check(layla, "a service while acting")
    layla.open("portal", "/services/birth-certificate/apply/")
    expect(layla.page).to_have_url(re.compile(r"/applications/BIR-"))
    layla.open("portal", "/services/non-conviction-certificate/apply/")
    layla.expect_heading("تفويضك لا يشمل هذا", "Your mandate does not go so far")
    inspection.check(layla, "beyond the mandate")
    layla.page.locator("header").get_by_role("button", name=layla.localized("إنهاء النيابة", "Stop acting")).click()
    expect(layla.page.locator("header")).not_to_contain_text(SALMA[language])
    assert inspection.problems == []


@languages
def test_a_director_finds_the_companies_he_represents(window: OpenWindow, language: str) -> None:
    inspection, omar = Inspection(), at_home(window, language, OMAR)
    ask_register(omar, "شركاتي", "My companies")
    links = omar.main.locator(".hk-results__title a")
    assert links.count() >= 2
    omar.expect_text("ممثل شركة", "Representative of a company")
    links.first.click()
    inspection.check(omar, "the mandate of a company")
    omar.open("portal", "/acting-for/")
    inspection.check(omar, "for whom to act")
    assert inspection.problems == []


@languages
def test_a_power_of_attorney_is_given_accepted_and_revoked(window: OpenWindow, language: str) -> None:
    inspection = Inspection()
    karim, layla = at_home(window, language, KARIM), at_home(window, language, LAYLA)
    karim.open("identity", "/account/mandates/give")
    inspection.check(karim, "giving")
    karim.press("إعطاء الوكالة", "Give the power of attorney")
    inspection.check(karim, "giving, with mistakes")
    _fill_in(karim)
    karim.press("إعطاء الوكالة", "Give the power of attorney")
    karim.expect_text("بانتظار القبول", "Waiting to be accepted")
    layla.open("identity", "/account/mandates")
    layla.main.get_by_role("link", name=name_of(KARIM, language)).first.click()
    layla.press("قبول", "Accept")
    layla.expect_text("سارٍ", "Active")
    act(layla, name_of(KARIM, language))
    karim.page.reload()
    karim.expect_text("استُعمل تفويض", "A mandate was used")
    inspection.check(karim, "a mandate with its uses")
    karim.press("إلغاء الوكالة", "Revoke")
    karim.expect_text("ملغاة", "Revoked")
    layla.open("portal", "/applications/")
    expect(layla.page.locator("header")).not_to_contain_text(name_of(KARIM, language))
    layla.open("identity", "/account/ledger")
    inspection.check(layla, "who saw my data")
    assert inspection.problems == []


def _fill_in(karim: Window) -> None:
    day = local_date(now()) + timedelta(days=30)
    karim.page.fill('input[name="id_number"]', LAYLA)
    karim.page.fill('input[name="called"]', name_of(LAYLA, karim.language))
    karim.choose("services", "MOH-INS")
    karim.choose("deeds", "view")
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        karim.page.fill(f'input[name="until_{part}"]', str(value))
