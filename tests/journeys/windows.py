"""People with a real browser: each has a window (a Chromium context) of their own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, Locator, Page, expect

from hukumati.project.run.platform import Platform
from tests.people import PASSWORD, Visitor, code_in, messages_to, wait_for

BAD_STATUS: Final = "the server responded with a status of"  # Chromium logs this for any 4xx: not an error of the page


@dataclass
class Window:
    """One person's browser window."""

    platform: Platform
    context: BrowserContext
    language: str = "ar"
    browser_errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.new_page()

    def new_page(self) -> Page:
        """Open another tab, whose errors are recorded."""
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: self._record(message.type, message.text))
        page.on("pageerror", lambda error: self.browser_errors.append(str(error)))
        return page

    def _record(self, kind: str, text: str) -> None:
        if kind == "error" and BAD_STATUS not in text:
            self.browser_errors.append(text)

    def localized(self, arabic: str, english: str) -> str:
        """Return the text in the person's language."""
        return english if self.language == "en" else arabic

    def url(self, site: str, path: str = "/") -> str:
        """Return the URL of a path on a site or a simulator, in the person's language."""
        simulators = {"sms", "mail", "agent", "acquirer", "population", "criminal_register", "ministry_site"}
        if site in simulators:
            mark = "&" if "?" in path else "?"
            return self.platform.urls[site] + path + (f"{mark}lang=en" if self.language == "en" else "")
        return self.platform.urls[site] + ("/en" if self.language == "en" else "") + path

    def open(self, site: str, path: str = "/") -> None:
        """Open a path of a site."""
        self.page.goto(self.url(site, path))

    @property
    def heading(self) -> Locator:
        """The page's main heading."""
        return self.page.locator("h1")

    @property
    def main(self) -> Locator:
        """The page's main part."""
        return self.page.locator("main")

    def press(self, arabic: str, english: str, *, clicks: int = 1) -> None:
        """Press the button, or the link with the role of a button, with this text."""
        button = self.main.get_by_role("button", name=self.localized(arabic, english), exact=True)
        button.first.click(click_count=clicks)

    def follow(self, arabic: str, english: str) -> None:
        """Follow the link with this text."""
        self.main.get_by_role("link", name=self.localized(arabic, english)).first.click()

    def expect_text(self, arabic: str, english: str) -> None:
        """Fail unless the main part of the page contains the text, now or soon."""
        expect(self.main).to_contain_text(self.localized(arabic, english))

    def expect_heading(self, arabic: str, english: str) -> None:
        """Fail unless this is the page's main heading, now or soon."""
        expect(self.heading).to_have_text(self.localized(arabic, english))

    def choose(self, name: str, value: str) -> None:
        """Choose one of several options."""
        self.page.locator(f'input[name="{name}"][value="{value}"]').check()

    def pass_sign_in(self, login: str, phone: str, *, clicks: int = 1) -> None:
        """Sign in on the open page, with the code as the telephone shows it; `clicks` are for each button."""
        before = len(messages_to(self.platform, phone))
        self.page.fill('input[name="login"]', login)
        self.page.fill('input[name="password"]', PASSWORD)
        self.press("متابعة", "Continue", clicks=clicks)
        self.expect_heading("أدخل الرمز الوارد في الرسالة القصيرة", "Enter the code from the SMS")
        wait_for("the code", lambda: messages_to(self.platform, phone)[before:])
        self.page.fill('input[name="code"]', self.read_code(phone))
        self.press("تسجيل الدخول", "Sign in", clicks=clicks)

    def read_code(self, phone: str) -> str:
        """Return the code in the newest message on the page of the SMS simulator."""
        tab = self.new_page()
        tab.goto(self.url("sms", f"/?to={phone.replace('+', '%2B')}"))
        text = tab.locator("article .text").first.inner_text()
        tab.close()
        return code_in(text)

    def enter_as(self, visitor: Visitor) -> None:
        """Take over the session of a person who signed in without a browser window."""
        self.context.add_cookies(
            [
                {"name": str(cookie.name), "value": str(cookie.value), "domain": cookie.domain, "path": cookie.path}
                for cookie in visitor.browser.client.cookies.jar
            ]
        )

    @property
    def reference(self) -> str:
        """The reference of the application that is open."""
        found = re.search(r"/(?:applications|inbox|desk)/([A-Z0-9-]+)/", self.page.url)
        assert found, self.page.url
        return found[1]

    def download(self, folder: Path) -> Path:
        """Download the document of the open page, and return its path."""
        with self.page.expect_download() as waiting:
            self.main.get_by_role("link", name="(PDF)").first.click()
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def wait_for_document(self, reference: str) -> None:
        """Reload the tracking page until the document is there."""

        def found() -> bool:
            self.open("portal", f"/applications/{reference}/")
            return self.main.get_by_role("link", name="(PDF)").count() > 0

        wait_for("the document", found)


def browser_errors_of(windows: Iterable[Window]) -> list[str]:
    """List the errors in the windows' consoles: failed scripts, violations of the content security policy."""
    return [error for window in windows for error in window.browser_errors]
