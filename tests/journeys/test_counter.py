"""The counter, on the screen of a telephone: verifying at a post office and by a mission, and a power of attorney."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import Inspection
from tests.journeys.conftest import AtWork, Newcomer, OpenWindow
from tests.journeys.identities import TELEPHONE, document_of, open_account_abroad
from tests.journeys.steps import fill_date
from tests.journeys.windows import Window
from tests.people import name_of, person_record

pytestmark = [pytest.mark.browser, pytest.mark.platform, pytest.mark.parametrize("language", ["ar", "en"])]
IMAD, ADNAN, RAJA = "915667703", "417223401", "408667707"
ABROAD = {"ar": "+56961234511", "en": "+56961234512"}
Signed = Callable[[str], Window]


@pytest.fixture
def official(window: OpenWindow, at_work: AtWork, language: str) -> Signed:
    """Return a function that opens the window of an official who is signed in."""

    def opened(number: str) -> Window:
        fresh = window(language, **TELEPHONE)
        fresh.enter_as(at_work(number, language=language))
        return fresh

    return opened


@pytest.fixture
def citizen(window: OpenWindow, visitor: Newcomer, language: str) -> Signed:
    """Return a function that opens the window of a citizen who is signed in."""

    def opened(id_number: str) -> Window:
        person = visitor(id_number, language=language)
        person.sign_in()
        fresh = window(language, **TELEPHONE)
        fresh.enter_as(person)
        return fresh

    return opened


def look_up(clerk: Window, number: str) -> None:
    """Find the account of the person at the counter."""
    clerk.open("workplace", "/counter/")
    clerk.page.fill('input[name="text"]', number)
    clerk.page.fill('input[name="reason"]', clerk.localized("حضر إلى الشبّاك", "came to the counter"))
    clerk.press("بحث", "Look up")
    expect(clerk.page).to_have_url(re.compile("/counter/accounts/"))


def fill_document(clerk: Window, document: str, *, kind: str) -> None:
    """Record what the official saw."""
    clerk.choose("document", kind)
    clerk.page.fill('input[name="document_number"]', document)
    clerk.choose("known_by", "photograph")
    clerk.page.check('input[name="is_theirs"]')


def test_a_post_office_verifies_a_person_who_reads_it(
    official: Signed, citizen: Signed, inspection: Inspection, language: str
) -> None:
    clerk = official("POST-0002")
    inspection.visit(clerk, "workplace", "/counter/", "/verifications/")
    look_up(clerk, IMAD)
    inspection.check(clerk, "counter, the account")
    clerk.follow("التحقق من الشخص", "Verify the person")
    clerk.press("تحقّق", "Verify")
    expect(clerk.page.locator(".govuk-error-summary")).to_be_visible()
    inspection.check(clerk, "counter, nothing seen")
    fill_document(clerk, document_of(clerk.platform, IMAD), kind="id_card")
    clerk.page.fill('input[name="id_number"]', IMAD)
    fill_date(clerk, "born_on", str(person_record("people", "id_number", IMAD)["born_on"]))
    clerk.press("تحقّق", "Verify")
    clerk.expect_text("تم التحقق من الشخص", "The person is verified")
    inspection.check(clerk, "counter, verified")
    clerk.follow("سلّمه رمزًا", "Give them a code")
    fill_document(clerk, document_of(clerk.platform, IMAD), kind="id_card")
    clerk.page.fill('input[name="id_number"]', IMAD)
    clerk.press("إنشاء الرمز", "Make the code")
    clerk.expect_text("لا تُطلع أحدًا على الرمز", "Show the code to nobody")
    inspection.check(clerk, "counter, the code to print")
    imad = citizen(IMAD)
    imad.open("identity", "/account/ledger?kind=officials")
    imad.expect_text("رآك موظف ورأى وثيقتك", "An official saw you and your document")
    imad.expect_text("RAM-01", "RAM-01")


def test_a_mission_verifies_a_person_abroad_by_two_officials(
    official: Signed, window: OpenWindow, inspection: Inspection, language: str
) -> None:
    phone = ABROAD[language]
    person = window(language, **TELEPHONE)
    open_account_abroad(person, phone)
    first, second = official("MOFA-0001"), official("MOFA-0002")
    look_up(first, phone)
    first.follow("التحقق من الشخص", "Verify the person")
    fill_document(first, "AB123456", kind="passport")
    first.press("تحقّق", "Verify")
    first.expect_text("يلزم تأكيد من زميل", "A colleague has to confirm it")
    inspection.check(first, "counter, a colleague confirms")
    second.open("workplace", "/verifications/")
    inspection.check(second, "counter, the queue")
    second.main.get_by_role("link", name="Samira Jaber").last.click()
    second.expect_heading("Samira Jaber", "Samira Jaber")
    inspection.check(second, "counter, to be confirmed")
    second.press("تأكيد", "Confirm")
    expect(second.page).to_have_url(re.compile("/verifications/$"))
    person.open("identity", "/account/details")
    person.expect_text("متحقَّق منه حضوريًا", "Verified in person")


def test_a_power_of_attorney_that_a_mission_certified_is_seen_by_both_sides(
    official: Signed, citizen: Signed, inspection: Inspection, language: str
) -> None:
    notary = official("MOFA-0001")
    inspection.visit(notary, "workplace", "/papers/", "/papers/guardian/")
    notary.open("workplace", "/papers/power-of-attorney/")
    notary.press("إدخال", "Enter it")
    expect(notary.page.locator(".govuk-error-summary")).to_be_visible()
    inspection.check(notary, "papers, nothing entered")
    for field, number in (("represented", ADNAN), ("representative", RAJA)):
        notary.page.fill(f'input[name="{field}"]', number)
        notary.page.fill(f'input[name="{field}_name"]', name_of(number, language))
    notary.choose("deeds", "view")
    notary.choose("deeds", "apply")
    fill_date(notary, "starts_on", "2026-01-01")
    notary.page.fill('input[name="reference"]', f"17/2026 {language}")
    notary.press("إدخال", "Enter it")
    notary.expect_text("سارٍ", "may be used")
    inspection.check(notary, "papers, a power of attorney")
    for side, other in ((ADNAN, RAJA), (RAJA, ADNAN)):
        person = citizen(side)
        person.open("identity", "/account/mandates")
        person.expect_text("وكالة", "Power of attorney")
        expect(person.main).to_contain_text(name_of(other, "en" if language == "en" else "ar"))
    notary.press("إلغاء التفويض", "Revoke the mandate")
    notary.press("نعم، إلغاء", "Yes, revoke it")
    notary.expect_text("ملغى", "revoked")
