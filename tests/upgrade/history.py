"""What the people of a kept release did before it was upgraded: every kind of row that a case can leave behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from hukumati.project.run.platform import Platform
from tests.journeys import applying
from tests.journeys.applying import wait_for_state
from tests.people import Citizen, Visitor, citizen, official

Person = TypeVar("Person", bound=Visitor)
SALMA: Final = "401234562"
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


def _refused(platform: Platform, person: Citizen) -> str:
    reference = _in_review(platform, person)
    with signed_in(official(platform, "MOJ-0001", language="en")) as officer:
        applying.decide(officer, reference, "reject", "Illustrative.")
    wait_for_state(platform, reference, "refused")
    return reference


def _paid_in_cash(platform: Platform, payer: Citizen) -> str:
    reference = payer.apply()
    payer.pay_cash(reference)
    payer.wait_for_document(reference)
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


STORIES: Final[tuple[tuple[str, Callable[[Platform, Citizen], str]], ...]] = (
    ("400000006", _issued),
    ("410001101", _left_unfinished),
    ("900000001", _in_review),
    ("812223303", _refused),
    ("804445500", _paid_in_cash),
    ("906667704", _unpaid),
    ("000000018", _withdrawn),
    ("400000006", _at_the_post),
)
