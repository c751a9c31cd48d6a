"""The contracts with the registers, in contracts/*.yaml: one with a `message` tells, one with a `schema` asks."""

from functools import cache
from pathlib import Path
from typing import Final

import yaml
from jsonschema import Draft202012Validator

from exchange.protocol.identifiers import ServiceId
from hukumati.core.bilingual import Bilingual
from hukumati.interoperability.domain.contract import Contract, JsonDict, Parameter
from hukumati.interoperability.domain.notice import NoticeContract
from hukumati.interoperability.errors import NoSuchContract

FOLDER: Final = Path(__file__).parent / "contracts"


@cache
def load() -> dict[str, Contract]:
    """Read all contracts, once."""
    contracts = [_contract(fields) for fields in _files() if "schema" in fields]
    return {contract.id: contract for contract in contracts}


@cache
def load_notices() -> dict[str, NoticeContract]:
    """Read all contracts under which registers are told something, once."""
    notices = [_notice(fields) for fields in _files() if "message" in fields]
    return {notice.id: notice for notice in notices}


def get_notice(contract_id: str) -> NoticeContract:
    """Return a contract under which a register is told something; raises `NoSuchContract`."""
    try:
        return load_notices()[contract_id]
    except KeyError as error:
        raise NoSuchContract(f"There is no contract {contract_id} to tell a register under.") from error


def get(contract_id: str) -> Contract:
    """Return a contract; raises `NoSuchContract`."""
    try:
        return load()[contract_id]
    except KeyError as error:
        raise NoSuchContract(f"There is no contract {contract_id}.") from error


@cache
def _files() -> tuple[JsonDict, ...]:
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml")))


def _notice(fields: JsonDict) -> NoticeContract:
    Draft202012Validator.check_schema(fields["message"])
    return NoticeContract(
        id=fields["id"],
        version=int(fields["version"]),
        title=Bilingual(**fields["title"]),
        service=str(ServiceId.parse(fields["service"])),
        path=fields["path"],
        subject=fields["subject"],
        schema=fields["message"],
        concepts=fields["concepts"],
        labels=_bilinguals(fields["labels"]),
        words={path: _bilinguals(words) for path, words in fields.get("words", {}).items()},
        refusals=_bilinguals(fields["refusals"]),
    )


def _contract(fields: JsonDict) -> Contract:
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
