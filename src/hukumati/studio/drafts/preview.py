"""The scenarios of a draft as starting points of a preview: a fictional person, their registers, and the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hukumati.catalogue.api import FolderRefused, SimulatedEnquiry, Simulation, parse_yaml, registers_of
from hukumati.service_language.api import Definition

PEOPLE = "shared/people.yaml"


@dataclass(frozen=True, slots=True)
class Scenario:
    """The starting point of a scenario; `filled` are its answers by question, `registers` its answers by register.

    `by_officials` is what officials fill in, by action.
    """

    file: str
    name: str
    person: str
    today: date
    registers: dict[str, Any] = field(repr=False)
    filled: dict[str, Any] = field(repr=False)
    by_officials: dict[str, Any] = field(default_factory=dict, repr=False)


def list_scenarios(*, texts: Mapping[str, str], people: Mapping[str, Any]) -> tuple[Scenario, ...]:
    """List the scenarios of a folder that a preview can begin with; unreadable ones are left out."""
    files = (path for path in sorted(texts) if path.startswith("tests/") and path.endswith(".yaml"))
    scenarios = (_scenario(path, texts[path], people) for path in files)
    return tuple(scenario for scenario in scenarios if scenario is not None)


def _scenario(path: str, text: str, people: Mapping[str, Any]) -> Scenario | None:
    try:
        content = parse_yaml(file=path, data=text.encode()).value
        given = content["given"]
        person = given.get("person", "adult")
        registers = registers_of(person=people[person], given=given.get("registers") or {})
        today = date.fromisoformat(given["today"])
        filled = dict(content.get("fill") or {})
        return Scenario(path, str(content["name"]), person, today, registers, filled, _by_officials(content))
    except (FolderRefused, LookupError, ValueError, TypeError, AttributeError):
        return None


def _by_officials(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the steps of a scenario fill in, by action; of what is wrong on purpose, nothing."""
    steps = (each for each in content.get("expect") or () if isinstance(each, dict) and "wrong" not in each)
    return {str(each["take"]): dict(each.get("fill") or {}) for each in steps if "take" in each}


def simulate(*, definition: Definition, scenario: Scenario, answers: Mapping[str, Any]) -> Simulation:
    """Return a simulation of the scenario with these answers, before submission."""
    simulation = Simulation(definition=definition, registers=scenario.registers, today=scenario.today)
    simulation.answers = dict(answers)
    simulation.state = definition.flow.start
    return simulation


def simulate_enquiry(*, definition: Definition, scenario: Scenario, raw: Mapping[str, Any] | None) -> SimulatedEnquiry:
    """Return the enquiry of the scenario with what was answered first, as it came; None before anything was."""
    enquiry = SimulatedEnquiry(definition, scenario.registers, scenario.today)
    if raw is not None:
        enquiry.fill(raw)
    return enquiry
