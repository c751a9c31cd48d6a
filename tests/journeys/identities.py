"""Steps on the pages of the provider that journeys share: documents, codes, a telephone's browser."""

from collections.abc import Callable
from typing import Any, Final

from hukumati.project.run.platform import Platform
from tests.journeys.steps import fill_date
from tests.journeys.windows import Window
from tests.people import messages_to, person_record, simulator, wait_for

TELEPHONE: Final[dict[str, Any]] = {"viewport": {"width": 360, "height": 740}}
NEW_PASSWORD: Final = "olives and thyme"


def document_of(platform: Platform, id_number: str) -> str:
    """Return the number of a person's ID card, as the population register has it."""
    with simulator(platform, "population") as client:
        answer = client.get("/id-cards/current", headers={"Uxp-Subject-Id": id_number}).json()
    return str(answer["card"]["number"])


def fill_claim(window: Window, id_number: str, *, phone: str = "", document: str = "") -> None:
    """Fill in who one is: ID number, date of birth, document, telephone."""
    person = person_record("people", "id_number", id_number)
    window.page.fill('input[name="id_number"]', id_number)
    fill_date(window, "born_on", str(person["born_on"]))
    window.page.fill('input[name="document"]', document or document_of(window.platform, id_number))
    window.page.fill('input[name="phone"]', phone or person["phone"])


def fill_code(window: Window, phone: str, *, act: Callable[[], object], field: str = "code") -> None:
    """Do what sends a code to a telephone, and type the code into its field."""
    before = len(messages_to(window.platform, phone))
    act()
    wait_for("the code", lambda: messages_to(window.platform, phone)[before:])
    window.page.fill(f'input[name="{field}"]', window.read_code(phone))


def open_account_abroad(window: Window, phone: str) -> None:
    """Open the account of somebody abroad who has no ID number at hand."""
    window.open("identity", "/open-account/abroad")
    window.page.fill('input[name="name"]', "Samira Jaber")
    fill_date(window, "born_on", "1980-02-01")
    window.page.select_option('select[name="country"]', "CL")
    window.page.fill('input[name="document"]', "AB123456")
    window.page.fill('input[name="phone"]', phone)
    window.page.fill('input[name="email"]', "samira@example.test")
    fill_code(window, phone, act=lambda: window.press("متابعة", "Continue"))
    window.press("متابعة", "Continue")
    window.page.fill('input[name="password"]', NEW_PASSWORD)
    window.press("فتح الحساب", "Open the account")
