"""Mistakes about questions that are left to a silent register, planted into the real folder of health insurance."""

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.tests.planted_mistakes import IN_HEALTH_INSURANCE
from hukumati.catalogue.tests.planting import Planted, assert_found, checked, label
from hukumati.catalogue.tests.samples import insurance_folder


def test_the_folder_is_sound_and_plays_its_scenarios(contracts: tuple[RegisterContract, ...]) -> None:
    report = checked(insurance_folder(), contracts)
    assert report.mistakes == ()
    assert len([played for played in report.scenarios if "silent" in played.file]) == 5


@pytest.mark.parametrize("planted", IN_HEALTH_INSURANCE, ids=label)
def test_a_planted_mistake_is_found_with_file_line_and_remedy(
    planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, insurance_folder(), contracts)
