"""Mistakes planted into folders: each must be found, named by file and line, with a remedy."""

from dataclasses import dataclass, replace
from typing import Final

from hukumati.catalogue.checks.checking import CheckReport, check_folder
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.service_references import KnownService
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder_checks import known_contracts, known_elements, known_notices, known_seals
from hukumati.documents.api import check_templates
from hukumati.interoperability import api as interoperability

SERVICES: Final = (
    KnownService("MOJ-NCC", "ps.moj.non-conviction-certificate", "non-conviction-certificate", "NCC"),
    KnownService("MOJ-APP", "ps.moj.app", "app", "APP", frozenset({"MOJ-NCC", "MOJ-SUM"})),
    KnownService("MOJ-SUM", "ps.moj.summary", "summary", "SUM", frozenset({"MOJ-CRD"})),
)
"""The services that exist besides the one that is checked: two of them lead back to the card of the tests."""


@dataclass(frozen=True)
class Planted:
    """In `file`, `old` becomes `new`; `code` must be told at the line of `marker` (or of `new`), speaking of `says`."""

    file: str
    old: str
    new: str
    code: str
    says: str
    marker: str = ""
    told_in: str = ""


def label(planted: Planted) -> str:
    """Name the case of a parametrised test."""
    return f"{planted.file}-{planted.code}-{planted.new[:25]}"


def checked(folder: Folder, contracts: tuple[RegisterContract, ...] | None = None) -> CheckReport:
    """Check a folder as the command does, with a fixed list of services."""
    return check_folder(
        folder=folder,
        contracts=known_contracts() if contracts is None else contracts,
        notices=known_notices(),
        agreements=interoperability.list_agreements(),
        elements=known_elements(),
        seals=known_seals(),
        services=lambda: SERVICES,
        setting=check_templates,
    )


def assert_found(planted: Planted, sound: Folder, contracts: tuple[RegisterContract, ...]) -> None:
    files = dict(sound.files)
    text = files[planted.file].decode()
    assert planted.old in text
    files[planted.file] = text.replace(planted.old, planted.new, 1).encode()
    report = checked(replace(sound, files=files), contracts)
    assert report.definition is None
    found = [mistake for mistake in report.mistakes if mistake.code == planted.code]
    assert found, [str(mistake) for mistake in report.mistakes]
    told = next(mistake for mistake in found if planted.says in f"{mistake.problem}. {mistake.remedy}")
    told_in = planted.told_in or planted.file
    lines = files[told_in].decode().splitlines()
    marker = (planted.marker or planted.new).splitlines()[0]
    assert told.file == told_in
    assert marker in lines[told.line - 1], (told.line, lines[told.line - 1])
    assert told.remedy
