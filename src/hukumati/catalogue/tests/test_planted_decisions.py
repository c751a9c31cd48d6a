"""The check finds decisions that do not stand: money back with its benefit, letters that stay valid, old sentences."""

from collections.abc import Callable

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.tests.planted_folders import DECISIONS
from hukumati.catalogue.tests.planting import Planted, assert_found

PLANTED = [
    pytest.param(folder, planted, id=f"{name}-{number}-{planted.code}")
    for name, (folder, table) in DECISIONS.items()
    for number, planted in enumerate(table)
]


@pytest.mark.parametrize(("folder", "planted"), PLANTED)
def test_a_decision_that_does_not_stand_is_found_with_file_line_and_remedy(
    folder: Callable[[], Folder], planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, folder(), contracts)
