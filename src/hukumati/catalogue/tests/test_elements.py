"""Which elements of the data dictionary a service has to do with, told from its definition alone."""

from dataclasses import replace
from typing import Any

import pytest

from hukumati.catalogue.checks.checking import check_folder
from hukumati.catalogue.exports.public_json import describe_full
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.folder_checks import known_contracts
from hukumati.catalogue.tests.samples import permit_folder, real_definition, real_folder
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Call, Definition, Question, element_of, elements_used

CONCEPTS = {contract.id: contract.concepts for contract in known_contracts()}
LABEL = Bilingual(ar="س", en="q")


@pytest.fixture(scope="module")
def certificate() -> Definition:
    found = check_folder(folder=real_folder(), contracts=known_contracts()).definition
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "element"),
    [
        (Question("a", "person_name", LABEL), "person.name"),
        (Question("a", "text", LABEL), ""),
        (Question("a", "text", LABEL, source="interior.person.governorate"), "person.residence.governorate"),
        (Question("a", "text", LABEL, source="interior.person.name.ar"), "person.name"),
        (Question("a", "phone", LABEL, source="account.phone"), "person.phone"),
        (Question("a", "record", LABEL, of="mot.vehicles.vehicles", key="plate"), "vehicle"),
        (Question("a", "id_number", LABEL, source="interior.person.guardians"), "person.guardian.id_number"),
        (Question("a", "text", LABEL, source="moh.weather.today"), ""),
    ],
)
def test_an_answer_is_what_its_register_tells_or_else_what_its_type_is(question: Question, element: str) -> None:
    assert element_of(question=question, concepts=CONCEPTS) == element


def test_questions_and_documents_of_a_service_are_elements(certificate: Definition) -> None:
    used = elements_used(definition=certificate, concepts=CONCEPTS)
    found = {(use.kind, use.id, use.element) for use in used}
    assert len(found) == len(used)
    assert found >= {
        ("question", "name", "person.name"),
        ("question", "phone", "person.phone"),
        ("document", "certificate", "person.name"),
        ("document", "certificate", "criminal_record.clear"),
        ("document", "certificate", "criminal_record.judgment"),
    }


def test_a_record_is_also_what_is_shown_of_it(certificate: Definition) -> None:
    car = Question("car", "record", LABEL, of="mot.vehicles.vehicles", key="plate", show=("plate", "make"))
    page = replace(certificate.form.pages[0], ask=(car,))
    definition = replace(certificate, form=replace(certificate.form, pages=(page,)), documents={})
    used = {use.element for use in elements_used(definition=definition, concepts=CONCEPTS)}
    assert used == {"vehicle", "vehicle.plate", "vehicle.make"}


def test_what_the_folder_says_an_answer_means_goes_before_its_type(certificate: Definition) -> None:
    job = Question("job", "text", LABEL, means="person.occupation")
    page = replace(certificate.form.pages[0], ask=(job,))
    definition = replace(certificate, form=replace(certificate.form, pages=(page,)), documents={})
    assert [use.element for use in elements_used(definition=definition, concepts=CONCEPTS)] == ["person.occupation"]


def test_what_officials_fill_in_is_an_element_too() -> None:
    job = Question("job", "text", LABEL, means="person.occupation")
    permit = parse_definition(folder=permit_folder())
    sheet = replace(permit.form.officials[0], ask=(job,))
    definition = replace(permit, form=replace(permit.form, pages=(), officials=(sheet,)), documents={})
    assert [(use.element, use.id) for use in elements_used(definition=definition, concepts=CONCEPTS)] == [
        ("person.occupation", "job")
    ]


def test_the_interface_lists_what_officials_fill_in() -> None:
    described = describe_full(definition=parse_definition(folder=permit_folder()), number=1, portal="https://x.test")
    sheets: Any = described["sheets"]
    assert [sheet["id"] for sheet in sheets] == ["inspection", "permit"]
    assert sheets[1]["questions"][0]["label"]["en"] == "Conditions of the permit"


@pytest.mark.parametrize(
    ("opens", "closes", "told"),
    [
        ("2026-11-01", "2026-11-30", {"from": "2026-11-01", "until": "2026-11-30"}),
        ("2026-11-01", "", {"from": "2026-11-01", "until": None}),
        ("", "2026-11-30", {"from": None, "until": "2026-11-30"}),
    ],
)
def test_the_interface_tells_the_days_of_a_call(opens: str, closes: str, told: dict[str, object]) -> None:
    definition = replace(real_definition(), call=Call(opens, closes))
    assert describe_full(definition=definition, number=1, portal="https://x.test")["accepts"] == told


def test_the_interface_tells_of_no_days_where_there_is_no_call() -> None:
    assert describe_full(definition=real_definition(), number=1, portal="https://x.test")["accepts"] is None
