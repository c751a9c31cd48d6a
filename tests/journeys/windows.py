"""People at a real browser: each has a window (a context of Chromium) of their own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import BrowserContext, Locator, Page, expect

from hukumati.project.run.platform import Platform
from tests.people import PASSWORD, Visitor, code_in, messages_to, wait_for

ANSWERED_BADLY: Final = "the server responded with a status of"  # Chromium's own words for any 4xx, not a complaint


@dataclass
class Window:
    """One person's browser window."""

    platform: Platform
    context: BrowserContext
    language: str = "ar"
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.new_page()

    def new_page(self) -> Page:
        """Open another tab; what the browser complains of is kept."""
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and ANSWERED_BADLY not in text:
            self.complaints.append(text)

    def say(self, arabic: str, english: str) -> str:
        """Choose the words of the person's language."""
        return english if self.language == "en" else arabic

    def url(self, site: str, path: str = "/") -> str:
        """Return the address of a path of a site, or of a simulator, in the person's language."""
        simulators = {"sms", "mail", "agent", "acquirer", "population", "criminal_register"}
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

    def press(self, arabic: str, english: str) -> None:
        """Press the button, or the link that looks like one, with this text."""
        button = self.main.get_by_role("button", name=self.say(arabic, english), exact=True)
        button.first.click()

    def follow(self, arabic: str, english: str) -> None:
        """Follow the link with this text."""
        self.main.get_by_role("link", name=self.say(arabic, english)).first.click()

    def reads(self, arabic: str, english: str) -> None:
        """Fail unless the main part of the page says this, now or soon."""
        expect(self.main).to_contain_text(self.say(arabic, english))

    def headed(self, arabic: str, english: str) -> None:
        """Fail unless this is the page's main heading, now or soon."""
        expect(self.heading).to_have_text(self.say(arabic, english))

    def choose(self, name: str, value: str) -> None:
        """Choose one of several."""
        self.page.locator(f'input[name="{name}"][value="{value}"]').check()

    def pass_sign_in(self, login: str, phone: str) -> None:
        """Sign in on the page that asks for it, with the code as the telephone shows it."""
        before = len(messages_to(self.platform, phone))
        self.page.fill('input[name="login"]', login)
        self.page.fill('input[name="password"]', PASSWORD)
        self.press("متابعة", "Continue")
        self.headed("أدخل الرمز الوارد في الرسالة القصيرة", "Enter the code from the SMS")
        wait_for("the code", lambda: messages_to(self.platform, phone)[before:])
        self.page.fill('input[name="code"]', self.read_code(phone))
        self.press("تسجيل الدخول", "Sign in")

    def read_code(self, phone: str) -> str:
        """Read the newest message on the page of the SMS simulator, in another tab."""
        tab = self.new_page()
        tab.goto(self.url("sms", f"/?to={phone.replace('+', '%2B')}"))
        text = tab.locator("article .text").first.inner_text()
        tab.close()
        return code_in(text)

    def enter_as(self, visitor: Visitor) -> None:
        """Go on in this window where a person without a browser has signed in."""
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
        """Take the document of the page that is open."""
        with self.page.expect_download() as waiting:
            self.main.get_by_role("link", name="(PDF)").first.click()
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def wait_for_document(self, reference: str) -> None:
        """Look at the tracking page again and again, as people do, until the document is there."""

        def found() -> bool:
            self.open("portal", f"/applications/{reference}/")
            return self.main.get_by_role("link", name="(PDF)").count() > 0

        wait_for("the document", found)


def complaints_of(windows: Iterable[Window]) -> list[str]:
    """List what the browser complained of: scripts that failed, what the policy forbade."""
    return [complaint for window in windows for complaint in window.complaints]
