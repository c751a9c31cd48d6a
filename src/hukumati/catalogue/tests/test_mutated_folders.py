"""The check of a folder tells what is wrong with any folder; it never fails itself. `make fuzz` tries thousands."""

from random import Random

import pytest
from django.conf import settings

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder_checks import sketch_definition
from hukumati.catalogue.tests.mutations import check, mutate, service_files


@pytest.fixture(scope="module")
def folders() -> list[Folder]:
    return service_files(services_dir=settings.HUKUMATI.services_dir)


@pytest.mark.parametrize("seed", range(60))
def test_no_change_of_a_folder_makes_the_check_fail(
    seed: int, folders: list[Folder], contracts: tuple[RegisterContract, ...]
) -> None:
    mutated = mutate(folders, Random(seed))  # noqa: S311 - no secret
    report = check(mutated.folder, contracts)
    assert [str(each) for each in report.mistakes if each.code == "platform.fault"] == [], mutated.changes
    sketch_definition(folder=mutated.folder)


def test_the_same_seed_changes_the_same_places(folders: list[Folder]) -> None:
    one, other = (mutate(folders, Random(7)) for _ in range(2))  # noqa: S311 - no secret
    assert one == other
    assert one.folder.files != next(each for each in folders if each.name == one.folder.name).files
