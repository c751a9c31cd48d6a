"""The contracts with the registers: what may be asked and the shape of the answer, kept in contracts/*.yaml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator, FormatChecker

from exchange.protocol.identifiers import ServiceId
from hukumati.core.bilingual import Bilingual
from hukumati.interoperability.errors import AnswerMalformed, NoSuchContract, ParameterRefused

FOLDER: Final = Path(__file__).parent / "contracts"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What is asked besides the person: text of `pattern`; the field at the path `answers` must tell the same."""

    pattern: str
    means: str
    answers: str | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """What one register answers: `schema` is JSON Schema 2020-12; `concepts` tie its fields to the dictionary.

    `subject` names the field that must hold the ID number that was asked for; `parameters` is what is asked besides.
    `concepts` and `labels` (names for people, in the order of showing) go by dotted path, for entries of lists too:
    `vehicles.plate`; `words` do so for the codes of a field. `version` changes with the schema.
    """

    id: str
    version: int
    title: Bilingual
    service: str
    path: str
    subject: str
    schema: dict[str, Any]
    concepts: dict[str, str]
    labels: dict[str, Bilingual]
    words: dict[str, dict[str, Bilingual]]
    parameters: dict[str, Parameter]


@cache
def load() -> dict[str, Contract]:
    """Read all contracts, once."""
    contracts = [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {contract.id: contract for contract in contracts}


def find(contract_id: str) -> Contract:
    try:
        return load()[contract_id]
    except KeyError as error:
        raise NoSuchContract(f"There is no contract {contract_id}.") from error


def refuse_unfit(contract: Contract, parameters: Mapping[str, str]) -> None:
    """Refuse what the register cannot be asked: raises ParameterRefused, ValueError for other names."""
    if parameters.keys() != contract.parameters.keys():
        raise ValueError(f"{contract.id} is asked with {', '.join(contract.parameters) or 'no parameters'}")
    for name, parameter in contract.parameters.items():
        if re.fullmatch(parameter.pattern.removesuffix("$"), parameters[name]) is None:
            raise ParameterRefused(contract.id, name)


def accept(
    contract: Contract, values: Any, *, subject_id: str, parameters: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the fields that the contract names; raises `AnswerMalformed`, which never quotes the answer."""
    fault = next(iter(_validator(contract.id).iter_errors(values)), None)
    if fault is not None:
        raise AnswerMalformed(contract.id, fault.json_path)
    if values[contract.subject] != subject_id:
        raise AnswerMalformed(contract.id, f"$.{contract.subject}")
    for name, parameter in contract.parameters.items():
        if parameter.answers and _told(values, parameter.answers) not in {None, (parameters or {}).get(name)}:
            raise AnswerMalformed(contract.id, f"$.{parameter.answers}")
    return {name: value for name, value in values.items() if name in contract.schema["properties"]}


def _told(values: Any, path: str) -> Any:
    """Follow a dotted path; None where something on the way is null."""
    for step in path.split("."):
        values = None if values is None else values[step]
    return values


@cache
def _validator(contract_id: str) -> Draft202012Validator:
    return Draft202012Validator(load()[contract_id].schema, format_checker=FormatChecker())


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
        parameters={name: _parameter(said) for name, said in fields.get("parameters", {}).items()},
    )


def _parameter(said: dict[str, str]) -> Parameter:
    return Parameter(said["pattern"], said["means"], said.get("answers"))


def _bilinguals(words: dict[str, dict[str, str]]) -> dict[str, Bilingual]:
    return {code: Bilingual(**word) for code, word in words.items()}
