"""The check finds decisions that do not stand: money back with its benefit, letters that stay valid, old sentences."""

from collections.abc import Callable
from functools import partial

import pytest
from django.conf import settings

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.files import Folder, read_folder
from hukumati.catalogue.tests import planted_decisions as planted_here
from hukumati.catalogue.tests.planting import Planted, assert_found
from hukumati.catalogue.tests.samples import card_folder


def _service(path: str) -> Folder:
    return read_folder(path=settings.HUKUMATI.services_dir / path)


FOLDERS: dict[str, tuple[Callable[[], Folder], tuple[Planted, ...]]] = {
    "vehicle": (partial(_service, "mot/vehicle-licence-renewal"), planted_here.IN_THE_VEHICLE_LICENCE),
    "driver": (partial(_service, "mot/driver-licence-renewal"), planted_here.IN_THE_DRIVING_LICENCE),
    "certificate": (partial(_service, "moj/non-conviction-certificate"), planted_here.IN_THE_CERTIFICATE),
    "birth": (partial(_service, "moi/birth-certificate"), planted_here.IN_THE_BIRTH_CERTIFICATE),
    "extract": (partial(_service, "pla/land-extract"), planted_here.IN_THE_EXTRACT),
    "id-card": (partial(_service, "moi/id-card"), planted_here.IN_THE_CARD_OF_THE_STATE),
    "card": (card_folder, planted_here.IN_THE_CARD_AGAIN),
}
PLANTED = [
    pytest.param(folder, planted, id=f"{name}-{number}-{planted.code}")
    for name, (folder, table) in FOLDERS.items()
    for number, planted in enumerate(table)
]


@pytest.mark.parametrize(("folder", "planted"), PLANTED)
def test_a_decision_that_does_not_stand_is_found_with_file_line_and_remedy(
    folder: Callable[[], Folder], planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, folder(), contracts)
