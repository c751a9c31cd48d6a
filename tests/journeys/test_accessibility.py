"""Every page, in both languages, with and without errors, is accessible and fits a screen 320 px wide."""

import re
from pathlib import Path

import pytest

from hukumati.project.run.platform import Platform
from tests.journeys import steps
from tests.journeys.accessibility import Inspection
from tests.journeys.commands import manage
from tests.journeys.conftest import AtWork, Newcomer, OpenWindow
from tests.journeys.printed_certificates import numbers_in, text_of
from tests.journeys.windows import Window
from tests.people import Citizen, misbehaving, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.platform, pytest.mark.parametrize("language", ["ar", "en"])]
ISMAIL, KARIM, OMAR, GEORGE, RAMI = "401112206", "410001101", "413334400", "906667704", "812223303"
YOUSEF_WHO_IS_SEVENTEEN, DANA_WHO_IS_NOT_IN_THE_REGISTER = "402223309", "914445507"
NO_SUCH = "NCC-0000-0000"
NO_LONGER_VALID = """
from datetime import timedelta
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now
from hukumati.documents import api
from hukumati.documents.tests.samples import ask
today = local_date(now())
times = {"issued_on": today - timedelta(90), "valid_until": today - timedelta(1)}
expired = api.issue(request=ask(key="accessibility.expired", **times))
revoked = api.issue(request=ask(key="accessibility.revoked"))
api.revoke(serial=revoked.serial, reason="x", actor="officer:MOJ-0001")
print(expired.serial, expired.code, revoked.serial, revoked.code)
"""


def test_pages_without_sign_in_are_accessible(window: OpenWindow, inspection: Inspection, language: str) -> None:
    stranger = window(language)
    inspection.visit(stranger, "start", "/")
    found, nothing = "/services/?q=convicton", "/services/?q=zzzzzzzzzz"
    inspection.visit(stranger, "portal", "/", "/services/", found, nothing, steps.SERVICE)
    inspection.visit(stranger, "portal", "/dictionary/", "/dictionary/?q=zzzzzzzzzz", "/dictionary/person.name/")
    stranger.open("portal", steps.SERVICE)
    stranger.page.locator("summary").first.click()
    inspection.check(stranger, "service page with its places shown")
    inspection.visit(stranger, "portal", "/no-such-page/", "/services/no-such-service/", "/sign-in/callback?state=x")
    stranger.open("portal", "/v")
    stranger.page.locator('input[name="csrfmiddlewaretoken"]').first.evaluate("field => field.value = ''")
    stranger.press("تحقّق", "Verify")
    inspection.check(stranger, "a form whose token is missing")


def test_signing_in_is_accessible(window: OpenWindow, inspection: Inspection, language: str) -> None:
    person = window(language)
    inspection.visit(person, "portal", "/sign-in")
    person.press("متابعة", "Continue")
    inspection.check(person, "sign-in, nothing typed")
    person.page.fill('input[name="login"]', KARIM)
    person.page.fill('input[name="password"]', "not the password")
    person.press("متابعة", "Continue")
    inspection.check(person, "sign-in, wrong password")
    person.page.fill('input[name="login"]', KARIM)
    person.page.fill('input[name="password"]', "zaytoun-2026")
    person.press("متابعة", "Continue")
    inspection.check(person, "code")
    address = person.page.url
    person.press("تسجيل الدخول", "Sign in")
    inspection.check(person, "code, nothing typed")
    person.page.fill('input[name="code"]', "000 000")
    person.press("تسجيل الدخول", "Sign in")
    inspection.check(person, "code, wrong")
    person.main.locator("form").nth(1).get_by_role("button").click()
    inspection.check(person, "code, asked for another too soon")
    other = window(language)
    other.page.goto(address)
    inspection.check(other, "code, at another browser")
    inspection.visit(other, "identity", "/sign-out")
    other.press("تسجيل الخروج", "Sign out")
    inspection.check(other, "signed out")
    other.page.goto(f"{other.platform.urls['identity']}/authorize?client_id=nobody&ui_locales={language}")
    inspection.check(other, "an authorization request of nobody")


