import copy
from collections.abc import Iterator
from typing import Any

import pytest

from hukumati.interoperability import api
from hukumati.interoperability.domain.contract import validate_answer
from hukumati.interoperability.tests.conftest import LAYLA, RECORD

JUDGMENT = {
    "number": "12/2019",
    "court": {"ar": "محكمة", "en": "Court"},
    "decided_on": "2019-04-02",
    "class": "misdemeanour",
    "offence": {"ar": "جنحة", "en": "Offence"},
    "sentence": {"ar": "غرامة", "en": "Fine"},
}


def test_every_contract_has_titles_in_both_languages_and_the_service_it_is_asked_by() -> None:
    contracts = {contract.id: contract for contract in api.list_contracts()}
    assert len(contracts) >= 19
    assert contracts["interior.person"].service == "PS/GOV/MOI/POPULATION/persons"
    assert contracts["moj.criminal_record"].service == "PS/GOV/MOJ/CRIMINAL-RECORD/records"
    assert all(contract.title.ar and contract.title.en for contract in contracts.values())
    assert api.get_contract("interior.person") is contracts["interior.person"]


def test_every_field_of_a_contract_has_a_concept() -> None:
    for contract in api.list_contracts():
        fields = dict(_fields(contract, contract.schema["properties"], ""))
        assert contract.concepts.keys() == fields.keys(), contract.id


def test_every_field_of_a_contract_has_a_name_for_people_and_every_code_a_word() -> None:
    for contract in api.list_contracts():
        fields = dict(_fields(contract, contract.schema["properties"], ""))
        assert fields.keys() == contract.labels.keys(), contract.id
        coded = {path: set(field["enum"]) for path, field in fields.items() if "enum" in field}
        assert {path: {each.partition(".")[0] for each in contract.words[path]} for path in coded} == coded


WHOLE = {"bilingual", "money", "person_name"}


def _fields(contract: api.Contract, properties: dict[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field by dotted path; values that are shown as one (a name, an amount) have no fields of their own."""
    for name, field in properties.items():
        yield f"{prefix}{name}", field
        inside = field.get("items", field)
        kind = inside.get("$ref", "").rpartition("/")[2]
        if kind not in WHOLE:
            parts = contract.schema["$defs"][kind] if kind else inside
            yield from _fields(contract, parts.get("properties", {}), f"{prefix}{name}.")


def accept(**changes: Any) -> dict[str, Any]:
    contract = api.get_contract("moj.criminal_record")
    return validate_answer(contract, copy.deepcopy(RECORD) | changes, subject_id=LAYLA)


def test_a_record_is_clear_exactly_when_it_has_no_judgments() -> None:
    assert accept()["clear"] is True
    assert accept(clear=False, judgments=[JUDGMENT])["judgments"] == [JUDGMENT]
    with pytest.raises(api.AnswerMalformed):
        accept(clear=True, judgments=[JUDGMENT])
    with pytest.raises(api.AnswerMalformed):
        accept(clear=False)


def test_a_judgment_without_its_class_is_malformed() -> None:
    with pytest.raises(api.AnswerMalformed):
        accept(clear=False, judgments=[{key: value for key, value in JUDGMENT.items() if key != "class"}])
