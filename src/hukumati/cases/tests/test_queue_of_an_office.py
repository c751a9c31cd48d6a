"""Work waits in the queue of the office that the applicant has chosen, and is done there."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hukumati.cases import api as cases
from hukumati.cases.models import Task
from hukumati.cases.tests.conftest import LAYLA, NOW, Pay
from hukumati.cases.tests.files import picture
from hukumati.cases.tests.permit import INSPECTED, INSPECTOR, Builder, publish_permit
from hukumati.core.bilingual import Bilingual
from hukumati.identity import api as identity


def hire(number: str, office: str) -> cases.Actor:
    """Open the account of an inspector of the Land Authority, and return them at work."""
    name, staff = Bilingual(ar="مفتش", en="Inspector"), identity.Staff(number, "pla", office, frozenset({"inspector"}))
    account = identity.NewAccount(
        login=number, password="a long passphrase of theirs", name=name, phone="+970599000299",
        email=f"{number.lower()}@example.test", born_on=date(1980, 1, 1), id_number=f"70000{number[-4:]}", staff=staff,
    )  # fmt: skip
    identity.create_account(account=account)
    return replace(INSPECTOR, id=number, office=office, id_number=f"70000{number[-4:]}")


@pytest.fixture
def layla(service: None, tmp_path: Path, pay: Pay) -> Builder:
    publish_permit(tmp_path)
    person = Builder(LAYLA)
    person.at_inspection(pay)
    return person


def listed(official: cases.Actor, place: str = "") -> list[str]:
    wanted = cases.InboxFilter(place=place)
    return [task.queue for task in cases.inbox_page(officer=official, wanted=wanted, now=NOW).lines]


def test_the_chosen_office_finds_the_case_and_other_offices_do_not(layla: Builder) -> None:
    here, there = hire("PLA-1001", "PLA-RAM"), hire("PLA-1002", "PLA-NBS")
    assert Task.objects.get(case__reference=layla.reference, closed_at=None).queue == "PLA-RAM"
    assert (listed(here), listed(there)) == (["PLA-RAM"], [])
    with pytest.raises(cases.NotYours):
        cases.open_for_officer(reference=layla.reference, officer=there, now=NOW)
    layla.attach(picture(), officer=here)
    layla.take("inspected", here, INSPECTED)
    assert layla.look().state == "review"


def test_an_office_without_officials_is_served_by_all_and_found_by_its_governorate(layla: Builder) -> None:
    there = hire("PLA-1002", "PLA-NBS")
    assert listed(there) == ["PLA-RAM"]
    assert (listed(there, place="PS-RBH"), listed(there, place="PS-HBN")) == (["PLA-RAM"], [])
