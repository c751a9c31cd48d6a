"""Steps that several journeys share, each in a browser window."""

import re
from collections.abc import Mapping

from playwright.sync_api import FilePayload, expect

from tests.journeys import applying
from tests.journeys.windows import Window
from tests.people import name_of, person_record

SERVICE = "/services/non-conviction-certificate/"
Answers = Mapping[str, str] | Mapping[str, str | list[str]]
GOOD_CARD, CHALLENGED_CARD = "4242 4242 4242 4242", "4000 0000 0000 3220"
DECLINED_CARD, POOR_CARD = "4000 0000 0000 0002", "4000 0000 0000 9995"


def phone_of(id_number: str) -> str:
    """Return a person's telephone number."""
    return str(person_record("people", "id_number", id_number)["phone"])


def sign_in(window: Window, id_number: str) -> None:
    """Sign a citizen in at the portal."""
    window.open("portal", "/sign-in")
    window.pass_sign_in(id_number, phone_of(id_number))
    expect(window.page.locator(".hk-header__person")).to_have_text(name_of(id_number, window.language))


def sign_in_at_work(window: Window, number: str) -> None:
    """Sign an official in at the workplace."""
    window.open("workplace")
    window.pass_sign_in(number, str(person_record("staff", "number", number)["phone"]))
    expect(window.page).to_have_url(re.compile(r"/(inbox|desk)/$"))


def apply_despite_a_valid_document(window: Window) -> None:
    """Apply anyway if the platform offers a document that an earlier test left valid."""
    expect(window.page).to_have_url(re.compile(r"/(apply|form)/"))
    link = window.main.get_by_role(
        "link", name=window.localized("تقديم طلب جديد على أي حال", "Apply for a new one anyway")
    )
    if link.count():
        link.click()


def answer_form(window: Window, *, purpose: str = "travel", method: str = "download", place: str = "") -> str:
    """Start an application, answer its three pages, and return its reference."""
    window.open("portal", f"{SERVICE}apply/?again=1")
    window.press("حفظ ومتابعة", "Save and continue")
    window.choose("purpose", purpose)
    window.press("حفظ ومتابعة", "Save and continue")
    window.choose("collect_method", method)
    if place:
        window.page.select_option(f'select[name="collect_{method}"]', place)
    window.press("حفظ ومتابعة", "Save and continue")
    expect(window.page).to_have_url(re.compile(r"/check/$"))
    return window.reference


def apply(window: Window, **answers: str) -> str:
    """Apply up to the payment page, and return the reference."""
    reference = answer_form(window, **answers)
    window.press("تقديم الطلب والانتقال إلى الدفع", "Submit and go to payment")
    window.expect_heading("دفع الرسم", "Pay the fee")
    return reference


def choose_card(window: Window) -> None:
    """Go to the acquirer's page."""
    window.choose("way", "card")
    window.press("متابعة", "Continue")
    window.expect_heading("الدفع بالبطاقة", "Pay by card")


def type_card(window: Window, number: str) -> None:
    """Submit a card on the acquirer's page."""
    window.page.fill("#number", number)
    window.page.fill("#expiry", "12/30")
    window.page.fill("#code", "123")
    window.main.get_by_role("button", name=re.compile(window.localized("^ادفع", "^Pay"))).click()


def pay_by_card(window: Window, number: str = GOOD_CARD) -> None:
    """Pay by card."""
    choose_card(window)
    type_card(window, number)


def fill_in(
    window: Window,
    slug: str,
    answers: Answers,
    files: Mapping[str, FilePayload] | None = None,
) -> str:
    """Start an application for any service, answer all its pages, and return the reference."""
    window.open("portal", f"/services/{slug}/apply/?again=1")
    for _ in range(10):
        if "/form/" not in window.page.url:
            break
        answer_page(window, answers, files or {})
        window.press("حفظ ومتابعة", "Save and continue")
    expect(window.page).to_have_url(re.compile(r"/check/$"))
    return window.reference


def answer_page(
    window: Window,
    answers: Answers,
    files: Mapping[str, FilePayload],
) -> None:
    """Answer those questions of the open page to which there are answers."""
    for name, value in answers.items():
        for each in value if isinstance(value, list) else [value]:
            _answer(window, name, each)
    for name, file in files.items():
        field = window.page.locator(f'input[type="file"][name="{name}"]')
        if field.count() and field.is_visible():
            field.set_input_files(file)


def _answer(window: Window, name: str, value: str) -> None:
    """Answer a question if the open page has it: choose, select or type."""
    if window.page.locator(f'input[name="{name}_day"]').count():
        fill_date(window, name, value)
        return
    choice = window.page.locator(f'input[name="{name}"][value="{value}"]')
    field = window.page.locator(f'[name="{name}"]').first
    if choice.count():
        choice.check()
    elif field.count() and field.evaluate("each => each.tagName") == "SELECT":
        field.select_option(value)
    elif field.count() and field.get_attribute("type") == "checkbox":
        field.check()
    elif field.count() and field.is_visible():
        field.fill(value)


def fill_date(window: Window, name: str, day: str) -> None:
    """Type an ISO date into the three boxes of a question."""
    for part, value in zip(("year", "month", "day"), day.split("-"), strict=True):
        window.page.fill(f'input[name="{name}_{part}"]', value)


def submit_and_pay(window: Window) -> None:
    """Submit an application with a fee and pay it by card."""
    window.press("تقديم الطلب والانتقال إلى الدفع", "Submit and go to payment")
    pay_by_card(window)


def pay_when_due(window: Window, reference: str) -> None:
    """Wait until the fee can be paid, and pay it by card."""
    for _ in range(60):
        window.open("portal", f"/applications/{reference}/pay/")
        if window.page.url.endswith("/pay/"):
            break
        window.page.wait_for_timeout(300)
    pay_by_card(window)


def picture(name: str = "face.jpg") -> FilePayload:
    """Return a small picture, as a browser sends it."""
    name, data, media = applying.photo(name)
    return {"name": name, "mimeType": media, "buffer": data}
