"""Into which sound folder each table of planted mistakes goes."""

from collections.abc import Callable
from functools import partial
from typing import Final

from django.conf import settings

from hukumati.catalogue.folder.files import Folder, read_folder
from hukumati.catalogue.tests import planted_decisions as decisions
from hukumati.catalogue.tests import planted_said as said
from hukumati.catalogue.tests import planted_siblings as siblings
from hukumati.catalogue.tests.planting import Planted
from hukumati.catalogue.tests.samples import (
    asking_folder,
    birth_certificate_folder,
    card_folder,
    permit_folder,
    real_folder,
    scholarship_folder,
    vehicle_licence_folder,
)
from hukumati.catalogue.tests.specimen import specimen_folder

Folders = dict[str, tuple[Callable[[], Folder], tuple[Planted, ...]]]


def _service(path: str) -> Folder:
    return read_folder(path=settings.HUKUMATI.services_dir / path)


SIBLINGS: Final[Folders] = {
    "certificate": (real_folder, siblings.IN_THE_CERTIFICATE),
    "specimen": (specimen_folder, siblings.IN_THE_SPECIMEN),
    "permit": (permit_folder, siblings.IN_THE_PERMIT),
    "scholarship": (scholarship_folder, siblings.IN_THE_SCHOLARSHIP),
    "requests": (asking_folder, siblings.IN_SIDE_REQUESTS),
    "birth": (birth_certificate_folder, siblings.IN_THE_BIRTH_CERTIFICATE),
}
SAID: Final[Folders] = {
    "scholarship": (scholarship_folder, said.IN_THE_SCHOLARSHIP),
    "birth": (birth_certificate_folder, said.IN_THE_BIRTH_CERTIFICATE),
    "vehicle": (vehicle_licence_folder, said.IN_THE_VEHICLE_LICENCE),
}
DECISIONS: Final[Folders] = {
    "vehicle": (vehicle_licence_folder, decisions.IN_THE_VEHICLE_LICENCE),
    "driver": (partial(_service, "mot/driver-licence-renewal"), decisions.IN_THE_DRIVING_LICENCE),
    "certificate": (real_folder, decisions.IN_THE_CERTIFICATE),
    "birth": (birth_certificate_folder, decisions.IN_THE_BIRTH_CERTIFICATE),
    "extract": (partial(_service, "pla/land-extract"), decisions.IN_THE_EXTRACT),
    "id-card": (partial(_service, "moi/id-card"), decisions.IN_THE_CARD_OF_THE_STATE),
    "card": (card_folder, decisions.IN_THE_CARD_AGAIN),
}
