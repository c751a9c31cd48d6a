"""The people of the demonstration as programs: they do by HTTP what people do in a browser without JavaScript."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin

import httpx
import yaml

from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform
from tests.browserless import Browserless, Page

PASSWORD: Final = "zaytoun-2026"
GOOD_CARD: Final = "4242424242424242"
PATIENCE_SECONDS: Final = 60.0
MOST_RENEWALS: Final = 8


def wait_for(
    what: str, probe: Callable[[], Any], *, seconds: float = PATIENCE_SECONDS, progress: Callable[[], Any] | None = None
) -> Any:
    """Return the first true result of `probe`, polled; raises `AssertionError` with `what` was awaited in vain.

    Where `progress` tells of work that goes on, the time begins anew whenever its result changes, at most
    `MOST_RENEWALS` times: a busy machine is slow and not at fault.
    """
    seen, renewals = progress and progress(), 0
    end = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > end and progress and renewals < MOST_RENEWALS and (now := progress()) != seen:
            seen, renewals, end = now, renewals + 1, time.monotonic() + seconds
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:g} s in vain for {what}")
        time.sleep(0.1)


def simulator(platform: Platform, name: str) -> httpx.Client:
    """Return a client for a simulator's control paths, which retries while the simulator starts."""
    return httpx.Client(base_url=platform.urls[name], timeout=20, transport=httpx.HTTPTransport(retries=5))


def set_fault(platform: Platform, name: str, mode: str, **more: Any) -> None:
    """Put a fault in force at a simulator; "ok" ends it."""
    with simulator(platform, name) as client:
        client.post("/_sim/faults", json={"mode": mode, **more}).raise_for_status()


@contextmanager
def misbehaving(platform: Platform, name: str, mode: str, **more: Any) -> Iterator[None]:
    """Keep a fault in force at a simulator until the block ends."""
    set_fault(platform, name, mode, **more)
    try:
        yield
    finally:
        set_fault(platform, name, "ok")


def messages_to(platform: Platform, phone: str) -> list[dict[str, Any]]:
    """List the text messages to a telephone number, oldest first."""
    with simulator(platform, "sms") as client:
        found: list[dict[str, Any]] = client.get("/_sim/messages", params={"to": phone}).json()["messages"]
        return found


def emails_to(platform: Platform, address: str) -> list[dict[str, Any]]:
    """List the e-mails to an address, oldest first."""
    with simulator(platform, "mail") as client:
        found: list[dict[str, Any]] = client.get("/_sim/messages", params={"to": address}).json()["messages"]
        return found


def code_in(text: str) -> str:
    """Return the six digits in a text message."""
    found = re.search(r"(?<![0-9])[0-9]{6}(?![0-9])", text)
    assert found, f"no code in {text!r}"
    return found[0]


