"""The elements of a service: by what the folder says, by register and account, or by the type of a question."""

import pytest

from hukumati.service_language.api import DocumentSpec, Question, element_of, elements_used
from hukumati.service_language.tests.making import LABEL, definition, expression, question

CONCEPTS = {
    "interior.person": {"name": "person.name", "governorate": "person.residence"},
    "mot.vehicles": {"vehicles": "vehicle", "vehicles.plate": "vehicle.plate"},
}


@pytest.mark.parametrize(
    ("asked", "element"),
    [
        (question("q", "person_name"), "person.name"),
        (question("q"), ""),
        (question("q", source="interior.person.governorate"), "person.residence"),
        (question("q", source="interior.person.name.ar"), "person.name"),
        (question("q", "phone", source="account.phone"), "person.phone"),
        (question("q", source="account.email"), "person.email"),
        (question("q", "record", of="mot.vehicles.vehicles", key="plate"), "vehicle"),
        (question("q", "id_number", source="moh.weather.today"), ""),
    ],
)
def test_a_question_is_what_its_source_says_or_else_its_type(asked: Question, element: str) -> None:
    assert element_of(question=asked, concepts=CONCEPTS) == element


def test_questions_what_is_shown_of_records_and_documents_are_elements_once() -> None:
    asked = (
        question("q", means="person.occupation"),
        question("vehicle", "record", of="mot.vehicles.vehicles", key="plate", show=("plate", "make")),
        question("r", "id_number"),
        question("s"),
    )
    data = {
        "a": "q", "b": "applicant.age", "c": "applicant.governorate", "d": "registers.interior.person.name.ar",
        "e": "r + 'vehicle registers.mot.vehicles'",
    }  # fmt: skip
    document = DocumentSpec(
        name="d", title=LABEL, template="", template_source="", seal="", serial_prefix="", bound=expression("r"),
        data={name: expression(text) for name, text in data.items()},
    )  # fmt: skip
    used = elements_used(definition=definition(*asked, documents={"d": document}), concepts=CONCEPTS)
    assert [(each.kind, each.id, each.element) for each in used] == [
        ("question", "q", "person.occupation"),
        ("question", "vehicle", "vehicle"),
        ("question", "vehicle", "vehicle.plate"),
        ("question", "r", "person.id_number"),
        ("document", "d", "person.occupation"),
        ("document", "d", "person.age"),
        ("document", "d", "person.residence"),
        ("document", "d", "person.name"),
        ("document", "d", "person.id_number"),
    ]
