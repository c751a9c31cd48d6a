"""Passkeys in a real browser with a virtual security key: add, sign in, sign in anew, copied, lost, removed."""

import io

import pyotp
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from hukumati.project.run.platform import Platform
from tests.journeys.accessibility import Inspection
from tests.journeys.conftest import OpenWindow
from tests.journeys.database import change, rows
from tests.journeys.security_keys import SecurityKey, plug_in, without_offers
from tests.journeys.windows import Window
from tests.people import citizen, messages_to, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.platform, pytest.mark.parametrize("language", ["ar", "en"])]
SMALL = {"viewport": {"width": 360, "height": 720}}
LAYLA = "400000006"
ACCOUNT, FACTORS = "/account", "/account/factors"


@pytest.fixture(autouse=True)
def _as_in_the_beginning(platform: Platform) -> None:
    """Leave Layla without the factors that an earlier test gave her."""
    change(platform, "DELETE FROM identity_passkey_challenge")
    change(platform, "DELETE FROM identity_totp_secret")
    change(platform, "DELETE FROM identity_recovery_code")
    change(platform, "UPDATE identity_login_session SET passkey_id = NULL, ended_at = coalesce(ended_at, now())")
    change(platform, "DELETE FROM identity_passkey")


@pytest.fixture
def layla(window: OpenWindow, platform: Platform, language: str) -> Window:
    """Layla's telephone, where she is signed in to her account."""
    fresh = window(language, **SMALL)
    fresh.open("identity", FACTORS)
    fresh.pass_sign_in(LAYLA, citizen(platform, LAYLA).phone)
    fresh.expect_heading("طرق دخولك", "How you sign in")
    return fresh


def add_passkey(person: Window, name: str = "هاتفي") -> None:
    """Add a passkey with the key that is plugged in."""
    person.open("identity", f"{FACTORS}/passkeys/new")
    person.page.fill('input[name="name"]', name)
    person.press("إضافة مفتاح مرور", "Add a passkey")
    person.expect_text("أُضيف مفتاح المرور", "The passkey was added")


def sign_out(person: Window) -> None:
    """Sign out of the provider."""
    person.open("identity", "/sign-out")
    person.press("تسجيل الخروج", "Sign out")


def press_passkey(person: Window) -> None:
    """Press the button that signs in with a passkey."""
    person.press("الدخول بمفتاح مرور", "Sign in with a passkey")


def sign_ins(platform: Platform) -> list[list[str]]:
    """Return the methods of the sessions that are open, oldest first."""
    found = rows(platform, "SELECT amr FROM identity_login_session WHERE ended_at IS NULL ORDER BY auth_time")
    return [row["amr"] for row in found]


def test_a_passkey_is_added_and_signs_in_by_the_button_with_no_number_and_no_code(
    platform: Platform, layla: Window, inspection: Inspection
) -> None:
    key = plug_in(layla)
    without_offers(layla)
    inspection.check(layla, "factors, none yet")
    layla.open("identity", f"{FACTORS}/passkeys/new")
    inspection.check(layla, "a new passkey")
    add_passkey(layla)
    inspection.check(layla, "factors with a passkey")
    assert [each["isResidentCredential"] for each in key.credentials()] == [True]
    sign_out(layla)
    sent = len(messages_to(platform, citizen(platform, LAYLA).phone))
    layla.open("portal", "/sign-in")
    expect(
        layla.main.get_by_role("button", name=layla.localized("الدخول بمفتاح مرور", "Sign in with a passkey"))
    ).to_be_visible()
    inspection.check(layla, "sign-in with the button for passkeys")
    press_passkey(layla)
    layla.page.wait_for_url(f"{platform.urls['portal']}/**")
    assert "/sign-in" not in layla.page.url
    assert sign_ins(platform) == [["hwk", "user", "mfa"]]
    assert len(messages_to(platform, citizen(platform, LAYLA).phone)) == sent


