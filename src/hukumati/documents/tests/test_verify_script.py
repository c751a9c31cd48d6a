from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Route, expect

SCRIPT = Path(__file__).parents[1] / "static" / "documents" / "verify.js"
PAGE = """<!doctype html><title>v</title><form method="post" action="/v"><input type="hidden" name="token">
<input name="serial" required></form><script type="module" src="/verify.js"></script>"""
TOKEN = "0oRDoQEmoQRQMDAxMTIyMzM0NDU1NjY3N1hspwF1bW9qLmp1ZGljaWFs-_"

pytestmark = pytest.mark.browser


@pytest.fixture
def posted() -> list[str]:
    return []


@pytest.fixture
def page(browser: Browser, posted: list[str]) -> Iterator[Page]:
    """A real browser; its requests are answered here, so that nothing leaves the machine."""

    def answer(route: Route) -> None:
        if route.request.url.endswith("/verify.js"):
            route.fulfill(body=SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript")
        elif route.request.method == "POST":
            posted.append(route.request.post_data or "")
            route.fulfill(body="<!doctype html><title>done</title>", content_type="text/html")
        else:
            headers = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; form-action 'self'"}
            route.fulfill(body=PAGE, content_type="text/html", headers=headers)

    page = browser.new_page()
    page.route("**/*", answer)
    yield page
    page.close()


def test_the_token_of_the_address_is_posted_and_leaves_the_address(page: Page, posted: list[str]) -> None:
    page.goto(f"http://portal.test/v#{TOKEN}")
    expect(page).to_have_title("done")
    assert page.url == "http://portal.test/v"
    assert parse_qs(posted[0]) == {"token": [TOKEN]}


def test_what_is_no_token_is_left_alone(page: Page, posted: list[str]) -> None:
    for fragment in ("", "#", "#short", "#<script>alert(1)</script>", "#" + "A" * 2000):
        page.goto("about:blank")
        page.goto(f"http://portal.test/v{fragment}", wait_until="networkidle")
        assert page.title() == "v"
    assert posted == []
