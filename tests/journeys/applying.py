"""Steps of citizens and officials that work for any service: fill in, submit, pay, wait, decide, hand over."""

import io
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urljoin

from PIL import Image

from hukumati.project.run.platform import Platform
from tests.browserless import Page
from tests.journeys.database import change, rows
from tests.people import Citizen, Official, wait_for

File = tuple[str, bytes, str]
MAX_PAGES: Final = 10
HOME: Final = {
    "collect_method": "home",
    "collect_home_governorate": "PS-RBH",
    "collect_home_locality": "رام الله",
    "collect_home_street": "شارع الإرسال 5",
    "collect_home_postcode": "P8401234",
}


def photo(name: str = "face.jpg") -> File:
    """Return a small picture, as a telephone sends it."""
    picture = io.BytesIO()
    Image.new("RGB", (210, 270), "#8899aa").save(picture, "JPEG")
    return (name, picture.getvalue(), "image/jpeg")


def fill_in(
    person: Citizen, slug: str, answers: Mapping[str, Any], files: Mapping[str, File | list[File]] | None = None
) -> str:
    """Answer every page of a service's form, up to the check of the answers, and return the reference."""
    person.open(f"/services/{slug}/apply/?again=1")
    for _ in range(MAX_PAGES):
        if "/form/" not in person.page.url:
            break
        _answer(person, answers, files or {})
    assert person.page.url.endswith("/check/"), (person.page.url, person.page.text[:900])
    return person.page.url.split("/applications/")[1].split("/")[0]


def _answer(person: Citizen, answers: Mapping[str, Any], files: Mapping[str, File | list[File]]) -> None:
    form = person.page.form(holding="seen")
    names = {field.name for field in form.inputs if field.name}
    chosen = {name: value for name, value in answers.items() if name in names}
    sent = [
        (name, each)
        for name, given in files.items()
        if name in names
        for each in (given if isinstance(given, list) else [given])
    ]
    before = person.page.url
    person.browser.submit(holding="seen", values=chosen, files=sent or None)
    assert person.page.url != before, f"stuck on {before}: {person.page.text[:900]}"


def apply(
    person: Citizen, slug: str, answers: Mapping[str, Any], files: Mapping[str, File | list[File]] | None = None
) -> str:
    """Fill in and submit, and return the reference."""
    reference = fill_in(person, slug, answers, files)
    person.submit()
    return reference


def state_of(platform: Platform, reference: str) -> str:
    """Return the state of a case."""
    found = rows(platform, "SELECT state FROM cases_case WHERE reference = %s", reference)
    return str(found[0]["state"])


def wait_for_state(platform: Platform, reference: str, *states: str) -> str:
    """Wait until a case is in one of these states, and return which."""

    def found() -> str:
        state = state_of(platform, reference)
        return state if state in states else ""

    try:
        return str(wait_for(f"{reference} to be in {' or '.join(states)}", found, seconds=30))
    except AssertionError as error:
        raise AssertionError(f"{error}; it is in {state_of(platform, reference)}") from error


def pay(person: Citizen, reference: str) -> None:
    """Pay by card, from any page."""
    if not person.page.url.endswith("/pay/"):
        person.open(f"/applications/{reference}/pay/")
    person.pay_by_card()


def decide(officer: Official, reference: str, action: str, reason: str = "") -> None:
    """Take an action on a case that waits for this official."""
    page = officer.open(f"/inbox/{reference}/")
    names = {field.name for field in page.form(holding="action").inputs if field.name}
    values = {"action": action, **({"reason": reason or "-"} if "reason" in names else {})}
    after = officer.browser.submit(holding="action", values=values)
    assert after.url.endswith("/inbox/"), after.text[:900]


def collect_code(person: Citizen, reference: str) -> str:
    """Return the collection code on the tracking page, or an empty text."""
    panel = person.case(reference).html.xpath("//*[contains(@class, 'govuk-panel__body')]")
    return "".join(panel[0].text_content().split()) if panel else ""


def collect(person: Citizen, clerk: Official, reference: str, *, arrives: bool) -> None:
    """Hand an item over at a desk against the person's code, after it arrived there by post (`arrives`)."""
    if arrives:
        clerk.open(f"/desk/{reference}/")
        clerk.browser.submit(action="/receive/")
    code = wait_for("the collection code", lambda: collect_code(person, reference))
    after = clerk.hand_over(reference, code)
    assert after.status == 200, after.text[:900]


def give_paper(person: Citizen, reference: str, paper: File) -> None:
    """Upload the paper that the office requests."""
    person.browser.get(person.case(reference).link("/asked/"))
    after = person.browser.submit(holding="papers", files=[("papers", paper)])
    assert after.url.endswith(f"/applications/{reference}/"), after.text[:900]


def book(person: Citizen, reference: str, place: str) -> None:
    """Book the first free appointment of an office."""
    person.browser.get(person.case(reference).link("/asked/"))
    page = person.browser.get(f"{person.page.url}?place={place}")
    page = person.browser.get(page.link("day="))
    first = page.html.xpath("//input[@name='slot']/@value")[0]
    page = person.browser.submit(holding="slot", values={"slot": first})
    assert not page.html.xpath("//input[@name='slot']"), page.text[:900]


def bring_appointment_forward(platform: Platform, reference: str) -> None:
    """Move the appointment of an application to half an hour ago."""
    change(
        platform,
        "UPDATE cases_appointment SET starts_at = now() - interval '1 hour', ends_at = now() - interval '30 minutes'"
        " FROM cases_request, cases_case WHERE cases_appointment.request_id = cases_request.id"
        " AND cases_request.case_id = cases_case.id AND cases_case.reference = %s",
        reference,
    )


def attend(platform: Platform, clerk: Official, reference: str) -> None:
    """Move an appointment to now, and record as the clerk that the person came."""
    bring_appointment_forward(platform, reference)
    page = clerk.open("/appointments/")
    here = f"//li[contains(., '{reference}')]//form/@action"
    clerk.browser.post(urljoin(page.url, str(page.html.xpath(here)[0])), {**token_of(page), "came": "yes"})


def token_of(page: Page) -> dict[str, str]:
    """Return the page's CSRF token as a form field."""
    field = "csrfmiddlewaretoken"
    return {field: str(page.html.xpath(f"//input[@name='{field}']/@value")[0])}


def step(clerk: Official, reference: str, name: str) -> None:
    """Record one step of a delivery at the clerk's desk."""
    page = clerk.open(f"/desk/{reference}/")
    after = clerk.browser.post(clerk.url(f"/desk/{reference}/step/"), {**token_of(page), "step": name})
    assert after.status == 200, after.text[:900]
