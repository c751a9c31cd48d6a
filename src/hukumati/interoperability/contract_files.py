"""The contracts with the registers, kept in contracts/*.yaml."""

from functools import cache
from pathlib import Path
from typing import Final

import yaml
from jsonschema import Draft202012Validator

from exchange.protocol.identifiers import ServiceId
from hukumati.core.bilingual import Bilingual
from hukumati.interoperability.domain.contract import Contract, Parameter
from hukumati.interoperability.errors import NoSuchContract

FOLDER: Final = Path(__file__).parent / "contracts"


@cache
def load() -> dict[str, Contract]:
    """Read all contracts, once."""
    contracts = [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {contract.id: contract for contract in contracts}


def get(contract_id: str) -> Contract:
    """Return a contract; raises `NoSuchContract`."""
    try:
        return load()[contract_id]
    except KeyError as error:
        raise NoSuchContract(f"There is no contract {contract_id}.") from error


def _read(path: Path) -> Contract:
    fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(fields["schema"])
    return Contract(
        id=fields["id"],
        version=int(fields["version"]),
        title=Bilingual(**fields["title"]),
        service=str(ServiceId.parse(fields["service"])),
        path=fields["path"],
        subject=fields["subject"],
        schema=fields["schema"],
        concepts=fields["concepts"],
        labels={path: Bilingual(**label) for path, label in fields["labels"].items()},
        words={path: _bilinguals(words) for path, words in fields.get("words", {}).items()},
        parameters={name: _parameter(parameter) for name, parameter in fields.get("parameters", {}).items()},
    )


def _parameter(fields: dict[str, str]) -> Parameter:
    return Parameter(pattern=fields["pattern"], means=fields["means"], answers=fields.get("answers"))


def _bilinguals(words: dict[str, dict[str, str]]) -> dict[str, Bilingual]:
    return {code: Bilingual(**word) for code, word in words.items()}
