"""What the people of a kept release did before it was upgraded: every kind of row that a case can leave behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform
from simulators.world.world import load
from tests.journeys import applying
from tests.journeys.applying import wait_for_state
from tests.journeys.database import rows
from tests.people import Citizen, Visitor, citizen, official, set_fault, wait_for

Person = TypeVar("Person", bound=Visitor)
SALMA: Final = "401234562"
DOWNLOAD: Final = {"collect_method": "download"}
HOME_DELIVERY: Final = {**applying.HOME, "health": "on"}
ORDERED_BACK: Final = """SELECT 1 FROM led_leg l JOIN led_account a ON a.id = l.account_id
    JOIN led_entry e ON e.id = l.entry_id JOIN pay_payment p ON p.id = e.payment_id
    JOIN cases_case c ON c.bill_id = p.bill_id WHERE c.reference = %s AND a.code = 'refund:payable'"""
AT_THE_POST: Final = {"collect_method": "post_office", "collect_post_office": "RAM-01"}


def live(platform: Platform) -> dict[str, str]:
    """Let people apply, pay, wait, be refused, withdraw and collect; return the owners' login by reference."""
    owners: dict[str, str] = {}
    for login, story in STORIES:
        with signed_in(citizen(platform, login, language="en")) as person:
            owners[story(platform, person)] = login
    return owners


@contextmanager
def signed_in(person: Person) -> Iterator[Person]:
    """Return a person who is signed in, and close their browser in the end."""
    try:
        person.sign_in()
        yield person
    finally:
        person.browser.close()


def _issued(platform: Platform, layla: Citizen) -> str:
    reference = layla.apply()
    layla.pay_by_card()
    layla.wait_for_document(reference)
    return reference


def _left_unfinished(platform: Platform, karim: Citizen) -> str:
    return karim.fill_in()


def _in_review(platform: Platform, khaled: Citizen) -> str:
    reference = khaled.apply()
    khaled.pay_by_card()
    wait_for_state(platform, reference, "review")
    return reference


def _decided(platform: Platform, person: Citizen, action: str, reason: str, state: str) -> str:
    reference = _in_review(platform, person)
    with signed_in(official(platform, "MOJ-0001", language="en")) as officer:
        applying.decide(officer, reference, action, reason)
    wait_for_state(platform, reference, state)
    return reference


def _refused(platform: Platform, person: Citizen) -> str:
    return _decided(platform, person, "reject", "Illustrative.", "refused")


def _asked(platform: Platform, person: Citizen) -> str:
    question = "Which of the two addresses is yours?"
    return _decided(platform, person, "ask_citizen", question, "waiting_citizen")


def _paid_in_cash(platform: Platform, payer: Citizen) -> str:
    reference = payer.apply()
    payer.pay_cash(reference)
    payer.wait_for_document(reference)
    return reference


def _paid_too_much(platform: Platform, payer: Citizen) -> str:
    set_fault(platform, "agent", "pay_twice", times=1)
    reference = _paid_in_cash(platform, payer)
    wait_for("the second payment to be ordered back", lambda: rows(platform, ORDERED_BACK, reference))
    return reference


def _unpaid(platform: Platform, person: Citizen) -> str:
    return person.apply()


def _withdrawn(platform: Platform, person: Citizen) -> str:
    reference = person.apply()
    person.end_applications()
    wait_for_state(platform, reference, "withdrawn")
    return reference


def _at_the_post(platform: Platform, layla: Citizen) -> str:
    answers = {**AT_THE_POST, "whose": "child", "child": SALMA, "language": "both", "copies": "2"}
    reference = applying.apply(layla, "birth-certificate", answers)
    applying.pay(layla, reference)
    wait_for_state(platform, reference, "ready")
    with signed_in(official(platform, "POST-0001", language="en")) as clerk:
        clerk.open(f"/desk/{reference}/")
        clerk.browser.submit(action="/receive/")
    return reference


def _tax_cleared(platform: Platform, raja: Citizen) -> str:
    taxed = load(REPOSITORY / "demo" / "people.yaml").land.taxed
    owned = [each.number for each in taxed["408667707"]]
    reference = applying.apply(raja, "property-tax", {**DOWNLOAD, "properties": owned, "purpose": "sale"})
    applying.pay(raja, reference)
    wait_for_state(platform, reference, "done")
    return reference


def _booked(platform: Platform, imad: Citizen) -> str:
    files = {"photo": applying.photo()}
    reference = applying.apply(imad, "driver-licence-renewal", HOME_DELIVERY, files)
    applying.pay(imad, reference)
    wait_for_state(platform, reference, "medical")
    applying.give_paper(imad, reference, applying.photo("report.jpg"))
    wait_for_state(platform, reference, "eyesight")
    applying.book(imad, reference, "MOT-RAM")
    return reference


STORIES: Final[tuple[tuple[str, Callable[[Platform, Citizen], str]], ...]] = (
    ("400000006", _issued),
    ("410001101", _left_unfinished),
    ("900000001", _in_review),
    ("812223303", _refused),
    ("812223303", _asked),
    ("804445500", _paid_in_cash),
    ("413334400", _paid_too_much),
    ("906667704", _unpaid),
    ("000000018", _withdrawn),
    ("400000006", _at_the_post),
    ("408667707", _tax_cleared),
    ("915667703", _booked),
)
