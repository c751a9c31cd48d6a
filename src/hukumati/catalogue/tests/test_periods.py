"""Who renews early loses no days: the paper ends on the day that the register is told."""

import pytest
from django.conf import settings

from hukumati.catalogue.folder.files import Folder, read_folder
from hukumati.catalogue.tests.planting import checked

SERVICES = settings.HUKUMATI.services_dir
RENEWALS = {
    "mot/vehicle-licence-renewal": ("documents/licence.yaml", "{for: 365 days, from: begins_on}", "365 days"),
    "mot/driver-licence-renewal": ("documents/licence.yaml", "{for: 1825 days, from: begins_on}", "1825 days"),
    "moh/health-insurance": ("documents/card.yaml", "{for: 365 days, from: begins_on}", "365 days"),
}


def changed(name: str, file: str, old: str, new: str) -> Folder:
    """Return a service's folder with one text changed."""
    folder = read_folder(path=SERVICES / name)
    text = folder.files[file].decode()
    assert old in text
    return Folder(folder.name, {**folder.files, file: text.replace(old, new, 1).encode()})


@pytest.mark.parametrize("name", RENEWALS)
def test_a_paper_that_counts_from_its_issue_while_the_register_is_told_more_is_found(name: str) -> None:
    file, old, new = RENEWALS[name]
    line = read_folder(path=SERVICES / name).files[file].decode().partition(old)[0].count("\n") + 1
    found = [each for each in checked(changed(name, file, old, new)).mistakes if each.code == "document.period"]
    assert [(each.file, each.line) for each in found] == [(file, line)]


def test_a_scenario_that_expects_another_end_of_a_paper_fails() -> None:
    folder = changed("mot/vehicle-licence-renewal", "tests/plain.yaml", '"2027-12-10", holds', '"2027-11-23", holds')
    (mistake,) = checked(folder).mistakes
    assert "valid until 2027-12-10, not 2027-11-23" in mistake.problem


def test_a_paper_that_is_issued_on_another_day_than_its_register_is_told_is_found() -> None:
    folder = changed("mot/driver-licence-renewal", "flow.yaml", "tell mot.licence_renewed, issue", "issue")
    text = (
        folder.files["flow.yaml"]
        .decode()
        .replace("do: [notify approved]", "do: [notify approved, tell mot.licence_renewed]")
    )
    found = checked(Folder(folder.name, {**folder.files, "flow.yaml": text.encode()})).mistakes
    told = [each.problem for each in found if each.code == "document.period"]
    assert told == ["licence is issued in another state than mot.licence_renewed is told: their days may differ"]
