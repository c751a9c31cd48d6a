"""The offices of the providers, as `services/shared/offices.csv` lists them."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from hukumati.catalogue.folder.csv_parser import parse_csv
from hukumati.catalogue.folder.files import SHARED

FILE = "offices.csv"


def office_governorates() -> Mapping[str, str]:
    """Return the governorate (ISO 3166-2:PS) of each office by its code."""
    path: Path = settings.HUKUMATI.services_dir / SHARED / FILE
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> dict[str, str]:
    return {row["code"]: row["governorate"] for row in parse_csv(file=FILE, data=path.read_bytes()).rows}
