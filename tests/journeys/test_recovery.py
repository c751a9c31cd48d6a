"""Losing and recovering an account on a telephone, in both languages; devices, changes, locks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from hukumati.project.run.platform import Platform
from tests.journeys.accessibility import Inspection
from tests.journeys.conftest import OpenWindow
from tests.journeys.database import change, rows
from tests.journeys.identities import NEW_PASSWORD, TELEPHONE, document_of, fill_code
from tests.journeys.steps import fill_date, phone_of
from tests.journeys.windows import Window
from tests.people import PASSWORD, code_in, emails_to, person_record, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.platform, pytest.mark.parametrize("language", ["ar", "en"])]
AMNA, EMAIL = "000000018", "amna@example.test"
NEW_PHONES = {"ar": "+970569777301", "en": "+970569777302"}


@pytest.fixture(autouse=True)
def _amna_as_before(platform: Platform) -> Iterator[None]:
    """Give Amna back what her account had, for the tests after these."""
    sql = "SELECT id, phone, phone_digest, password_hash, state FROM identity_account"
    before = rows(platform, sql)
    for event in ("lock SET locked_at = locked_at", "recovery SET done_at = done_at"):
        change(platform, f"UPDATE identity_{event} - interval '8 days'")  # what was lost lately makes cautious
    change(platform, "UPDATE identity_contact_change SET changed_at = changed_at - interval '8 days'")
    yield
    back = "UPDATE identity_account SET phone = %s, phone_digest = %s, password_hash = %s, state = %s WHERE id = %s"
    after = {row["id"]: row for row in rows(platform, sql)}
    for row in before:
        if row != after[row["id"]]:
            change(platform, back, row["phone"], row["phone_digest"], row["password_hash"], row["state"], row["id"])


def let_a_day_pass(platform: Platform) -> None:
    """Let the cooling-off of every recovery be over, once the register has answered."""
    waiting = "SELECT 1 FROM identity_recovery WHERE check_state = 'waiting' AND effective_at IS NOT NULL"
    wait_for("the register", lambda: not rows(platform, waiting))
    change(platform, "UPDATE identity_recovery SET effective_at = now() WHERE effective_at > now()")
    change(
        platform,
        "UPDATE procrastinate_jobs SET scheduled_at = now() "
        "WHERE task_name = 'identity.finish_recovery' AND status = 'todo'",
    )


def sign_in(window: Window, *, password: str = PASSWORD, phone: str = "") -> None:
    """Sign Amna in to her account."""
    number = phone or phone_of(AMNA)
    window.open("identity", "/account")
    window.page.fill('input[name="login"]', AMNA)
    window.page.fill('input[name="password"]', password)
    fill_code(window, number, act=lambda: window.press("متابعة", "Continue"))
    window.press("تسجيل الدخول", "Sign in")
    expect(window.page).to_have_url(window.url("identity", "/account"))


def is_done(platform: Platform) -> bool:
    """Return whether the last recovery has taken effect."""
    return bool(rows(platform, "SELECT done_at FROM identity_recovery ORDER BY created_at DESC")[0]["done_at"])


def test_a_forgotten_password_is_replaced_after_a_day(
    platform: Platform, window: OpenWindow, inspection: Inspection, language: str
) -> None:
    person = window(language, **TELEPHONE)
    inspection.visit(person, "identity", "/recover", "/recover/phone", "/recover/stolen", "/recover/in-person")
    person.open("identity", "/recover/password")
    person.press("متابعة", "Continue")
    inspection.check(person, "recover, nothing typed")
    person.page.fill('input[name="login"]', AMNA)
    fill_date(person, "born_on", str(person_record("people", "id_number", AMNA)["born_on"]))
    person.page.fill('input[name="document"]', document_of(platform, AMNA))
    fill_code(person, phone_of(AMNA), act=lambda: person.press("متابعة", "Continue"))
    inspection.check(person, "recover, code")
    person.press("متابعة", "Continue")
    person.page.fill('input[name="password"]', NEW_PASSWORD)
    inspection.check(person, "recover, password")
    person.press("استعادة الحساب", "Recover your account")
    person.expect_heading("بدأت استعادة حسابك", "Your recovery has begun")
    inspection.check(person, "recover, begun")
    wait_for("the notice", lambda: [each for each in emails_to(platform, EMAIL) if "/not-me/" in each["text"]])
    let_a_day_pass(platform)
    wait_for("the recovery", lambda: is_done(platform))
    sign_in(window(language, **TELEPHONE), password=NEW_PASSWORD)


def test_a_new_telephone_takes_the_password_and_the_e_mail(
    platform: Platform, window: OpenWindow, language: str
) -> None:
    person, new = window(language, **TELEPHONE), NEW_PHONES[language]
    person.open("identity", "/recover/phone")
    person.page.fill('input[name="login"]', AMNA)
    person.page.fill('input[name="password"]', PASSWORD)
    person.page.fill('input[name="new_phone"]', new)
    before = len(emails_to(platform, EMAIL))
    fill_code(person, new, act=lambda: person.press("متابعة", "Continue"), field="code_of_new_phone")
    sent = wait_for("the e-mail", lambda: emails_to(platform, EMAIL)[before:])
    person.page.fill('input[name="code"]', code_in(sent[0]["text"]))
    person.press("متابعة", "Continue")
    person.expect_heading("بدأت استعادة حسابك", "Your recovery has begun")
    let_a_day_pass(platform)
    wait_for("the recovery", lambda: is_done(platform))
    sign_in(window(language, **TELEPHONE), phone=new)


def test_another_device_is_signed_out_and_a_stolen_telephone_locked(
    window: OpenWindow, inspection: Inspection, language: str
) -> None:
    first, second = window(language, **TELEPHONE), window(language)
    sign_in(first)
    sign_in(second)
    second.open("identity", "/account/devices")
    inspection.check(second, "devices, two")
    second.press("تسجيل الخروج من كل الأجهزة الأخرى", "Sign out on all other devices")
    second.expect_text("سُجّل الخروج من كل الأجهزة الأخرى.", "All other devices are signed out.")
    first.page.reload()
    expect(first.page.locator('input[name="login"]')).to_be_visible()
    first.open("identity", "/recover/stolen")
    first.page.fill('input[name="login"]', AMNA)
    first.page.fill('input[name="password"]', PASSWORD)
    first.press("أقفلوا حسابي", "Lock my account")
    inspection.check(first, "stolen, asked")
    second.page.reload()
    expect(second.page.locator('input[name="login"]')).to_be_visible()


def test_a_text_message_locks_the_account(
    platform: Platform, window: OpenWindow, inspection: Inspection, language: str
) -> None:
    person, telephone = window(language, **TELEPHONE), window(language)
    sign_in(person)
    inspection.visit(
        person, "identity", "/account/lock", "/locked", "/account/details/phone", "/account/details/password"
    )
    telephone.open("sms")
    telephone.page.fill("#from", phone_of(AMNA))
    telephone.page.fill("#text", person.localized("قفل", "LOCK"))
    telephone.page.get_by_role("button", name=person.localized("إرسال", "Send"), exact=True).click()
    expect(telephone.page.get_by_role("status")).to_be_visible()
    person.open("identity", "/account")
    expect(person.page.locator('input[name="login"]')).to_be_visible()
