"""What was declared while a register was silent, held against what it says at last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Facts
from hukumati.service_language.forms import sourced_value
from hukumati.service_language.questions import Question


@dataclass(frozen=True, slots=True)
class Difference:
    """A declared answer that is not what the register says; a paper (a list of files) always has to be compared."""

    question: Question
    declared: Any
    register: Any


def differences(
    *, definition: Definition, questions: Iterable[str], answers: Mapping[str, Any], facts: Facts
) -> tuple[Difference, ...]:
    """Compare declared answers with what the register says now; what it does not know differs too."""
    asked = (definition.form.question(name) for name in questions)
    pairs = ((question, answers.get(question.id), sourced_value(question=question, facts=facts)) for question in asked)
    return tuple(Difference(*each) for each in pairs if _plain(each[1]) != _plain(each[2]))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items() if part not in (None, "")}
    return " ".join(str(value).split()).casefold() if isinstance(value, str) or hasattr(value, "isoformat") else value
