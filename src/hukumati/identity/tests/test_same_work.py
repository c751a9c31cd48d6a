"""Known and unknown people cost the same (requirement 23): as many hashes and as many statements, whoever is asked for.

Work is counted and no time is taken: a machine that is busy changes nothing of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hukumati.identity.api import suspend_account
from hukumati.identity.models import Account
from hukumati.identity.tests.browser import LAYLA, Browser, open_account
from hukumati.identity.tests.population import DOCUMENT, NEWCOMER
from hukumati.identity.tests.test_registration import claim

pytestmark = pytest.mark.django_db
DEAD, UNKNOWN = "923456784", "800000002"
BORN = {"born_on_day": "19", "born_on_month": "8", "born_on_year": "1997"}


@dataclass(frozen=True)
class Work:
    """What one request cost: its status, its hashes, and its statements by their first words."""

    status: int
    hashes: int
    statements: tuple[str, ...]


@pytest.fixture
def measure(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], Work]:
    """Count the work of a request, once everything that is read once was read."""
    hashed: list[int] = []
    real = Argon2PasswordHasher.verify

    def counted(hasher: Argon2PasswordHasher, *args: str) -> bool:
        hashed.append(1)
        return bool(real(hasher, *args))

    monkeypatch.setattr(Argon2PasswordHasher, "verify", counted)
    open_account(DEAD, phone="+970599000119")
    suspend_account(login=DEAD, actor="system:test", reason="deceased")
    Account.objects.update(born_on="1997-08-19")

    def measured(request: Callable[[], Any]) -> Work:
        hashed.clear()
        with CaptureQueriesContext(connection) as captured:
            answer = request()
        return Work(answer.status_code, len(hashed), tuple(_shape(each["sql"]) for each in captured.captured_queries))

    return measured


def _shape(statement: str) -> str:
    """Return the verb of a statement and its table."""
    words = re.sub(r"\s+", " ", statement).upper()
    table = re.search(r'(?:FROM|INTO|UPDATE) "?([A-Z_.]+)', words)
    return f"{words.split(' ')[0]} {table[1] if table else ''}"


Measure = Callable[[Callable[[], Any]], Work]


def test_req_23_a_wrong_password_costs_the_same_for_everybody(browser: Browser, measure: Measure) -> None:
    page = browser.begin()
    browser.give_password(page, login="999999998", password="wrong-password")
    works = {
        login: measure(lambda login=login: browser.give_password(page, login=login, password="wrong-password"))  # type: ignore[misc]
        for login in (LAYLA, DEAD, UNKNOWN)
    }
    assert works[LAYLA] == works[DEAD] == works[UNKNOWN]
    assert works[LAYLA].hashes == 1


@pytest.mark.parametrize("path", ["password", "phone", "stolen", "in-person"])
def test_requirement_23_recovery_costs_the_same_for_everybody(browser: Browser, measure: Measure, path: str) -> None:
    def ask(login: str) -> Any:
        forms: dict[str, dict[str, str]] = {
            "password": {"login": login, "document": DOCUMENT, **BORN},
            "phone": {"login": login, "password": "wrong-password", "new_phone": "0569123456"},
            "stolen": {"login": login, "password": "wrong-password"},
            "in-person": {"login": login, "code": "AAAAA-AAAAA", "password": "olives and thyme"},
        }
        return browser.http.post(f"/en/recover/{path}", forms[path])

    ask("999999998")
    known, dead, unknown = (measure(lambda login=login: ask(login)) for login in (LAYLA, DEAD, UNKNOWN))  # type: ignore[misc]
    assert known.hashes == dead.hashes == unknown.hashes
    assert known == dead == unknown


def test_requirement_23_opening_an_account_costs_the_same_for_everybody(browser: Browser, measure: Measure) -> None:
    def ask(number: str) -> Any:
        return browser.http.post("/en/open-account", claim(id_number=number, phone="0599 000 131"))

    ask("401234562")
    known, unknown = (measure(lambda number=number: ask(number)) for number in (LAYLA, NEWCOMER))  # type: ignore[misc]
    assert known == unknown
