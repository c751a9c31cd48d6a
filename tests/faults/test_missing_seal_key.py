"""The key of the seal is missing: the document is not issued until the key is back, and then once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hukumati.project.run.platform import Platform
from tests.faults.crash_runs import CrashRun
from tests.faults.fictional_people import FictionalPeople
from tests.faults.final_assertions import assert_ended_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import retrying_citizen
from tests.faults.system_state import SystemState
from tests.people import wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(300)]


@pytest.fixture
def key(platform: Platform) -> Iterator[Path]:
    """Return the file of the key that seals certificates; it is restored in the end."""
    path = platform.data_dir / "trust" / "seal-moj.judicial_register.key.pem"
    yield path
    if moved_away(path).exists():
        moved_away(path).rename(path)


def moved_away(path: Path) -> Path:
    """Return the path of the key while it is missing."""
    return path.with_suffix(".away")


def test_a_document_waits_while_the_key_is_missing_and_is_issued_once_when_it_is_back(
    key: Path, platform: Platform, people: FictionalPeople, state: SystemState
) -> None:
    citizen = retrying_citizen(platform, people.take(), language="en")
    citizen.sign_in()
    run = CrashRun(Way.CARD, citizen, reference=citizen.apply())
    citizen.choose_card()
    key.rename(moved_away(key))
    citizen.submit_card()
    wait_for("the first try", lambda: issuing_errors(run, state) == ["documents.seal_unavailable"])
    assert state.case(run.reference)["state"] == "issuing"
    assert state.documents(run.reference) == []
    page = citizen.case(run.reference)
    assert page.status == 200
    assert "does not answer" not in page.text, "no register is to blame"
    assert "The document cannot be made at the moment" in page.text
    moved_away(key).rename(key)
    wait_for("the case to end", lambda: state.is_closed(run.reference), seconds=90, progress=state.work_done)
    assert_ended_once(run, state)
    citizen.browser.close()


def issuing_errors(run: CrashRun, state: SystemState) -> list[str]:
    """List the errors of the attempts to issue the document."""
    sql = """SELECT e.error FROM cases_effect e JOIN cases_case c ON c.id = e.case_id
             WHERE c.reference = %s AND e.kind = 'issue' AND e.attempts > 0"""
    return [row["error"] for row in state.rows(sql, run.reference)]
