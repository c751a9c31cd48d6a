"""A ministry's own site, built on a library that anybody may use, signs people in by the single sign-on."""

import re

import pytest
from playwright.sync_api import expect

from hukumati.project.run.platform import Platform
from tests.journeys import steps
from tests.journeys.accessibility import Inspection
from tests.journeys.conftest import OpenWindow
from tests.journeys.windows import Window
from tests.people import name_of, wait_for

pytestmark = [pytest.mark.platform, pytest.mark.browser]
NOUR = "815556600"
BOTH = pytest.mark.parametrize("language", ["ar", "en"])


def _enter(window: Window) -> None:
    window.open("ministry_site")
    window.follow("الدخول عبر حكومتي", "Sign in with Hukumati")


def _expect_card(window: Window) -> None:
    window.expect_heading("بطاقتك في المكتبات العامة", "Your public library card")
    window.expect_text(name_of(NOUR, "ar"), name_of(NOUR, "en"))


@BOTH
def test_a_person_signs_in_at_the_ministry_and_sees_what_it_received(
    window: OpenWindow, language: str, inspection: Inspection
) -> None:
    nour = window(language)
    nour.open("ministry_site")
    inspection.check(nour, "ministry site")
    _enter(nour)
    nour.pass_sign_in(NOUR, steps.phone_of(NOUR))
    _expect_card(nour)
    inspection.check(nour, "ministry site: card")
    for claim in ("acr", "amr", "auth_time", "iss", "sid", "sub"):
        expect(nour.main.get_by_role("rowheader", name=claim, exact=True).first).to_be_visible()
    expect(nour.main).to_contain_text(NOUR)
    expect(nour.main).not_to_contain_text(steps.phone_of(NOUR))


@BOTH
def test_who_is_signed_in_at_the_portal_is_not_asked_again_and_signs_out_of_both_there(
    window: OpenWindow, platform: Platform, language: str
) -> None:
    nour = window(language)
    steps.sign_in(nour, NOUR)
    _enter(nour)
    _expect_card(nour)
    nour.open("portal")
    sign_out = nour.page.locator("header").get_by_role("button", name=nour.localized("تسجيل الخروج", "Sign out"))
    sign_out.click()
    expect(sign_out).to_have_count(0)

    def is_asked_to_sign_in() -> bool:
        nour.open("ministry_site", "/card")
        return nour.page.url.startswith(platform.urls["identity"])

    wait_for("the logout token at the ministry", is_asked_to_sign_in)


@BOTH
def test_signing_out_at_the_ministry_signs_out_of_the_portal(
    window: OpenWindow, language: str, inspection: Inspection
) -> None:
    nour = window(language)
    steps.sign_in(nour, NOUR)
    _enter(nour)
    nour.press("تسجيل الخروج", "Sign out")
    nour.expect_text("سجّلت خروجك من هذا الموقع", "You are signed out of this site")
    inspection.check(nour, "ministry site: signed out")
    nour.open("portal", "/applications/")
    expect(nour.page).to_have_url(re.compile("/sign-in/"))


def test_a_recent_sign_in_is_proved_again_where_the_ministry_asks_for_it(window: OpenWindow) -> None:
    nour = window("en")
    steps.sign_in(nour, NOUR)
    _enter(nour)
    nour.follow("أكّد هويتي من جديد", "Prove again who I am")
    nour.pass_sign_in(NOUR, steps.phone_of(NOUR))
    _expect_card(nour)


@BOTH
def test_an_answer_that_nobody_asked_for_signs_nobody_in(
    window: OpenWindow, platform: Platform, language: str, inspection: Inspection
) -> None:
    nour = window(language)
    nour.open("ministry_site")
    nour.follow("الدخول عبر حكومتي", "Sign in with Hukumati")
    issuer = platform.urls["identity"]
    nour.page.goto(f"{platform.urls['ministry_site']}/callback?code=stolen&state=other&iss={issuer}")
    nour.expect_heading("لم يكتمل الدخول", "The sign-in was not completed")
    inspection.check(nour, "ministry site: refused")
    nour.open("ministry_site", "/card")
    expect(nour.page).to_have_url(re.compile(re.escape(issuer)))