def references_in(text: str) -> list[str]:
    """List the references of applications in a text."""
    return re.findall(r"\b[A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text)


@dataclass
class Visitor:
    """A person with a browser, who can sign in on one site."""

    platform: Platform
    login: str
    phone: str
    language: str = "ar"
    site: str = "portal"

    def __post_init__(self) -> None:
        self.browser = Browserless(language=self.language)

    @property
    def page(self) -> Page:
        """The page that is open."""
        assert self.browser.page is not None
        return self.browser.page

    def url(self, path: str = "/") -> str:
        """Return the URL of a path on the site, in the visitor's language."""
        prefix = "/en" if self.language == "en" else ""
        return f"{self.platform.urls[self.site]}{prefix}{path}"

    def open(self, path: str) -> Page:
        """Open a path of the site."""
        return self.browser.get(self.url(path))

    def sign_in(self) -> Page:
        """Sign in with the password and the code from the text message."""
        before = len(messages_to(self.platform, self.phone))
        self.browser.get(self.url("/sign-in"))
        self.browser.submit(holding="login", login=self.login, password=PASSWORD)
        assert "code" in {field.name for field in self.page.form(holding="code").inputs}, self.page.text
        message = wait_for("the code", lambda: messages_to(self.platform, self.phone)[before:])[-1]
        return self.browser.submit(holding="code", code=code_in(message["text"]))


class Citizen(Visitor):
    """A person who applies."""

    def fill_in(self, *, purpose: str = "travel", method: str = "download", place: str = "", **more: str) -> str:
        """Fill in the form up to the check page, and return the reference."""
        self.open("/services/non-conviction-certificate/apply/?again=1")
        for _ in range(6):
            if "/form/" not in self.page.url:
                break
            self._answer_page(purpose=purpose, method=method, place=place, **more)
        assert self.page.url.endswith("/check/"), (self.page.url, self.page.text[:600])
        return self.page.url.split("/applications/")[1].split("/")[0]

    def _answer_page(self, *, purpose: str, method: str, place: str, **more: str) -> None:
        names = {field.name for field in self.page.form(holding="seen").inputs if field.name}
        answers: dict[str, str] = {name: value for name, value in more.items() if name in names}
        if "purpose" in names:
            answers["purpose"] = purpose
        if "collect_method" in names:
            answers["collect_method"] = method
            if place:
                answers[f"collect_{method}"] = place
        before = self.page.url
        self.browser.submit(holding="seen", values=answers)
        assert self.page.url != before, f"stuck on {before}: {self.page.text[:600]}"

    def submit(self) -> Page:
        """Submit the application from the check page."""
        return self.browser.submit(holding="seen")

    def apply(self, **answers: str) -> str:
        """Fill in and submit, and return the reference; the payment page is open then."""
        reference = self.fill_in(**answers)
        self.submit()
        return reference

    def choose_card(self) -> Page:
        """Go to the acquirer's page."""
        return self.browser.submit(holding="way", way="card")

    def pay_by_card(self, number: str = GOOD_CARD) -> Page:
        """Pay on the acquirer's page, and return to the portal."""
        self.choose_card()
        return self.browser.submit(holding="number", number=number, expiry="12/30", code="123")

    def cash_reference(self, reference: str) -> str:
        """Return the number for paying in cash."""
        self.open(f"/applications/{reference}/pay/cash/")
        number = self.page.html.xpath("//*[contains(@class, 'govuk-panel__body')]")[0].text_content()
        return re.sub(r"[^0-9]", "", number)

    def pay_cash(self, reference: str) -> None:
        """Pay at an agent's till."""
        number = self.cash_reference(reference)
        with simulator(self.platform, "agent") as client:
            client.post("/_sim/pay", json={"reference": number}).raise_for_status()

    def end_applications(self) -> None:
        """Withdraw the applications that are still open; one with a payment under way is paid instead."""
        self.open("/applications/")
        for reference in references_in(self.page.text):
            self.case(reference)
            can_withdraw = self.page.html.xpath("//form[contains(@action, '/withdraw/')]")
            if can_withdraw and self.press_withdraw().status == 409:
                self.open(f"/applications/{reference}/pay/")
                self.pay_by_card()

    def press_withdraw(self) -> Page:
        """Press the button on the page that is open, and answer that one is sure."""
        self.browser.submit(action="/withdraw/")
        return self.browser.submit(values={"sure": "yes"})

    def case(self, reference: str) -> Page:
        """Open the tracking page."""
        return self.open(f"/applications/{reference}/")

    def wait_for_document(self, reference: str, *, seconds: float = PATIENCE_SECONDS) -> bytes:
        """Reload the tracking page until the document is there, and return its bytes."""

        def found() -> str:
            self.case(reference)
            return next((link for link in self.page.html.xpath("//a/@href") if link.endswith(".pdf")), "")

        link = wait_for("the document", found, seconds=seconds)
        answer = self.browser.client.get(urljoin(self.page.url, link))
        assert answer.headers["content-type"] == "application/pdf"
        return answer.content


class Official(Visitor):
    """An officer or a clerk at the workplace."""

    site: str = "workplace"

    def decide(self, reference: str, *, action: str, reason: str) -> Page:
        """Open the case and decide it."""
        self.open(f"/inbox/{reference}/")
        return self.browser.submit(holding="action", values={"action": action, "reason": reason})

    def refuse_all(self) -> None:
        """Refuse every case of the inbox."""
        for reference in references_in(self.open("/inbox/").text):
            self.decide(reference, action="reject", reason="It was left by an earlier test.")

    def hand_over(self, reference: str, code: str) -> Page:
        """Hand a document over at the desk."""
        self.open(f"/desk/{reference}/")
        return self.browser.submit(holding="document_shown", document_shown="id_card", code=code)


def citizen(platform: Platform, id_number: str, *, language: str = "ar") -> Citizen:
    """Return a person of demo/people.yaml with a new browser."""
    return Citizen(platform, id_number, _phone("people", "id_number", id_number), language)


def official(platform: Platform, number: str, *, language: str = "ar") -> Official:
    """Return an official of demo/people.yaml with a new browser."""
    return Official(platform, number, _phone("staff", "number", number), language, "workplace")


def person_record(group: str, key: str, value: str) -> dict[str, Any]:
    """Return the entry of demo/people.yaml of a person ("people", "id_number") or an official ("staff", "number")."""
    people = yaml.safe_load((REPOSITORY / "demo" / "people.yaml").read_text("utf-8"))
    found: dict[str, Any] = next(person for person in people[group] if str(person[key]) == value)
    return found


def name_of(id_number: str, language: str) -> str:
    """Return the four names of a person."""
    parts = person_record("people", "id_number", id_number)["name"][language]
    return " ".join(parts[part] for part in ("first", "father", "grandfather", "family"))


def _phone(group: str, key: str, value: str) -> str:
    return str(person_record(group, key, value)["phone"])