def test_the_browser_offers_the_passkey_under_the_field_and_it_signs_in(platform: Platform, layla: Window) -> None:
    plug_in(layla)
    add_passkey(layla)
    sign_out(layla)
    layla.open("identity", ACCOUNT)  # a virtual key is touched as soon as it is offered
    layla.expect_heading("حسابك", "Your account")
    assert sign_ins(platform) == [["hwk", "user", "mfa"]]


def test_who_was_signed_in_long_ago_proves_it_again_by_passkey_before_a_sensitive_act(
    platform: Platform, layla: Window
) -> None:
    plug_in(layla)
    without_offers(layla)
    add_passkey(layla)
    change(platform, "UPDATE identity_login_session SET auth_time = auth_time - interval '20 minutes'")
    layla.open("identity", f"{FACTORS}/passkeys/new")
    layla.expect_heading("تسجيل الدخول", "Sign in")
    press_passkey(layla)
    layla.expect_heading("إضافة مفتاح مرور", "Add a passkey")
    assert sign_ins(platform) == [["hwk", "user", "mfa"]], "the session goes on, with another method"


def test_who_is_not_recognised_by_the_key_does_not_get_in(platform: Platform, layla: Window) -> None:
    key = plug_in(layla)
    without_offers(layla)
    add_passkey(layla)
    sign_out(layla)
    key.verify_user(False)
    layla.open("identity", ACCOUNT)
    press_passkey(layla)
    expect(layla.page.locator("[data-passkey-status]")).to_contain_text(
        layla.localized("لم يكتمل الدخول من جهازك", "Your device did not sign in")
    )
    assert sign_ins(platform) == []


def test_a_copy_of_a_passkey_is_found_refused_and_told_of(
    platform: Platform, layla: Window, window: OpenWindow, inspection: Inspection, language: str
) -> None:
    key = plug_in(layla)
    without_offers(layla)
    add_passkey(layla)
    copied = key.credentials()[0]
    sign_out(layla)
    layla.open("identity", ACCOUNT)
    press_passkey(layla)
    layla.expect_heading("حسابك", "Your account")
    phone = citizen(platform, LAYLA).phone
    before = len(messages_to(platform, phone))
    thief = window(language, **SMALL)
    without_offers(thief)
    _copy_to(thief, copied)
    thief.open("identity", ACCOUNT)
    press_passkey(thief)
    thief.expect_text("قد تكون لمفتاح المرور هذا نسخة", "There may be a copy of this passkey")
    inspection.check(thief, "a copy is refused")
    assert sign_ins(platform) == []
    message = wait_for("the notice", lambda: messages_to(platform, phone)[before:])[-1]
    assert "/not-me/" in message["text"]
    layla.open("identity", FACTORS)
    layla.pass_sign_in(LAYLA, phone)
    inspection.check(layla, "factors with a locked passkey")
    layla.expect_text("مقفل", "Locked")


def _copy_to(thief: Window, credential: dict[str, object]) -> SecurityKey:
    key = plug_in(thief)
    key.put(credential)
    return key


def test_who_lost_the_key_signs_in_with_the_password_and_removes_it(
    platform: Platform, layla: Window, window: OpenWindow, inspection: Inspection, language: str
) -> None:
    plug_in(layla)
    without_offers(layla)
    add_passkey(layla, "المفتاح الضائع")
    sign_out(layla)
    layla.open("identity", ACCOUNT)
    press_passkey(layla)
    layla.expect_heading("حسابك", "Your account")
    elsewhere = window(language, **SMALL)
    elsewhere.open("identity", FACTORS)
    elsewhere.pass_sign_in(LAYLA, citizen(platform, LAYLA).phone)
    elsewhere.follow("المفتاح الضائع", "المفتاح الضائع")
    elsewhere.expect_heading("المفتاح الضائع", "المفتاح الضائع")
    inspection.check(elsewhere, "one passkey")
    elsewhere.press("إزالة مفتاح المرور", "Remove the passkey")
    elsewhere.expect_text("أُزيل مفتاح المرور", "The passkey was removed")
    assert sign_ins(platform) == [["pwd", "sms"]], "the lost device is signed out"
    layla.open("identity", ACCOUNT)
    press_passkey(layla)
    layla.expect_text("لا يمكن استعمال مفتاح المرور هذا", "This passkey cannot be used")
    inspection.check(layla, "a passkey that was removed")


