"""What was declared while a register was silent, compared with what the register says later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Facts
from hukumati.service_language.forms import sourced_value
from hukumati.service_language.questions import Answers, Question


@dataclass(frozen=True, slots=True)
class Difference:
    """A declared answer that is not what the register says; a list of files always has to be compared by a person."""

    question: Question
    declared: object
    register: object


def differences(
    *, definition: Definition, questions: Iterable[str], answers: Answers, facts: Facts
) -> tuple[Difference, ...]:
    """Compare declared answers with what the register says now; what it does not hold differs too."""
    declared = (definition.form.question(name) for name in questions)
    found = (Difference(each, answers.get(each.id), sourced_value(question=each, facts=facts)) for each in declared)
    return tuple(each for each in found if _comparable(each.declared) != _comparable(each.register))


def _comparable(value: object) -> object:
    """Return a value without what only typing makes: letter case, spaces, empty parts."""
    if isinstance(value, Mapping):
        return {name: _comparable(part) for name, part in value.items() if part not in (None, "")}
    return " ".join(str(value).split()).casefold() if isinstance(value, str) or hasattr(value, "isoformat") else value
