"""The contracts with the registers: what may be asked and the shape of the answer, kept in contracts/*.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator, FormatChecker

from exchange.protocol.identifiers import ServiceId
from hukumati.core.bilingual import Bilingual
from hukumati.interoperability.errors import AnswerMalformed, NoSuchContract

FOLDER: Final = Path(__file__).parent / "contracts"


@dataclass(frozen=True, slots=True)
class Contract:
    """What one register answers: `schema` is JSON Schema 2020-12; `concepts` tie its fields to the dictionary.

    `subject` names the field that must hold the ID number that was asked for. `labels` name the fields for people, by
    dotted path, in the order of showing; `words` do so for the codes of a field.
    """

    id: str
    title: Bilingual
    service: str
    path: str
    subject: str
    schema: dict[str, Any]
    concepts: dict[str, str]
    labels: dict[str, Bilingual]
    words: dict[str, dict[str, Bilingual]]


@cache
def load() -> dict[str, Contract]:
    """This will read all contracts, once."""
    contracts = [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {contract.id: contract for contract in contracts}


def find(contract_id: str) -> Contract:
    try:
        return load()[contract_id]
    except KeyError as error:
        raise NoSuchContract(f"There is no contract {contract_id}.") from error


def accept(contract: Contract, values: Any, *, subject_id: str) -> dict[str, Any]:
    """This will give the fields that the contract names; raises `AnswerMalformed`, which never quotes the answer."""
    fault = next(iter(_validator(contract.id).iter_errors(values)), None)
    if fault is not None:
        raise AnswerMalformed(contract.id, fault.json_path)
    if values[contract.subject] != subject_id:
        raise AnswerMalformed(contract.id, f"$.{contract.subject}")
    return {name: value for name, value in values.items() if name in contract.schema["properties"]}


@cache
def _validator(contract_id: str) -> Draft202012Validator:
    return Draft202012Validator(load()[contract_id].schema, format_checker=FormatChecker())


def _read(path: Path) -> Contract:
    fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(fields["schema"])
    return Contract(
        id=fields["id"],
        title=Bilingual(**fields["title"]),
        service=str(ServiceId.parse(fields["service"])),
        path=fields["path"],
        subject=fields["subject"],
        schema=fields["schema"],
        concepts=fields["concepts"],
        labels={path: Bilingual(**label) for path, label in fields["labels"].items()},
        words={path: _bilinguals(words) for path, words in fields.get("words", {}).items()},
    )


def _bilinguals(words: dict[str, dict[str, str]]) -> dict[str, Bilingual]:
    return {code: Bilingual(**word) for code, word in words.items()}
