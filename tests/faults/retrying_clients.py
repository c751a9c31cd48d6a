"""People who retry: they reload a page that does not come, and repeat a step that does not succeed."""

import contextlib
import time
from typing import Any, Final

import httpx

from hukumati.project.run.platform import Platform
from tests.browserless import Browserless, Loopback, Page
from tests.people import GOOD_CARD, PASSWORD, Citizen, Official, Visitor, code_in, messages_to, official

RETRY_SECONDS: Final = 180.0
"""A server that was killed starts again in seconds, but several at once on a busy machine take a minute and more."""
CODE_SECONDS: Final = 12.0
ATTEMPTS: Final = 6
BROWSER_HEADERS: Final = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
APPLY: Final = "/services/non-conviction-certificate/apply/?again=1"


class GaveUp(AssertionError):
    """All attempts failed; the message says where."""


class RetryingClient(httpx.Client):
    """Repeats a request without a response or with a server error, as a person does by pressing again."""

    def __init__(self) -> None:
        super().__init__(transport=Loopback(), follow_redirects=False, timeout=30, headers=BROWSER_HEADERS)
        self.failures: list[str] = []

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Return the first response that is not a server error; raises `GaveUp`."""
        end = time.monotonic() + RETRY_SECONDS
        while True:
            answer = self._try(request, **options)
            if answer is not None and answer.status_code < 500:
                return answer
            if time.monotonic() > end:
                raise GaveUp(f"{request.method} {request.url.path}: {self.failures[-3:]}")
            time.sleep(0.3)

    def _try(self, request: httpx.Request, **options: Any) -> httpx.Response | None:
        try:
            answer = super().send(request, **options)
        except httpx.TransportError as error:
            self.failures.append(f"{request.method} {request.url.path}: {type(error).__name__}")
            return None
        if answer.status_code >= 500:
            self.failures.append(f"{request.method} {request.url.path}: {answer.status_code}")
        return answer


def sign_in_with_retries(visitor: Visitor) -> None:
    """Sign in, again from the start if a code does not come or is not accepted."""
    for _ in range(ATTEMPTS):
        visitor.browser.get(visitor.url("/sign-in"))
        if _has_field(visitor.page, "login"):
            _identify(visitor)
        if visitor.page.status == 200 and visitor.page.url.startswith(visitor.platform.urls[visitor.site]):
            return
    raise GaveUp(f"signing in: {visitor.page.url} {visitor.page.text[:300]}")


def _has_field(page: Page, field_name: str) -> bool:
    return bool(page.html.xpath(f"//form//input[@name='{field_name}']"))


def _identify(visitor: Visitor) -> None:
    before = len(messages_to(visitor.platform, visitor.phone))
    visitor.browser.submit(holding="login", login=visitor.login, password=PASSWORD)
    if not _has_field(visitor.page, "code"):
        return
    end = time.monotonic() + CODE_SECONDS
    while time.monotonic() < end:
        texts = messages_to(visitor.platform, visitor.phone)[before:]
        if texts:
            visitor.browser.submit(holding="code", code=code_in(texts[-1]["text"]))
            return
        time.sleep(0.1)


class RetryingCitizen(Citizen):
    """A citizen who retries every step."""

    person: dict[str, Any]

    def __post_init__(self) -> None:
        self.client = RetryingClient()
        self.browser = Browserless(language=self.language, client=self.client)

    def sign_in(self) -> Page:
        """Sign in, with retries."""
        sign_in_with_retries(self)
        return self.page

    def fill_in(self, *, purpose: str = "travel", method: str = "download", place: str = "", **more: str) -> str:
        """Continue the form where it stands, up to the check page, and return the reference."""
        answers = {"purpose": purpose, "method": method, "place": place, **more}
        for _ in range(ATTEMPTS):
            self.open(APPLY)
            if not self.page.url.startswith(self.platform.urls[self.site]):
                self.sign_in()
                continue
            if self._answer_pages(answers):
                return self.page.url.split("/applications/")[1].split("/")[0]
        raise GaveUp(f"filling in: {self.page.url} {self.page.text[:300]}")

    def _answer_pages(self, answers: dict[str, str]) -> bool:
        for _ in range(12):
            if self.page.html.xpath("//form[contains(@action, '/register/')]"):
                time.sleep(0.5)
                self.browser.submit(action="/register/")
            elif self.page.status != 200 or "/form/" not in self.page.url or not self._answered(answers):
                break
        return self.page.status == 200 and self.page.url.endswith("/check/")

    def _answered(self, answers: dict[str, str]) -> bool:
        before = self.page.url
        with contextlib.suppress(
            AssertionError
        ):  # it fails when the page stays: the application has moved on meanwhile
            self._answer_page(**answers)
        return self.page.url != before

    def has_seen(self, ending: str) -> bool:
        """Return whether a request failed with a status or an error of this name."""
        return any(trouble.endswith(ending) for trouble in self.client.failures)

    def submit(self) -> Page:
        """Submit, and open the payment page if the application has moved on meanwhile."""
        reference = self.page.url.split("/applications/")[1].split("/")[0]
        self.browser.submit(holding="seen")
        if not self.page.url.endswith("/pay/"):
            self.open(f"/applications/{reference}/pay/")
        return self.page

    def choose_card(self) -> Page:
        """Go to the acquirer's page, with retries while the acquirer does not respond."""
        for _ in range(ATTEMPTS * 5):
            self.browser.submit(holding="way", way="card")
            if self.page.url.startswith(self.platform.urls["acquirer"]):
                return self.page
            time.sleep(0.5)
        raise GaveUp(f"choosing a card: {self.page.url} {self.page.text[:300]}")

    def submit_card(self, number: str = GOOD_CARD) -> Page:
        """Pay on the acquirer's page that is open, and return."""
        return self.browser.submit(holding="number", number=number, expiry="12/30", code="123")

    def withdraw(self, reference: str) -> None:
        """Withdraw the application, unless it is withdrawn already."""
        self.case(reference)
        if self.page.html.xpath("//form[contains(@action, '/withdraw/')]"):
            self.press_withdraw()

    def answer(self, reference: str) -> None:
        """Answer the officer's question, unless it is answered already."""
        self.case(reference)
        if _has_text_field(self.page, "answer"):
            self.browser.submit(holding="answer", answer="الوثيقة لسفر في الشهر القادم.")


