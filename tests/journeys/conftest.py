"""Fixtures of the journeys: browser windows and people on the one running platform."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from hukumati.project.run.platform import Platform
from tests.journeys.accessibility import Inspection
from tests.journeys.database import rows
from tests.journeys.windows import Window, browser_errors_of
from tests.people import Citizen, Official, citizen, official, simulator, wait_for

OpenWindow = Callable[..., Window]
Newcomer = Callable[..., Citizen]
AtWork = Callable[..., Official]
Entered = Callable[[Citizen | Official], Window]
TOLD = ("finance", "transport", "health", "passports", "land", "population", "criminal_register")


@pytest.fixture(scope="session", autouse=True)
def _platform_first(platform: Platform) -> None:
    """Start the platform before the first test, so that the start does not count against its time limit."""


@pytest.fixture(autouse=True)
def _registers_forget(platform: Platform) -> None:
    """Let each test find the registers as the world has them, whatever they were told before."""
    for name in TOLD:
        with simulator(platform, name) as client:
            client.post("/_sim/forget").raise_for_status()


@pytest.fixture
def window(browser: Browser, platform: Platform) -> Iterator[OpenWindow]:
    """Return a function that opens windows; an error in the console of any of them fails the test."""
    windows: list[Window] = []

    def opened(language: str = "ar", **options: Any) -> Window:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        windows.append(Window(platform, context, language))
        return windows[-1]

    yield opened
    for one in windows:
        one.context.close()
    assert not browser_errors_of(windows)


@pytest.fixture
def entered(window: OpenWindow, language: str) -> Entered:
    """Return a function that opens the window of somebody who is signed in."""

    def opened(person: Citizen | Official) -> Window:
        fresh = window(language)
        fresh.enter_as(person)
        return fresh

    return opened


@pytest.fixture
def visitor(platform: Platform) -> Iterator[Newcomer]:
    """Return a function that gives people with a new browser, not signed in."""
    people: list[Citizen] = []

    def returned(id_number: str, *, language: str = "ar") -> Citizen:
        people.append(citizen(platform, id_number, language=language))
        return people[-1]

    yield returned
    for person in people:
        person.browser.close()


def _open_cases(platform: Platform, id_number: str) -> list[dict[str, Any]]:
    sql = "SELECT provider, state FROM cases_case WHERE closed_at IS NULL AND applicant->>'id_number' = %s"
    return rows(platform, sql, id_number)


def _refuse_all(platform: Platform) -> None:
    """Refuse the cases in review at the Ministry of Justice: their applicants cannot withdraw them."""
    officer = official(platform, "MOJ-0001")
    officer.sign_in()
    officer.refuse_all()
    officer.browser.close()


@pytest.fixture
def newcomer(platform: Platform, visitor: Newcomer) -> Newcomer:
    """Return a function that gives people who are signed in, and whose earlier applications have ended."""

    def returned(id_number: str, *, language: str = "ar") -> Citizen:
        person = visitor(id_number, language=language)
        person.sign_in()
        person.end_applications()
        wait_for("the end of earlier applications", lambda: have_ended(id_number), seconds=30)
        return person

    def have_ended(id_number: str) -> bool:
        left = _open_cases(platform, id_number)
        if {"provider": "moj", "state": "review"} in left:
            _refuse_all(platform)
        return not left

    return returned


@pytest.fixture
def at_work(platform: Platform) -> Iterator[AtWork]:
    """Return a function that gives officials without a browser, signed in at the workplace."""
    officials: list[Official] = []

    def returned(number: str, *, language: str = "ar") -> Official:
        person = official(platform, number, language=language)
        officials.append(person)
        person.sign_in()
        return person

    yield returned
    for person in officials:
        person.browser.close()


@pytest.fixture
def empty_inbox(at_work: AtWork) -> None:
    """Refuse the cases that earlier tests left in the inbox of the Ministry of Justice."""
    at_work("MOJ-0001").refuse_all()


@pytest.fixture
def inspection() -> Iterator[Inspection]:
    """Return an inspection, whose problems fail the test in the end."""
    inspection = Inspection()
    yield inspection
    assert inspection.pages
    assert not inspection.problems, "\n".join(inspection.problems)