def test_applying_is_accessible(window: OpenWindow, newcomer: Newcomer, inspection: Inspection, language: str) -> None:
    person, citizen = newcomer(ISMAIL, language=language), window(language)
    citizen.enter_as(person)
    citizen.open("portal", f"{steps.SERVICE}apply/?again=1")
    inspection.check(citizen, "about you")
    reference = citizen.reference
    citizen.page.fill('input[name="phone"]', "12")
    citizen.press("حفظ ومتابعة", "Save and continue")
    inspection.check(citizen, "about you, wrong telephone")
    citizen.page.fill('input[name="phone"]', "0599000109")
    citizen.press("حفظ ومتابعة", "Save and continue")
    inspection.check(citizen, "purpose")
    citizen.press("حفظ ومتابعة", "Save and continue")
    inspection.check(citizen, "purpose, nothing chosen")
    citizen.choose("purpose", "other")
    citizen.press("حفظ ومتابعة", "Save and continue")
    inspection.check(citizen, "purpose, other but not said")
    citizen.choose("purpose", "travel")
    citizen.press("حفظ ومتابعة", "Save and continue")
    inspection.check(citizen, "delivery")
    citizen.choose("collect_method", "post_office")
    citizen.press("حفظ ومتابعة", "Save and continue")
    inspection.check(citizen, "delivery, no post office")
    citizen.choose("collect_method", "download")
    citizen.press("حفظ ومتابعة", "Save and continue")
    inspection.check(citizen, "check")
    stale = citizen.new_page()
    stale.goto(citizen.page.url)
    citizen.press("تقديم الطلب والانتقال إلى الدفع", "Submit and go to payment")
    inspection.visit(citizen, "portal", f"/applications/{reference}/", "/applications/")
    citizen.open("portal", f"/applications/{reference}/")
    citizen.page.locator("summary").last.click()
    citizen.page.locator(".govuk-button--warning").click()
    inspection.check(citizen, "withdrawn")
    citizen.page = stale
    stale.locator("main form button").last.click()
    inspection.check(citizen, "submitted in another window")


def test_paying_is_accessible(
    platform: Platform, window: OpenWindow, newcomer: Newcomer, inspection: Inspection, language: str
) -> None:
    person, citizen = newcomer(GEORGE, language=language), window(language)
    reference = person.apply()
    citizen.enter_as(person)
    inspection.visit(citizen, "portal", f"/applications/{reference}/pay/cash/", f"/applications/{reference}/pay/")
    citizen.press("متابعة", "Continue")
    inspection.check(citizen, "pay, nothing chosen")
    with misbehaving(platform, "acquirer", "down"):
        citizen.choose("way", "card")
        citizen.press("متابعة", "Continue")
        inspection.check(citizen, "pay, the card company is away")
    citizen.open("portal", f"/applications/{reference}/pay/")
    steps.choose_card(citizen)
    inspection.check(citizen, "the card company's page")
    steps.type_card(citizen, "4242")
    inspection.check(citizen, "the card company's page, wrong number")
    address = citizen.page.url
    with misbehaving(platform, "acquirer", "down:get"):
        citizen.open("portal", f"/applications/{reference}/pay/return/")
        inspection.check(citizen, "back from the card company, which does not answer")
    citizen.page.goto(address)
    steps.type_card(citizen, steps.CHALLENGED_CARD)
    inspection.check(citizen, "the bank's question")
    challenged = citizen.page.url
    citizen.press("أرفض", "Refuse")
    inspection.check(citizen, "pay, not paid")
    citizen.page.goto(challenged)
    inspection.check(citizen, "the card company's page, ended")
    citizen.page.goto(citizen.url("acquirer", "/pay/none"))
    inspection.check(citizen, "the card company's page, unknown")


