"""The key of the seal is missing: nothing is issued, nothing is lost, and it is issued once when the key is back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import Ordeal
from tests.faults.fictional_people import Crowd
from tests.faults.final_assertions import assert_ended_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import patient_citizen
from tests.faults.system_state import Books
from tests.people import wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]


@pytest.fixture
def key(platform: Platform) -> Iterator[Path]:
    """Give the file of the key with which certificates are sealed; it is back in the end."""
    path = platform.data_dir / "trust" / "seal-moj.judicial_register.key.pem"
    yield path
    if away(path).exists():
        away(path).rename(path)


def away(path: Path) -> Path:
    """Say where the key is while it is missing."""
    return path.with_suffix(".away")


def test_a_case_waits_in_issuing_while_the_key_is_missing_and_is_issued_once_when_it_is_back(
    key: Path, platform: Platform, crowd: Crowd, books: Books
) -> None:
    citizen = patient_citizen(platform, crowd.take(), language="en")
    citizen.sign_in()
    ordeal = Ordeal(Way.CARD, citizen, reference=citizen.apply())
    citizen.choose_card()
    key.rename(away(key))
    citizen.give_card()
    wait_for("the first try", lambda: tries(ordeal, books) == ["documents.seal_unavailable"])
    assert books.case(ordeal.reference)["state"] == "issuing"
    assert books.documents(ordeal.reference) == []
    page = citizen.case(ordeal.reference)
    assert page.status == 200
    assert "does not answer" not in page.text, "no register is to blame"
    assert "The document cannot be made at the moment" in page.text
    away(key).rename(key)
    wait_for("the case to end", lambda: books.is_closed(ordeal.reference), seconds=90)
    assert_ended_once(ordeal, books)
    citizen.browser.close()


def tries(ordeal: Ordeal, books: Books) -> list[str]:
    """List why the document was not issued."""
    sql = """SELECT e.error FROM cases_effect e JOIN cases_case c ON c.id = e.case_id
             WHERE c.reference = %s AND e.kind = 'issue' AND e.attempts > 0"""
    return [row["error"] for row in books.rows(sql, ordeal.reference)]
