"""The offices of the providers, as `services/shared/offices.csv` lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from hukumati.catalogue.folder.csv_parser import parse_csv
from hukumati.catalogue.folder.files import SHARED
from hukumati.core.bilingual import Bilingual

FILE = "offices.csv"


@dataclass(frozen=True, slots=True)
class Office:
    """Where a body serves people: its governorate is an ISO 3166-2:PS code."""

    provider: str
    governorate: str
    label: Bilingual


def office_governorates(*, provider: str = "") -> Mapping[str, str]:
    """Return the governorate of each office by its code; with `provider`, of that body's offices alone."""
    found = _offices().items()
    return {code: office.governorate for code, office in found if provider in ("", office.provider)}


def office_label(code: str) -> Bilingual | None:
    """Return the name of an office, None of what is no office."""
    office = _offices().get(code)
    return None if office is None else office.label


def _offices() -> Mapping[str, Office]:
    path: Path = settings.HUKUMATI.services_dir / SHARED / FILE
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> dict[str, Office]:
    rows = parse_csv(file=FILE, data=path.read_bytes()).rows
    return {row["code"]: Office(row["provider"], row["governorate"], Bilingual(row["ar"], row["en"])) for row in rows}
