"""The elements of the data dictionary that a service asks for and puts into its documents."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.definition import Definition
from hukumati.service_language.questions import PERSON_CONTRACT, Question

ELEMENT_BY_TYPE: Final = {"person_name": "person.name", "id_number": "person.id_number", "iban": "person.iban"}
"""What an answer is by the type of its question."""
OF_ACCOUNT: Final = {"account.phone": "person.phone", "account.email": "person.email"}
_WORD = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")

Concepts = Mapping[str, Mapping[str, str]]
"""By contract, and in it by field: the element."""


@dataclass(frozen=True, slots=True)
class ElementInService:
    """That a question, or a document's data, is an element; `label` is the question's or the document's."""

    element: str
    kind: Literal["question", "document"]
    id: str
    label: Bilingual


def elements_used(*, definition: Definition, concepts: Concepts) -> tuple[ElementInService, ...]:
    """List the elements of a service's questions, officials' among them, and documents: each once a question."""
    return tuple(dict.fromkeys((*_of_questions(definition, concepts), *_of_documents(definition, concepts))))


def element_of(*, question: Question, concepts: Concepts) -> str:
    """Return the element of a question, by its register, its account field or its type; "" for none."""
    source = question.of or question.source or ""
    if source in OF_ACCOUNT:
        return OF_ACCOUNT[source]
    element = _of_register(source, concepts)
    return element or ("" if source else ELEMENT_BY_TYPE.get(question.type, ""))


def _of_questions(definition: Definition, concepts: Concepts) -> Iterator[ElementInService]:
    for question in definition.form.all_questions():
        element = question.means or element_of(question=question, concepts=concepts)
        shown = (_of_register(f"{question.of}.{name}", concepts) for name in (question.key, *question.show))
        for each in (element, *(shown if question.of else ())):
            if each:
                yield ElementInService(each, "question", question.id, question.label)


def _of_documents(definition: Definition, concepts: Concepts) -> Iterator[ElementInService]:
    questions = definition.form.all_questions()
    answers = {each.id: each.means or element_of(question=each, concepts=concepts) for each in questions}
    for name, document in definition.documents.items():
        for expression in document.data.values():
            for path in _WORD.findall(_QUOTED.sub("", expression.text)):
                element = _of_path(path, answers, concepts)
                if element:
                    yield ElementInService(element, "document", name, document.title)


def _of_path(path: str, answers: Mapping[str, str], concepts: Concepts) -> str:
    root, _dot, rest = path.partition(".")
    if root == "registers":
        return _of_register(rest, concepts)
    if root == "applicant":
        return "person.age" if rest == "age" else _of_register(f"{PERSON_CONTRACT}.{rest}", concepts)
    return answers.get(root, "")


def _of_register(path: str, concepts: Concepts) -> str:
    """Follow a path as deep as the contract names fields: `interior.person.name.ar` is `person.name`."""
    steps = path.split(".")
    fields = concepts.get(".".join(steps[:2]), {})
    inside = steps[2:]
    while inside:
        if ".".join(inside) in fields:
            return fields[".".join(inside)]
        inside = inside[:-1]
    return ""
