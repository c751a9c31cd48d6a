"""The gallery of components in a real browser, under the platform's own Content-Security-Policy."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, gallery_url: str) -> Iterator[Open]:
    """Opens a page of the gallery; whatever the browser complains of fails the test."""
    contexts, complaints = [], []

    def opened(path: str, *, width: int = 1280, scripts: bool = True) -> Page:
        # the checker of accessibility is injected by the test, which the policy would forbid
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.goto(gallery_url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


@pytest.mark.parametrize("path", ["/", "/?errors", "/?told", "/en/", "/en/?errors", "/en/?told"])
def test_no_component_has_a_barrier_that_axe_finds(open_page: Open, path: str) -> None:
    results = Axe().run(open_page(path))
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", ["/?errors", "/en/?errors"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_screen(open_page: Open, path: str, width: int) -> None:
    page = open_page(path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_arabic_is_set_in_the_font_that_came_with_the_page(open_page: Open) -> None:
    page = open_page("/")
    page.evaluate("document.fonts.ready")
    loaded = "[...document.fonts].filter(font => font.status == 'loaded').map(font => font.family + font.weight)"
    assert page.evaluate(loaded) == ["Plex Arabic400", "Plex Arabic600 700"]


def test_english_loads_no_font_at_all(open_page: Open) -> None:
    assert open_page("/en/").evaluate("document.fonts.size") == 0


def test_after_a_mistake_the_summary_is_in_focus_and_leads_to_the_field(open_page: Open) -> None:
    page = open_page("/?errors")
    summary = page.locator(".govuk-error-summary")
    assert summary.evaluate("node => node === document.activeElement")
    page.locator('a[href="#id_born_on_year"]').click()
    assert page.evaluate("document.activeElement.id") == "id_born_on_year"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_choice_reveals_its_question(open_page: Open, scripts: bool) -> None:
    page = open_page("/", scripts=scripts)
    inside = [page.locator("#id_purpose_detail"), page.locator("#id_purpose_since")]
    assert [each.is_visible() for each in inside] == [False, False]
    page.locator("#id_purpose-3").check()
    assert [each.is_visible() for each in inside] == [True, True]
    page.locator("#id_purpose").check()
    assert [each.is_visible() for each in inside] == [False, False]


def test_a_password_can_be_shown_and_hidden(open_page: Open) -> None:
    page = open_page("/")
    page.locator(".govuk-js-password-input-toggle").click()
    assert page.locator("#id_password").get_attribute("type") == "text"


def test_the_first_tab_reaches_the_way_to_the_content(open_page: Open) -> None:
    page = open_page("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    assert page.locator(".govuk-skip-link").bounding_box()["height"] > 20  # type: ignore[index]


def test_on_a_telephone_the_menu_opens(open_page: Open) -> None:
    page = open_page("/", width=360)
    assert not page.locator("#navigation").is_visible()
    page.locator(".govuk-js-service-navigation-toggle").click()
    assert page.locator("#navigation").is_visible()


def test_without_scripts_the_menu_is_open(open_page: Open) -> None:
    assert open_page("/", width=360, scripts=False).locator("#navigation").is_visible()


def test_in_arabic_the_day_stands_to_the_right_of_the_year(open_page: Open) -> None:
    def left(page: Page, part: str) -> float:
        box = page.locator(f"#id_born_on_{part}").bounding_box()
        assert box
        return box["x"]

    arabic, english = open_page("/"), open_page("/en/")
    assert left(arabic, "day") > left(arabic, "month") > left(arabic, "year")
    assert left(english, "day") < left(english, "month") < left(english, "year")
