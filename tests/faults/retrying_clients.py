"""Patient people: when a page does not come they load it again, when they are stuck they begin the step anew."""

import contextlib
import time
from typing import Any, Final

import httpx

from hukumati.project.run.platform import Platform
from tests.browserless import Browserless, Loopback, Page
from tests.people import GOOD_CARD, PASSWORD, Citizen, Official, Visitor, code_in, messages_to, official

RELOADS_FOR_SECONDS: Final = 60.0
WAITS_FOR_CODE_SECONDS: Final = 12.0
ATTEMPTS: Final = 6
AS_BROWSERS_DO: Final = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
APPLY: Final = "/services/non-conviction-certificate/apply/?again=1"


class Stuck(AssertionError):
    """A patient person gave up; the message says where."""


class ReloadingClient(httpx.Client):
    """Sends a request again when no answer came, or one that says "later": what a person does by pressing again."""

    def __init__(self) -> None:
        super().__init__(transport=Loopback(), follow_redirects=False, timeout=30, headers=AS_BROWSERS_DO)
        self.troubles: list[str] = []

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Return the first answer that is a page."""
        end = time.monotonic() + RELOADS_FOR_SECONDS
        while True:
            answer = self._try(request, **options)
            if answer is not None and answer.status_code < 500:
                return answer
            if time.monotonic() > end:
                raise Stuck(f"{request.method} {request.url.path}: {self.troubles[-3:]}")
            time.sleep(0.3)

    def _try(self, request: httpx.Request, **options: Any) -> httpx.Response | None:
        try:
            answer = super().send(request, **options)
        except httpx.TransportError as error:
            self.troubles.append(f"{request.method} {request.url.path}: {type(error).__name__}")
            return None
        if answer.status_code >= 500:
            self.troubles.append(f"{request.method} {request.url.path}: {answer.status_code}")
        return answer


def sign_in_patiently(visitor: Visitor) -> None:
    """Sign in, from the beginning if a code does not come or is not taken."""
    for _ in range(ATTEMPTS):
        visitor.browser.get(visitor.url("/sign-in"))
        if _asks_for(visitor.page, "login"):
            _identify(visitor)
        if visitor.page.status == 200 and visitor.page.url.startswith(visitor.platform.urls[visitor.site]):
            return
    raise Stuck(f"signing in: {visitor.page.url} {visitor.page.text[:300]}")


def _asks_for(page: Page, field_name: str) -> bool:
    return bool(page.html.xpath(f"//form//input[@name='{field_name}']"))


def _identify(visitor: Visitor) -> None:
    before = len(messages_to(visitor.platform, visitor.phone))
    visitor.browser.submit(holding="login", login=visitor.login, password=PASSWORD)
    if not _asks_for(visitor.page, "code"):
        return
    end = time.monotonic() + WAITS_FOR_CODE_SECONDS
    while time.monotonic() < end:
        texts = messages_to(visitor.platform, visitor.phone)[before:]
        if texts:
            visitor.browser.submit(holding="code", code=code_in(texts[-1]["text"]))
            return
        time.sleep(0.1)


class PatientCitizen(Citizen):
    """A citizen who does not give up."""

    person: dict[str, Any]

    def __post_init__(self) -> None:
        self.client = ReloadingClient()
        self.browser = Browserless(language=self.language, client=self.client)

    def sign_in(self) -> Page:
        """Sign in patiently."""
        sign_in_patiently(self)
        return self.page

    def fill_in(self, *, purpose: str = "travel", method: str = "download", place: str = "", **more: str) -> str:
        """Go on with the form from where it stands until its answers are to be checked."""
        answers = {"purpose": purpose, "method": method, "place": place, **more}
        for _ in range(ATTEMPTS):
            self.open(APPLY)
            if not self.page.url.startswith(self.platform.urls[self.site]):
                self.sign_in()
                continue
            if self._answer_pages(answers):
                return self.page.url.split("/applications/")[1].split("/")[0]
        raise Stuck(f"filling in: {self.page.url} {self.page.text[:300]}")

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
        with contextlib.suppress(AssertionError):  # it says so when the page stays: the application moved on meanwhile
            self._answer_page(**answers)
        return self.page.url != before

    def saw(self, ending: str) -> bool:
        """Return whether a page came with a status, or did not come for a reason."""
        return any(trouble.endswith(ending) for trouble in self.client.troubles)

    def submit(self) -> Page:
        """Submit, and look where the application stands if the page moved on meanwhile."""
        reference = self.page.url.split("/applications/")[1].split("/")[0]
        self.browser.submit(holding="seen")
        if not self.page.url.endswith("/pay/"):
            self.open(f"/applications/{reference}/pay/")
        return self.page

    def choose_card(self) -> Page:
        """Go to the acquirer's page, again and again while it is said not to answer."""
        for _ in range(ATTEMPTS * 5):
            self.browser.submit(holding="way", way="card")
            if self.page.url.startswith(self.platform.urls["acquirer"]):
                return self.page
            time.sleep(0.5)
        raise Stuck(f"choosing a card: {self.page.url} {self.page.text[:300]}")

    def give_card(self, number: str = GOOD_CARD) -> Page:
        """Pay on the acquirer's page that is open, and come back."""
        return self.browser.submit(holding="number", number=number, expiry="12/30", code="123")

    def withdraw(self, reference: str) -> None:
        """Withdraw the application, unless it is withdrawn."""
        self.case(reference)
        if self.page.html.xpath("//form[contains(@action, '/withdraw/')]"):
            self.browser.submit(action="/withdraw/")

    def answer(self, reference: str) -> None:
        """Answer the officer's question, unless it is answered."""
        self.case(reference)
        if _asks_for_text(self.page, "answer"):
            self.browser.submit(holding="answer", answer="الوثيقة لسفر في الشهر القادم.")


class PatientOfficial(Official):
    """An official who does not give up."""

    def __post_init__(self) -> None:
        self.client = ReloadingClient()
        self.browser = Browserless(language=self.language, client=self.client)

    def sign_in(self) -> Page:
        """Sign in patiently."""
        sign_in_patiently(self)
        return self.page

    def decide(self, reference: str, *, action: str, reason: str = "بعد الاطلاع على الملف.") -> Page:
        """Open the case and decide it."""
        return super().decide(reference, action=action, reason=reason)

    def receive(self, reference: str) -> Page:
        """Scan in a paper that came by post, unless it lies here already."""
        self.open(f"/desk/{reference}/")
        if self.page.html.xpath("//form[contains(@action, '/receive/')]"):
            self.browser.submit(action="/receive/")
        return self.page


def _asks_for_text(page: Page, name: str) -> bool:
    return bool(page.html.xpath(f"//form//*[@name='{name}']"))


def patient_citizen(platform: Platform, person: dict[str, Any], *, language: str = "ar") -> PatientCitizen:
    """Return a person of the crowd with a fresh browser."""
    found = PatientCitizen(platform, person["id_number"], person["phone"], language)
    found.person = person
    return found


def patient_official(platform: Platform, number: str, *, language: str = "ar") -> PatientOfficial:
    """Return an official of the demonstration with a fresh browser."""
    known = official(platform, number)
    known.browser.close()
    return PatientOfficial(platform, number, known.phone, language, "workplace")
