"""Every service there is, of `services/` and of the tests, and the outside of each of their scenarios."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings

from hukumati.catalogue.folder.entries import ScenarioEntry
from hukumati.catalogue.folder.files import Folder, read_folder
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.folder.sources import Sources, read_sources
from hukumati.catalogue.publishing import publish_definition
from hukumati.catalogue.tests import samples
from hukumati.core import clock
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Definition

Json = Any
"""A value of JSON that a schema governs, or a part of one."""
AT: Final = "2026-11-23T10:00:00+00:00"
BY_TYPE: Final[dict[str, Json]] = {
    "string": "x", "integer": 1, "number": 1, "boolean": False, "array": [], "null": None,
}  # fmt: skip
BY_FORMAT: Final = {"date": "2026-11-23", "date-time": AT}
BY_PATTERN: Final = {"^[0-9]{9}$": "400000014", "^[0-9]{6}$": "300010", "^[0-9]{1,6}$": "12"}


@dataclass(frozen=True, slots=True)
class Scenario:
    """How one application begins: when, whose it is, what registers answer, and what is filled in."""

    name: str
    definition: Definition
    now: datetime
    person: Mapping[str, Json]
    registers: Mapping[str, Json]
    filled: Mapping[str, Json]
    sheets: Mapping[str, Json]

    def holds(self) -> dict[str, dict[str, Json]]:
        """Return what each register that the scenario speaks of holds of whoever is asked about, by path."""
        told = {_contract(name): answer for name, answer in self.registers.items() if answer is not None}
        return {_path(contract): _held(contract, answer) for contract, answer in told.items()}

    def silent(self) -> set[str]:
        """Return the paths of registers that do not answer."""
        return {_path(_contract(name)) for name, answer in self.registers.items() if answer is None}


def _contract(name: str) -> interoperability.Contract:
    return interoperability.get_contract(name)


def _path(contract: interoperability.Contract) -> str:
    return f"/r1/{contract.service}{contract.path}"


def _held(contract: interoperability.Contract, answer: Json) -> dict[str, Json]:
    held = completed(contract.schema, answer)
    return {name: value for name, value in held.items() if name != contract.subject}


MADE_UP: Final[dict[str, Callable[[], Folder]]] = {
    "asking": samples.asking_folder,
    "card": samples.card_folder,
    "marriage": samples.marriage_folder,
    "permit": samples.permit_folder,
    "scholarship": samples.scholarship_folder,
}
"""The services of `tests/folders`."""


def names() -> list[str]:
    """Name every service that is applied for: its folder's path, or one of the made-up ones."""
    services: Path = settings.HUKUMATI.services_dir
    return sorted(
        [path.parent.relative_to(services).as_posix() for path in services.glob("*/*/flow.yaml")] + [*MADE_UP]
    )


@cache
def read(name: str) -> tuple[Definition, Sources]:
    """Read a service's folder once."""
    made_up = MADE_UP.get(name)
    folder = read_folder(path=settings.HUKUMATI.services_dir / name) if made_up is None else made_up()
    return parse_definition(folder=folder), read_sources(folder)[0]


def publish(name: str) -> None:
    """Publish a service as its folder is; that it is sound is tested elsewhere."""
    definition = read(name)[0]
    publish_definition(definition=definition, digest=name, by="tests", now=datetime.now(UTC), examples_allowed=True)


def scenarios(name: str) -> list[Scenario]:
    """Return the scenarios of a service that fill the form in."""
    definition, sources = read(name)
    told = [source.value for _, source in sorted(sources.scenarios.items())]
    sheets = {name: value for each in told for name, value in _sheets(each)}
    return [_scenario(definition, sources, each, sheets) for each in told if "fill" in each]


def _scenario(definition: Definition, sources: Sources, told: ScenarioEntry, sheets: Mapping[str, Json]) -> Scenario:
    given = told["given"]
    return Scenario(
        name=told["name"],
        definition=definition,
        now=datetime.combine(datetime.fromisoformat(given["today"]), time(9), tzinfo=UTC),
        person=sources.people.value[given.get("person", "adult")],
        registers=given.get("registers", {}),
        filled=told["fill"],
        sheets=sheets,
    )


def _sheets(told: ScenarioEntry) -> Iterator[tuple[str, Json]]:
    for step in told["expect"]:
        if isinstance(step, dict) and "wrong" not in step:
            yield from step.get("fill", {}).items()


def completed(schema: Mapping[str, Json], value: Json) -> Json:
    """Return a value with all that its schema requires and nobody said."""
    return _completed(schema, value, schema.get("$defs", {}))


def _completed(schema: Mapping[str, Json], value: Json, known: Mapping[str, Json]) -> Json:
    schema = _resolved(schema, known)
    if isinstance(value, list):
        return [_completed(schema.get("items", {}), each, known) for each in value]
    if not isinstance(value, dict):
        return value
    parts = schema.get("properties", {})
    wanted = {name: _typical(parts[name], known) for name in schema.get("required", ()) if name not in value}
    return {**wanted, **{name: _completed(parts.get(name, {}), each, known) for name, each in value.items()}}


def _resolved(schema: Mapping[str, Json], known: Mapping[str, Json]) -> Mapping[str, Json]:
    if "$ref" in schema:
        return _resolved(known[schema["$ref"].rpartition("/")[2]], known)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return next(found for each in schema[word] if (found := _resolved(each, known)).get("type") != "null")
    return schema


def _typical(schema: Mapping[str, Json], known: Mapping[str, Json]) -> Json:
    """Return the least that keeps a schema."""
    schema = _resolved(schema, known)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return _completed(schema, {}, known)
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "string":
        return BY_FORMAT.get(schema.get("format", "")) or BY_PATTERN.get(schema.get("pattern", ""), BY_TYPE["string"])
    return BY_TYPE[kind]


class Time:
    """What the platform takes for the present: passes when a test lets it."""

    def __init__(self) -> None:
        self.present = datetime.now(UTC).replace(microsecond=0)

    def now(self, zone: object) -> datetime:
        """Return the present, as `datetime.now(UTC)` does."""
        assert zone is UTC
        return self.present

    combine = staticmethod(datetime.combine)
    fromtimestamp = staticmethod(datetime.fromtimestamp)


@pytest.fixture
def time_passes(monkeypatch: pytest.MonkeyPatch) -> Time:
    """The clock of the platform, in the hands of the test."""
    own = Time()
    monkeypatch.setattr(clock, "datetime", own)
    return own