def test_refusals_to_apply_are_accessible(
    platform: Platform, window: OpenWindow, newcomer: Newcomer, at_work: AtWork, inspection: Inspection, language: str
) -> None:
    for id_number in (YOUSEF_WHO_IS_SEVENTEEN, DANA_WHO_IS_NOT_IN_THE_REGISTER):
        citizen = window(language)
        citizen.enter_as(newcomer(id_number, language=language))
        inspection.visit(citizen, "portal", f"{steps.SERVICE}apply/?again=1")
    with misbehaving(platform, "population", "down"):
        citizen = window(language)
        citizen.enter_as(newcomer(OMAR, language=language))
        inspection.visit(citizen, "portal", f"{steps.SERVICE}apply/?again=1")
    official = at_work("MOJ-0002", language=language)
    clerk = window(language)
    clerk.enter_as(official)
    inspection.visit(clerk, "portal", f"{steps.SERVICE}apply/?again=1")


def _waiting_case(person: Citizen) -> str:
    reference = person.apply()
    person.pay_by_card()
    return reference


def test_a_decision_of_an_officer_is_accessible(
    window: OpenWindow,
    newcomer: Newcomer,
    at_work: AtWork,
    inspection: Inspection,
    empty_inbox: None,
    language: str,
) -> None:
    person, citizen, officer = newcomer(RAMI, language=language), window(language), window(language)
    official = at_work("MOJ-0001", language=language)
    citizen.enter_as(person)
    officer.enter_as(official)
    inspection.visit(officer, "workplace", "/inbox/")
    reference = _waiting_case(person)
    wait_for("the case in the inbox", lambda: reference in official.open("/inbox/").text)
    inspection.visit(citizen, "portal", f"/applications/{reference}/")
    inspection.visit(officer, "workplace", "/inbox/", f"/inbox/{reference}/")
    officer.press("اتخاذ القرار", "Decide")
    inspection.check(officer, "decision, nothing said")
    stale = officer.new_page()
    stale.goto(officer.url("workplace", f"/inbox/{reference}/"))
    official.decide(reference, action="ask_citizen", reason="؟ Which one?")
    inspection.visit(citizen, "portal", f"/applications/{reference}/")
    citizen.press("إرسال الجواب", "Send the answer")
    inspection.check(citizen, "answer, nothing said")
    citizen.page.fill('textarea[name="answer"]', "The first. الأول.")
    citizen.press("إرسال الجواب", "Send the answer")
    officer.page = stale
    officer.choose("action", "approve")
    officer.page.fill('textarea[name="reason"]', "Too late")
    officer.press("اتخاذ القرار", "Decide")
    inspection.check(officer, "the case has changed meanwhile")
    officer.open("workplace", f"/inbox/{reference}/")
    officer.press("أخذ هذه المعاملة", "Assign to me")
    inspection.check(officer, "a case taken")
    official.decide(reference, action="reject", reason="A recent felony.\nحكم حديث بجناية.")
    citizen.wait_for_document(reference)
    inspection.check(citizen, "refused")
    citizen.page.goto(officer.url("workplace", f"/inbox/{reference}/"))
    officer.open("workplace", f"/inbox/{reference}/")
    inspection.check(officer, "a case decided")


def test_refusals_at_the_workplace_are_accessible(
    window: OpenWindow, newcomer: Newcomer, at_work: AtWork, inspection: Inspection, language: str
) -> None:
    stranger = window(language)
    stranger.enter_as(at_work("MOI-0001", language=language))
    inspection.visit(stranger, "workplace", f"/inbox/{NO_SUCH}/", "/desk/", "/no-such-page/")
    visitor = window(language)
    steps.sign_in(visitor, OMAR)
    inspection.visit(visitor, "workplace", "/")


