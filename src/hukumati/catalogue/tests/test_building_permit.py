"""The folder of a building permit: sheets that officials fill in, checked, played, and with mistakes planted in it."""

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder_checks import known_contracts
from hukumati.catalogue.tests.planted_in_sheets import IN_THE_SHEETS
from hukumati.catalogue.tests.planting import Planted, assert_found, checked, label
from hukumati.catalogue.tests.samples import permit_folder


@pytest.fixture(scope="module")
def contracts() -> tuple[RegisterContract, ...]:
    return known_contracts()


def test_the_folder_is_sound_and_plays_its_scenarios(contracts: tuple[RegisterContract, ...]) -> None:
    report = checked(permit_folder(), contracts)
    assert [str(mistake) for mistake in report.mistakes] == []
    assert len(report.scenarios) == 3


@pytest.mark.parametrize("planted", IN_THE_SHEETS, ids=label)
def test_a_planted_mistake_is_found_with_file_line_and_remedy(
    planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, permit_folder(), contracts)
