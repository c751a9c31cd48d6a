"""Queries to registers: about whom, and with which parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Facts


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """The subject's ID number (`about`, None for the applicant's own) and the parameters of a query."""

    about: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)


def register_query(*, definition: Definition, contract: str, facts: Facts) -> RegisterQuery | None:
    """Return the query to a contract's register; None where a parameter, or the person, is null: nothing is asked.

    A person who is not known is never taken for the applicant: the answer would be somebody else's.

    Raises ExpressionFailed.
    """
    about = definition.ask_about.get(contract)
    wanted = definition.ask_with.get(contract, {})
    parameters = {name: expression.value(facts) for name, expression in wanted.items()}
    if any(value is None or value == "" for value in parameters.values()):
        return None
    person = None if about is None else about.value(facts)
    if about is not None and not person:
        return None
    return RegisterQuery(about=str(person) if person else None, parameters={k: _word(v) for k, v in parameters.items()})


def depends_on_answers(definition: Definition, contract: str) -> bool:
    """Return whether a contract can be queried only after some question was answered."""
    return contract in definition.ask_with or contract in definition.ask_about


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
