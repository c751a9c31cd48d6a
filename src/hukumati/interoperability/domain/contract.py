"""A contract with a register: what may be asked, and the shape of the answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from jsonschema import Draft202012Validator, FormatChecker

from hukumati.core.bilingual import Bilingual
from hukumati.interoperability.errors import AnswerMalformed, ParameterRefused

JsonDict: TypeAlias = dict[str, Any]
"""An object of JSON whose shape a JSON Schema governs, and no Python type: a schema, or values that keep it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What is sent besides the person: text of `pattern`; the answer's field at the path `answers` must equal it.

    `means` is the parameter's element of the data dictionary.
    """

    pattern: str
    means: str
    answers: str | None = None


@dataclass(frozen=True, slots=True, eq=False)  # compared and hashed by identity: each is loaded once
class Agreed:
    """What both kinds of contract say: `schema` is JSON Schema 2020-12; `concepts` tie its fields to the dictionary.

    `subject` names the field that holds the person's ID number. `concepts` and `labels` (names for people, in the order
    of showing) go by dotted path, for entries of lists too: `vehicles.plate`; `words` do so for the codes of a field,
    also by the sex that an entry tells (`spouse.female`). `version` changes with the schema.
    """

    id: str
    version: int
    title: Bilingual
    service: str
    path: str
    subject: str
    schema: JsonDict
    concepts: dict[str, str]
    labels: dict[str, Bilingual]
    words: dict[str, dict[str, Bilingual]]


@dataclass(frozen=True, slots=True, eq=False)
class Contract(Agreed):
    """What one register answers about the person of a request; `parameters` is what is sent besides."""

    parameters: dict[str, Parameter]


def check_parameters(contract: Contract, parameters: Mapping[str, str]) -> None:
    """Refuse what cannot be sent: raises ParameterRefused for a wrong value, ValueError for other names."""
    if parameters.keys() != contract.parameters.keys():
        raise ValueError(f"{contract.id} takes {', '.join(contract.parameters) or 'no parameters'}")
    for name, parameter in contract.parameters.items():
        if re.fullmatch(parameter.pattern.removesuffix("$"), parameters[name]) is None:
            raise ParameterRefused(contract.id, name)


def validate_answer(
    contract: Contract, values: object, *, subject_id: str, parameters: Mapping[str, str] | None = None
) -> JsonDict:
    """Return the fields that the contract names; raises `AnswerMalformed`, which never quotes the answer."""
    fault = next(iter(_validator(contract).iter_errors(values)), None)
    if fault is not None or not isinstance(values, dict):
        raise AnswerMalformed(contract.id, fault.json_path if fault else "$")
    if values[contract.subject] != subject_id:
        raise AnswerMalformed(contract.id, f"$.{contract.subject}")
    for name, parameter in contract.parameters.items():
        # an answer about another parcel than was asked for is as wrong as one about another person
        if parameter.answers and _at(values, parameter.answers) not in {None, (parameters or {}).get(name)}:
            raise AnswerMalformed(contract.id, f"$.{parameter.answers}")
    return {name: value for name, value in values.items() if name in contract.schema["properties"]}


def _at(values: JsonDict, path: str) -> object:
    """Follow a dotted path; None where something on the way is null."""
    found: JsonDict | None = values
    for step in path.split("."):
        found = None if found is None else found[step]
    return found


@cache
def _validator(contract: Contract) -> Draft202012Validator:
    return Draft202012Validator(contract.schema, format_checker=FormatChecker())
