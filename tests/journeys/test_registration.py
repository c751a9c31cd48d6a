"""Opening an account on a telephone, in both languages, also while the register or the SMS gateway is down."""

import pytest
from playwright.sync_api import expect

from hukumati.project.run.platform import Platform
from tests.journeys.accessibility import Inspection
from tests.journeys.conftest import OpenWindow
from tests.journeys.database import rows
from tests.journeys.identities import (
    NEW_PASSWORD,
    TELEPHONE,
    document_of,
    fill_claim,
    fill_code,
    open_account_abroad,
)
from tests.journeys.steps import phone_of
from tests.journeys.windows import Window
from tests.people import messages_to, misbehaving, name_of, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.platform, pytest.mark.parametrize("language", ["ar", "en"])]
NEWCOMERS = {"ar": "403334402", "en": "405556606"}
STRANGERS = {"ar": "+970599777101", "en": "+970599777102"}
ABROAD = {"ar": "+56961234501", "en": "+56961234502"}


def open_account(window: Window, id_number: str, phone: str, *, document: str = "") -> None:
    """Open an account up to the page that says so."""
    window.open("identity", "/open-account")
    fill_claim(window, id_number, phone=phone, document=document)
    fill_code(window, phone, act=lambda: window.press("متابعة", "Continue"))
    window.press("متابعة", "Continue")
    window.page.fill('input[name="password"]', NEW_PASSWORD)
    window.press("فتح الحساب", "Open the account")
    window.expect_heading("حسابك مفتوح", "Your account is open")


def sign_in(window: Window, login: str, phone: str) -> None:
    """Sign in to the account's own pages."""
    window.open("identity", "/account")
    window.page.fill('input[name="login"]', login)
    window.page.fill('input[name="password"]', NEW_PASSWORD)
    fill_code(window, phone, act=lambda: window.press("متابعة", "Continue"))
    window.press("تسجيل الدخول", "Sign in")
    expect(window.page).to_have_url(window.url("identity", "/account"))


def is_verified(platform: Platform, phone: str) -> bool:
    """Return whether a message has told the holder of a telephone that the account is verified."""
    texts = [message["text"] for message in messages_to(platform, phone)]
    return any("verified" in text or "تحققنا" in text for text in texts)


def test_a_newcomer_opens_an_account_while_the_register_is_down_and_is_verified_later(
    platform: Platform, window: OpenWindow, inspection: Inspection, language: str
) -> None:
    id_number = NEWCOMERS[language]
    phone, document = phone_of(id_number), document_of(platform, id_number)
    person = window(language, **TELEPHONE)
    inspection.visit(person, "identity", "/open-account", "/open-account/abroad")
    person.open("identity", "/open-account")
    person.press("متابعة", "Continue")
    inspection.check(person, "register, nothing typed")
    with misbehaving(platform, "population", "down"):
        open_account(person, id_number, phone, document=document)
        inspection.check(person, "register, done")
        person.press("الانتقال إلى حسابك", "Go to your account")
        inspection.visit(person, "identity", "/account", "/account/details", "/account/verify", "/account/devices")
        person.open("identity", "/account/details")
        person.expect_text("غير متحقَّق منه", "Not verified")
    wait_for("the verification", lambda: is_verified(platform, phone), seconds=120)
    fresh = window(language, **TELEPHONE)
    sign_in(fresh, id_number, phone)
    fresh.open("identity", "/account/details")
    fresh.expect_text("متحقَّق منه في سجل السكان", "Verified with the population register")
    wait_for("the name", lambda: rows(platform, "SELECT 1 FROM identity_account WHERE name_ar <> ''"))
    fresh.page.reload()
    fresh.expect_text(*(name_of(id_number, each) for each in ("ar", "en")))


def test_a_stranger_with_other_numbers_gets_the_same_pages_and_no_more(
    platform: Platform, window: OpenWindow, inspection: Inspection, language: str
) -> None:
    person = window(language, **TELEPHONE)
    open_account(person, "400000006", STRANGERS[language], document="999999999")
    person.open("identity", "/account/details")
    person.expect_text("غير متحقَّق منه", "Not verified")
    person.open("identity", "/account/verify")
    person.press("أرسلوا إليّ رسالة بالبريد", "Post me a letter")
    inspection.check(person, "verify, letter requested")
    assert not is_verified(platform, STRANGERS[language])
    wait_for(
        "the notice to the holder",
        lambda: [each for each in messages_to(platform, phone_of("400000006")) if "رقم هويتك" in each["text"]],
    )


def test_while_the_sms_gateway_is_down_the_code_comes_later(
    platform: Platform, window: OpenWindow, inspection: Inspection, language: str
) -> None:
    person, phone = window(language, **TELEPHONE), f"+97059977720{len(language + 'x' * (language == 'en'))}"
    person.open("identity", "/open-account")
    fill_claim(person, "400000006", phone=phone)
    with misbehaving(platform, "sms", "down"):
        person.press("متابعة", "Continue")
        person.expect_heading("أدخل الرمز الوارد في الرسالة القصيرة", "Enter the code from the SMS")
        person.page.fill('input[name="code"]', "000000")
        person.press("متابعة", "Continue")
        inspection.check(person, "register, wrong code")
    wait_for("the code", lambda: messages_to(platform, phone), seconds=90)
    person.page.fill('input[name="code"]', person.read_code(phone))
    person.press("متابعة", "Continue")
    person.expect_heading("اختر كلمة مرور", "Choose a password")
    inspection.check(person, "register, password")


def test_a_person_abroad_opens_an_account_without_an_id_number(
    window: OpenWindow, inspection: Inspection, language: str
) -> None:
    person, phone = window(language, **TELEPHONE), ABROAD[language]
    open_account_abroad(person, phone)
    person.expect_text("بعثة فلسطين", "mission of Palestine")
    inspection.check(person, "register abroad, done")