def test_collection_and_hand_over_are_accessible(
    window: OpenWindow, newcomer: Newcomer, at_work: AtWork, inspection: Inspection, language: str
) -> None:
    person, citizen, clerk = newcomer(OMAR, language=language), window(language), window(language)
    official = at_work("POST-0001", language=language)
    citizen.enter_as(person)
    clerk.enter_as(official)
    reference = person.apply(method="post_office", place="RAM-01")
    person.pay_by_card()
    citizen.wait_for_document(reference)
    inspection.check(citizen, "on its way to the post office")
    inspection.visit(clerk, "workplace", "/desk/", f"/desk/{reference}/")
    clerk.press("وصلت إلى هنا", "Record arrival")
    inspection.check(clerk, "a document at the desk")
    citizen.page.reload()
    inspection.check(citizen, "waiting at the post office")
    code = citizen.page.locator(".govuk-panel__body").inner_text().strip()
    clerk.press("تسليم", "Hand over")
    inspection.check(clerk, "hand-over, nothing said")
    official.hand_over(reference, code)
    clerk.open("workplace", f"/desk/{reference}/")
    inspection.check(clerk, "handed over")
    clerk.open("workplace", "/desk/")
    clerk.page.fill('input[name="reference"]', "x")
    clerk.press("بحث", "Find")
    inspection.check(clerk, "desk, no reference")
    citizen.page.reload()
    citizen.page.locator("summary").first.click()
    inspection.check(citizen, "collected, with the messages shown")
    inspection.visit(citizen, "portal", "/applications/")
    citizen.page.goto(citizen.url("portal", f"/applications/{reference}/"))


def test_verifying_is_accessible(
    platform: Platform,
    window: OpenWindow,
    newcomer: Newcomer,
    inspection: Inspection,
    tmp_path: Path,
    language: str,
) -> None:
    person, anybody = newcomer(KARIM, language=language), window(language)
    reference = _waiting_case(person)
    paper = tmp_path / "certificate.pdf"
    paper.write_bytes(person.wait_for_document(reference))
    owner = window(language)
    owner.enter_as(person)
    inspection.visit(owner, "portal", f"{steps.SERVICE}apply/")
    others = manage(platform, "shell", "-v", "0", "-c", NO_LONGER_VALID).split()[-4:]
    inspection.visit(anybody, "portal", "/v")
    _verify_numbers(inspection, anybody, "", "")
    _verify_numbers(inspection, anybody, "NCC-2026-9999999", "AAAAA-AAAAA")
    for serial, code in (numbers_in(text_of(paper)), others[:2], others[2:]):
        _verify_numbers(inspection, anybody, serial, code)
    _verify_files(inspection, anybody, paper)


def _verify_numbers(inspection: Inspection, anybody: Window, serial: str, code: str) -> None:
    anybody.open("portal", "/v")
    anybody.page.fill('input[name="serial"]', serial)
    anybody.page.fill('input[name="code"]', code)
    anybody.press("تحقّق", "Verify")
    inspection.check(anybody, f"verify: {serial} {code}")


def _verify_files(inspection: Inspection, anybody: Window, paper: Path) -> None:
    content = paper.read_bytes()
    altered = content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]
    files = {
        "valid": content,
        "altered": altered,
        "not a PDF": b"hello",
        "empty": b"",
        "large": b"%PDF-" + b"x" * 11_000_000,
    }
    inspection.visit(anybody, "portal", "/v/file/")
    anybody.press("تحقّق", "Verify")
    inspection.check(anybody, "verify a file: none chosen")
    for name, data in files.items():
        given = paper.with_name(f"{re.sub('[^a-z]', '', name)}.pdf")
        given.write_bytes(data)
        anybody.open("portal", "/v/file/")
        anybody.page.set_input_files('input[name="file"]', given)
        anybody.press("تحقّق", "Verify")
        inspection.check(anybody, f"verify a file: {name}")


def test_pages_of_the_simulators_are_accessible(
    window: OpenWindow, newcomer: Newcomer, inspection: Inspection, language: str
) -> None:
    person, anybody = newcomer(GEORGE, language=language), window(language)
    number = person.cash_reference(person.apply())
    for simulator in ("sms", "mail", "agent", "acquirer", "population", "criminal_register"):
        inspection.visit(anybody, simulator, "/")
    anybody.open("agent")
    anybody.page.fill("#reference", "123")
    anybody.press("اعرض الفاتورة", "Show the bill")
    inspection.check(anybody, "the till, wrong number")
    anybody.page.fill("#reference", number)
    anybody.press("اعرض الفاتورة", "Show the bill")
    inspection.check(anybody, "the till, a bill")
    anybody.press("قبضتُ النقود", "I have taken the cash")
    inspection.check(anybody, "the till, a receipt")
    anybody.open("mail")
    anybody.page.locator("article a").first.click()
    inspection.check(anybody, "a letter")
