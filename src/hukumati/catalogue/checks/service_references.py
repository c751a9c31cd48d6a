"""Checks of a service among the others: its names are its own, and what it starts exists and does not lead back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hukumati.catalogue.folder.diagnostics import At, Diagnostics, at
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import service_folders
from hukumati.catalogue.folder.yaml_parser import YamlFile, parse_yaml
from hukumati.service_language.api import Definition


@dataclass(frozen=True, slots=True)
class KnownService:
    """A service by its names, and the codes of those that it starts; `slug` is the name of its folder.

    `is_elsewhere`: published, or in another directory; one with the same id is then the same service.
    """

    code: str
    id: str = ""
    slug: str = ""
    reference_prefix: str = ""
    starts: frozenset[str] = frozenset()
    is_retired: bool = False
    is_elsewhere: bool = False


Services = Sequence[KnownService]
"""The services that exist, on disk or published."""
OWN_NAMES = ("id", "code", "reference_prefix")
"""What no two services may share."""


def check_service_names(
    *,
    definition: Definition,
    service: YamlFile[object],
    diagnostics: Diagnostics,
    services: Services,
    words: Sequence[str] = OWN_NAMES,
) -> None:
    """Record the names that another service bears already, retired ones too."""
    for word in words:
        name = getattr(definition, word)
        for other in services:
            if name and getattr(other, word) == name and not _is_same(definition, other):
                problem = f"the {word} {name!r} belongs to {other.slug!r}"
                diagnostics.add(at(service, word), f"service.{word}", problem, "Choose another one.")
                break


def _is_same(definition: Definition, other: KnownService) -> bool:
    return other.id == definition.id if other.is_elsewhere else other.slug == definition.slug


def check_service_references(
    *,
    definition: Definition,
    flow: YamlFile[object],
    answer: YamlFile[object] | None = None,
    diagnostics: Diagnostics,
    services: Services | None,
) -> None:
    """Record started services that do not exist or lead back; without `services` only the service itself is checked.

    Those that an enquiry's `answer` offers next only have to exist.
    """
    places = _places(definition, flow)
    existing = None if services is None else {each.code: each.starts for each in services if not each.is_retired}
    _check_offered(definition, answer, diagnostics, existing)
    for code, place in places.items():
        if code == definition.code:
            diagnostics.add(place, "flow.start", "the service starts itself", "Name another service.")
        elif existing is not None and code not in existing:
            diagnostics.unknown(place, "flow.start", "service", code, existing.keys() - {definition.code})
        elif existing is not None:
            _check_circle(definition.code, code, place, diagnostics, existing)


def _check_offered(
    definition: Definition,
    answer: YamlFile[object] | None,
    diagnostics: Diagnostics,
    existing: Mapping[str, frozenset[str]] | None,
) -> None:
    if definition.answer is None or answer is None:
        return
    for index, step in enumerate(definition.answer.next_steps):
        place = at(answer, "next", index, "service")
        if step.service == definition.code:
            diagnostics.add(place, "answer.next", "the enquiry offers itself", "Name another service.")
        elif existing is not None and step.service not in existing:
            diagnostics.unknown(place, "answer.next", "service", step.service, existing.keys() - {definition.code})


def published_service(definition: Definition) -> KnownService:
    """Return the names of a published service, and what it starts."""
    return KnownService(
        code=definition.code,
        id=definition.id,
        slug=definition.slug,
        reference_prefix=definition.reference_prefix,
        starts=starts_of(definition),
        is_retired=definition.status.now == "retired",
        is_elsewhere=True,
    )


def starts_of(definition: Definition) -> frozenset[str]:
    """Return the codes of the services that a service starts."""
    effects = (effect for state in definition.flow.states.values() for effect in state.effects)
    return frozenset(effect.argument for effect in effects if effect.kind == "start")


def services_in(root: Path) -> tuple[KnownService, ...]:
    """Return the services of a services directory, as far as their folders can be read."""
    return tuple(found for path in service_folders(root=root) if (found := _in_folder(path)) is not None)


def _places(definition: Definition, flow: YamlFile[object]) -> dict[str, At]:
    places: dict[str, At] = {}
    for name, state in definition.flow.states.items():
        for index, effect in enumerate(state.effects):
            if effect.kind == "start":
                places.setdefault(effect.argument, at(flow, "states", name, "do", index))
    return places


def _check_circle(
    own: str, code: str, place: At, diagnostics: Diagnostics, existing: Mapping[str, frozenset[str]]
) -> None:
    paths, seen = [[own, code]], {own}
    while paths:
        path = paths.pop()
        if own in existing.get(path[-1], ()):
            problem = f"services start each other in a circle: {' → '.join([*path, own])}"
            diagnostics.add(place, "flow.start", problem, "Let one of them end without starting the next.")
            return
        seen.add(path[-1])
        paths += [[*path, further] for further in sorted(existing.get(path[-1], ())) if further not in seen]


def _in_folder(path: Path) -> KnownService | None:
    try:
        service = parse_yaml(file="service.yaml", data=(path / "service.yaml").read_bytes()).value
        flow = _flow_in(path) if service["kind"] != "enquiry" else {"states": {}}
        effects = (effect for state in flow["states"].values() for effect in state.get("do", ()))
        starts = frozenset(effect.partition(" ")[2] for effect in effects if effect.startswith("start "))
        return KnownService(
            code=str(service["code"]),
            id=str(service["id"]),
            slug=path.name,
            reference_prefix=str(service.get("reference_prefix", "")),
            starts=starts,
        )
    except (FolderRefused, OSError, LookupError, TypeError, AttributeError):
        return None  # a broken folder is told of when it is checked itself


def _flow_in(path: Path) -> Mapping[str, Any]:
    flow: Mapping[str, Any] = parse_yaml(file="flow.yaml", data=(path / "flow.yaml").read_bytes()).value
    return flow
