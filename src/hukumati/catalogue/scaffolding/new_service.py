"""Scaffolds the folder of a new service from a few answers and from what the platform knows."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import yaml
from django.conf import settings

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.files import SHARED
from hukumati.catalogue.folder.schema_nodes import SchemaNode
from hukumati.catalogue.folder_checks import known_contracts
from hukumati.catalogue.scaffolding.templates import NewService, NewServiceRefused, fill_templates
from hukumati.trust import api as trust

MOST_COLUMNS: Final = 6


def scaffold_service(*, service: NewService, today: date) -> dict[str, str]:
    """Return the texts of a new service's files by path; they pass the checks at once. Raises NewServiceRefused."""
    shared = settings.HUKUMATI.services_dir / SHARED
    _refuse_unknown_provider(shared, service.provider)
    whole = replace(
        service,
        seal=service.seal or next((office for office in trust.list_offices() if _is_of(office, service.provider)), ""),
        office=service.office or _first_code(shared / "offices.csv", service.provider),
        post_office=service.post_office or _first_code(shared / "post_offices.csv", None),
    )
    contract = _contract(service.register)
    sample = next(contract.samples()) if contract is not None else {}
    return fill_templates(service=whole, sample=sample, today=today, lists=_lists(contract))


def _is_of(office: str, provider: str) -> bool:
    return office.partition(".")[0] == provider


def _refuse_unknown_provider(shared: Path, provider: str) -> None:
    known = yaml.safe_load((shared / "providers.yaml").read_text("utf-8"))
    if provider not in known:
        raise NewServiceRefused(
            f"There is no provider {provider!r} in shared/providers.yaml; known are {', '.join(known)}."
        )


def _first_code(path: Path, provider: str | None) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return next((row["code"] for row in rows if provider is None or row["provider"] == provider), "")


def _lists(contract: RegisterContract | None) -> dict[str, tuple[str, ...]]:
    """Return the lists in a register's answer, each with some of its entries' elements that one cell can hold."""
    if contract is None:
        return {}
    items = {name: contract.items((name,)) for name in contract.elements()}
    return {
        name: tuple(each for each in contract.elements((), schema) if _is_plain(contract, each, schema))[:MOST_COLUMNS]
        for name, schema in items.items()
        if schema is not None
    }


def _is_plain(contract: RegisterContract, element: str, schema: SchemaNode) -> bool:
    if contract.element((element, "ar", "first"), schema) is not None:
        return False
    return set(contract.elements((element,), schema)) in (set(), {"ar", "en"}, {"amount", "currency"})


def _contract(register: str) -> RegisterContract | None:
    """Return the contract of a register that a new service may ask."""
    if not register:
        return None
    known = {contract.id: contract for contract in known_contracts()}
    if register not in known:
        raise NewServiceRefused(f"There is no register contract {register!r}; known are {', '.join(sorted(known))}.")
    contract = known[register]
    if contract.parameters:
        needed = ", ".join(contract.parameters)
        raise NewServiceRefused(f"{register} is asked with {needed}: begin without it, add ask_with.")
    return contract
