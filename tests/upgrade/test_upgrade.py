"""The data of every kept release, under the code of today: started, read whole, and gone on with."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hukumati.project.releases import RELEASES
from hukumati.project.run.platform import Platform
from tests.conftest import platform_folder, start_platform
from tests.journeys.applying import wait_for_state
from tests.journeys.commands import hukumati
from tests.people import citizen
from tests.upgrade.history import signed_in
from tests.upgrade.kept_release import read, unpack

pytestmark = pytest.mark.platform
KEPT = sorted(RELEASES.glob("*.tar.xz"))


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A platform of today on the data of a release; `owners` and `cases` are what the release's own code read.

    `found` is what the code of today read of the same cases, before any test went on with them.
    """

    platform: Platform
    owners: dict[str, str]
    cases: dict[str, Any]
    found: dict[str, Any]


@pytest.fixture(scope="module", params=KEPT, ids=lambda path: path.name.removesuffix(".tar.xz"))
def upgraded(request: pytest.FixtureRequest) -> Iterator[Upgraded]:
    """Return a running platform on a kept release's data."""
    archive: Path = request.param
    with platform_folder() as folder:
        expected = unpack(archive, folder)
        platform = start_platform(folder)
        try:
            yield Upgraded(platform, **expected, found=read(platform, list(expected["cases"])))
        finally:
            platform.stop()


def test_every_case_bill_payment_and_paper_reads_as_it_did(upgraded: Upgraded) -> None:
    assert json.dumps(upgraded.found, indent=1, sort_keys=True) == json.dumps(upgraded.cases, indent=1, sort_keys=True)


def test_every_chain_and_the_ledger_hold(upgraded: Upgraded) -> None:
    assert "all is well" in hukumati(upgraded.platform, "verify")


def test_their_owners_sign_in_and_find_them(upgraded: Upgraded) -> None:
    for login in sorted(set(upgraded.owners.values())):
        with signed_in(citizen(upgraded.platform, login, language="en")) as person:
            for reference in (each for each, owner in upgraded.owners.items() if owner == login):
                assert person.case(reference).status == 200
                if upgraded.cases[reference]["documents"]:
                    assert person.wait_for_document(reference).startswith(b"%PDF-")


def test_what_was_begun_can_be_finished(upgraded: Upgraded) -> None:
    begun = next(reference for reference, case in upgraded.cases.items() if case["state"] == "to_pay")
    with signed_in(citizen(upgraded.platform, upgraded.owners[begun], language="en")) as person:
        person.open(f"/applications/{begun}/pay/")
        person.pay_by_card()
        assert person.wait_for_document(begun).startswith(b"%PDF-")


def test_what_an_officer_asked_can_be_answered(upgraded: Upgraded) -> None:
    asked = next(reference for reference, case in upgraded.cases.items() if case["state"] == "waiting_citizen")
    with signed_in(citizen(upgraded.platform, upgraded.owners[asked], language="en")) as person:
        person.case(asked)
        person.browser.submit(holding="answer", values={"answer": "The second one."})
        assert wait_for_state(upgraded.platform, asked, "review")
