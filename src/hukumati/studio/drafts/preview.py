"""The scenarios of a draft as beginnings of a preview: fictional people, what their registers answer, the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hukumati.catalogue.api import FolderRefused, Simulation, parse_yaml, registers_of
from hukumati.service_language.api import Definition

PEOPLE = "shared/people.yaml"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario's beginning; `filled` are the answers it gives, `registers` what every register answers."""

    file: str
    name: str
    person: str
    today: date
    registers: dict[str, Any] = field(repr=False)
    filled: dict[str, Any] = field(repr=False)


def list_scenarios(*, texts: Mapping[str, str], people: Mapping[str, Any]) -> tuple[Scenario, ...]:
    """List those scenarios of a folder from which a preview can begin."""
    files = (path for path in sorted(texts) if path.startswith("tests/") and path.endswith(".yaml"))
    found = (_scenario(path, texts[path], people) for path in files)
    return tuple(scenario for scenario in found if scenario is not None)


def _scenario(path: str, text: str, people: Mapping[str, Any]) -> Scenario | None:
    try:
        told = parse_yaml(file=path, data=text.encode()).value
        given = told["given"]
        person = given.get("person", "adult")
        registers = registers_of(person=people[person], given=given.get("registers") or {})
        today = date.fromisoformat(given["today"])
        return Scenario(path, str(told["name"]), person, today, registers, dict(told.get("fill") or {}))
    except (FolderRefused, LookupError, ValueError, TypeError, AttributeError):
        return None


def rehearse(*, definition: Definition, scenario: Scenario, answers: Mapping[str, Any]) -> Simulation:
    """Return a simulation of the scenario's person with these answers, before it is submitted."""
    simulation = Simulation(definition=definition, registers=scenario.registers, today=scenario.today)
    simulation.answers = dict(answers)
    simulation.state = definition.flow.start
    return simulation
