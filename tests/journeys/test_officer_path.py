"""The register holds a judgment: an officer of the ministry decides, with a reason."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import Newcomer, OpenWindow
from tests.journeys.printed_certificates import text_of
from tests.journeys.windows import Window
from tests.people import name_of

pytestmark = [pytest.mark.browser, pytest.mark.platform]
KHALED = "900000001"
REASON = {
    "ar": "راجعت السجل: الحكم المسجّل هو الحكم الظاهر أعلاه وحده.",
    "en": "I have read the record: it holds the one judgment shown above.",
}


@pytest.fixture
def waiting(window: OpenWindow, newcomer: Newcomer, empty_inbox: None) -> OpenWindow:
    """Return a function that opens the window of a citizen whose paid application waits for an officer."""

    def returned(language: str) -> Window:
        person = newcomer(KHALED, language=language)
        reference = person.apply()
        person.pay_by_card()
        opened = window(language)
        opened.enter_as(person)
        opened.open("portal", f"/applications/{reference}/")
        return opened

    return returned


def _open_case(officer: Window, reference: str) -> None:
    steps.sign_in_at_work(officer, "MOJ-0001")
    link = officer.main.get_by_role("link", name=reference)
    for _ in range(60):
        if link.count():
            break
        officer.page.wait_for_timeout(500)
        officer.page.reload()
    link.click()
    officer.expect_heading(name_of(KHALED, "ar"), name_of(KHALED, "en"))
    officer.expect_text("محكمة صلح الخليل", "Magistrates' Court of Hebron")
    officer.expect_text("جنحة", "Misdemeanour")
    officer.expect_text("18 حزيران 2014", "18 June 2014")


def _decide(officer: Window, action: str) -> None:
    officer.choose("action", action)
    officer.page.fill('textarea[name="reason"]', REASON[officer.language])
    officer.press("اتخاذ القرار", "Decide")
    expect(officer.page).to_have_url(re.compile(r"/inbox/$"))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_officer_approves_and_the_paper_says_what_the_register_says(
    waiting: OpenWindow, window: OpenWindow, tmp_path: Path, language: str
) -> None:
    citizen, officer = waiting(language), window(language)
    reference = citizen.reference
    _open_case(officer, reference)
    officer.press("أخذ هذه المعاملة", "Assign to me")
    officer.expect_text("MOJ-0001", "MOJ-0001")
    _decide(officer, "approve")
    citizen.wait_for_document(reference)
    words = text_of(citizen.download(tmp_path))
    assert "2014/412" in words
    assert name_of(KHALED, "en") in words


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_officer_refuses_and_the_citizen_reads_the_reason(
    waiting: OpenWindow, window: OpenWindow, tmp_path: Path, language: str
) -> None:
    citizen, officer = waiting(language), window(language)
    reference = citizen.reference
    _open_case(officer, reference)
    officer.press("اتخاذ القرار", "Decide")
    officer.expect_text("اختر قرارًا", "Choose a decision")
    _decide(officer, "reject")
    citizen.wait_for_document(reference)
    citizen.expect_text("رُفض طلبك", "Your application was refused")
    citizen.expect_text(REASON["ar"], REASON["en"])
    assert name_of(KHALED, "en") in text_of(citizen.download(tmp_path))


def test_an_officer_asks_and_goes_on_with_the_answer(waiting: OpenWindow, window: OpenWindow) -> None:
    citizen, officer = waiting("ar"), window("ar")
    reference = citizen.reference
    _open_case(officer, reference)
    _decide(officer, "ask_citizen")
    citizen.page.reload()
    citizen.expect_text("موظف يسألك", "An officer asks you")
    citizen.expect_text(REASON["ar"], REASON["en"])
    citizen.page.fill('textarea[name="answer"]', "نعم، هو الحكم الوحيد.")
    citizen.press("إرسال الجواب", "Send the answer")
    officer.open("workplace", f"/inbox/{reference}/")
    officer.expect_text("نعم، هو الحكم الوحيد.", "")
    _decide(officer, "reject")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_officer_of_another_ministry_learns_nothing(waiting: OpenWindow, window: OpenWindow, language: str) -> None:
    citizen, officer, stranger = waiting(language), window(language), window(language)
    steps.sign_in_at_work(stranger, "MOI-0001")
    assert citizen.reference not in stranger.main.inner_text()
    answer = stranger.page.goto(stranger.url("workplace", f"/inbox/{citizen.reference}/"))
    assert answer
    assert answer.status == 403
    assert name_of(KHALED, language) not in stranger.page.content()
    _open_case(officer, citizen.reference)
    _decide(officer, "reject")
