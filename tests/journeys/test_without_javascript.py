"""The whole journey works in a browser that runs no scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import Newcomer, OpenWindow
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