class RetryingOfficial(Official):
    """An official who retries every step."""

    def __post_init__(self) -> None:
        self.client = RetryingClient()
        self.browser = Browserless(language=self.language, client=self.client)

    def sign_in(self) -> Page:
        """Sign in, with retries."""
        sign_in_with_retries(self)
        return self.page

    def decide(self, reference: str, *, action: str, reason: str = "بعد الاطلاع على الملف.") -> Page:
        """Open the case and decide it."""
        return super().decide(reference, action=action, reason=reason)

    def receive(self, reference: str) -> Page:
        """Register a paper that came by post, unless it is registered already."""
        self.open(f"/desk/{reference}/")
        if self.page.html.xpath("//form[contains(@action, '/receive/')]"):
            self.browser.submit(action="/receive/")
        return self.page


def _has_text_field(page: Page, name: str) -> bool:
    return bool(page.html.xpath(f"//form//*[@name='{name}']"))


def retrying_citizen(platform: Platform, person: dict[str, Any], *, language: str = "ar") -> RetryingCitizen:
    """Return a fictional person with a new browser."""
    found = RetryingCitizen(platform, person["id_number"], person["phone"], language)
    found.person = person
    return found


def retrying_official(platform: Platform, number: str, *, language: str = "ar") -> RetryingOfficial:
    """Return an official of the demonstration with a new browser."""
    known = official(platform, number)
    known.browser.close()
    return RetryingOfficial(platform, number, known.phone, language, "workplace")