def test_an_app_and_recovery_codes_are_set_up_and_sign_in(
    platform: Platform, layla: Window, window: OpenWindow, inspection: Inspection, language: str
) -> None:
    layla.open("identity", f"{FACTORS}/app")
    layla.page.locator("summary").click()
    inspection.check(layla, "a new app")
    app = pyotp.TOTP(layla.page.locator("code").inner_text().replace(" ", ""))
    layla.page.fill('input[name="code"]', app.now())
    layla.press("إضافة التطبيق", "Add the app")
    layla.expect_text("أُضيف تطبيق المصادقة", "The authenticator app was added")
    layla.open("identity", f"{FACTORS}/app")
    inspection.check(layla, "removing the app")
    layla.open("identity", f"{FACTORS}/recovery-codes")
    inspection.check(layla, "recovery codes explained")
    layla.press("إنشاء الرموز وعرضها", "Make and show the codes")
    inspection.check(layla, "recovery codes shown")
    code = layla.page.locator("code").first.inner_text()
    elsewhere = window(language, **SMALL)
    elsewhere.open("identity", ACCOUNT)
    elsewhere.page.fill('input[name="login"]', LAYLA)
    elsewhere.page.fill('input[name="password"]', "zaytoun-2026")
    elsewhere.press("متابعة", "Continue")
    elsewhere.expect_heading("أدخل الرمز من تطبيقك", "Enter the code from your app")
    inspection.check(elsewhere, "a code from the app")
    elsewhere.follow("طرق أخرى للدخول", "Other ways to sign in")
    inspection.check(elsewhere, "other ways")
    elsewhere.follow("رمز من الورقة المطبوعة", "A code from a printed sheet")
    inspection.check(elsewhere, "a code from a sheet")
    elsewhere.follow("طرق أخرى للدخول", "Other ways to sign in")
    elsewhere.follow("رمز استرداد", "A recovery code")
    elsewhere.press("تسجيل الدخول", "Sign in")
    inspection.check(elsewhere, "a recovery code, nothing entered")
    elsewhere.page.fill('input[name="code"]', code)
    elsewhere.press("تسجيل الدخول", "Sign in")
    elsewhere.expect_heading("حسابك", "Your account")
    inspection.check(elsewhere, "the account")


def test_a_computer_is_signed_in_from_the_telephone_by_qr_code_and_number(
    platform: Platform, layla: Window, window: OpenWindow, inspection: Inspection, language: str
) -> None:
    plug_in(layla)
    without_offers(layla)
    add_passkey(layla)
    sign_out(layla)
    layla.open("identity", ACCOUNT)
    press_passkey(layla)
    layla.expect_heading("حسابك", "Your account")
    computer = window(language, **SMALL)
    computer.open("identity", ACCOUNT)
    computer.press("الدخول بهاتفك", "Sign in with your phone")
    computer.expect_heading("الدخول بهاتفك", "Sign in with your phone")
    inspection.check(computer, "the QR code and the number")
    layla.page.goto(_scanned(computer))
    layla.expect_heading("هل تدخل الآن على جهاز آخر؟", "Are you signing in on another device?")
    inspection.check(layla, "approving on the telephone")
    number = computer.page.locator(".govuk-heading-xl").inner_text()
    layla.main.get_by_role("button", name=number, exact=True).click()
    layla.expect_heading("وافقت على الدخول", "You have approved it")
    inspection.check(layla, "approved")
    computer.expect_heading("حسابك", "Your account")
    assert sign_ins(platform) == [["hwk", "user", "mfa"], ["mca", "mfa"]]
    layla.page.go_back()
    layla.page.reload()
    layla.expect_heading("لم يعد هذا الرمز صالحًا", "This code is no longer valid")
    inspection.check(layla, "a code that was used")


def _scanned(computer: Window) -> str:
    """Return the address in the QR code on a page, as a camera reads it."""
    picture = Image.open(io.BytesIO(computer.page.locator("main img").screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text
