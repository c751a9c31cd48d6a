"""The whole journey works in a browser that runs no scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hukumati.project.run.platform import Platform
from tests.journeys import steps
from tests.journeys.conftest import Newcomer, OpenWindow
from tests.journeys.database import end_newest_session
from tests.journeys.printed_certificates import numbers_in, text_of
from tests.people import name_of

pytestmark = [pytest.mark.browser, pytest.mark.platform]
CHIARA = "800000002"


def test_the_whole_journey_needs_no_script_and_fits_a_small_screen(
    window: OpenWindow, newcomer: Newcomer, tmp_path: Path
) -> None:
    newcomer(CHIARA)
    citizen = window("ar", java_script_enabled=False, viewport={"width": 320, "height": 640})
    steps.sign_in(citizen, CHIARA)
    reference = steps.apply(citizen, purpose="employment")
    steps.pay_by_card(citizen)
    citizen.wait_for_document(reference)
    words = text_of(citizen.download(tmp_path))
    assert name_of(CHIARA, "en") in words
    serial, code = numbers_in(words)
    citizen.open("portal", "/v")
    citizen.page.fill('input[name="serial"]', serial)
    citizen.page.fill('input[name="code"]', code)
    citizen.press("تحقّق", "Verify")
    citizen.expect_text("هذه الوثيقة صالحة", "This document is valid")
    citizen.page.locator("header").get_by_role("button", name="تسجيل الخروج").click()
    expect(citizen.page.locator("header").get_by_role("link", name="تسجيل الدخول")).to_be_visible()
    citizen.open("portal", f"/applications/{reference}/")
    expect(citizen.page.locator('input[name="password"]')).to_be_visible()


def test_double_clicks_sign_in_and_a_session_that_ended_loses_nothing(
    window: OpenWindow, newcomer: Newcomer, platform: Platform
) -> None:
    newcomer(CHIARA)
    citizen = window("ar", java_script_enabled=False)
    citizen.open("portal", f"{steps.SERVICE}apply/?again=1")
    citizen.pass_sign_in(CHIARA, steps.phone_of(CHIARA), clicks=2)
    expect(citizen.page).to_have_url(re.compile("/form/about-you/$"))
    citizen.page.fill('input[name="phone"]', "0599 777 001")
    end_newest_session(platform)
    citizen.press("حفظ ومتابعة", "Save and continue")
    citizen.pass_sign_in(CHIARA, steps.phone_of(CHIARA), clicks=2)
    expect(citizen.page).to_have_url(re.compile("/form/about-you/$"))
    citizen.expect_text("انتهت جلستك", "You were signed out")
    expect(citizen.page.locator('input[name="phone"]')).to_have_value("0599 777 001")
    citizen.press("حفظ ومتابعة", "Save and continue")
    expect(citizen.page).to_have_url(re.compile("/form/purpose/$"))
