"""Checks of the services that a service starts: they exist, and none of them leads back to it."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from hukumati.catalogue.folder.diagnostics import At, Diagnostics, at
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import service_folders
from hukumati.catalogue.folder.yaml_parser import YamlFile, parse_yaml
from hukumati.service_language.api import Definition

Services = Mapping[str, Collection[str]]
"""The services that exist by their codes, each with the codes of those that it starts."""


def check_service_references(
    *, definition: Definition, flow: YamlFile[object], diagnostics: Diagnostics, services: Callable[[], Services] | None
) -> None:
    """Record started services that do not exist or lead back; without `services` only the service itself is checked.

    `services` is called only if the flow starts any.
    """
    places = _places(definition, flow)
    existing = services() if services is not None and places else None
    for code, place in places.items():
        if code == definition.code:
            diagnostics.add(place, "flow.start", "the service starts itself", "Name another service.")
        elif existing is not None and code not in existing:
            diagnostics.unknown(place, "flow.start", "service", code, existing.keys() - {definition.code})
        elif existing is not None:
            _check_circle(definition.code, code, place, diagnostics, existing)


def starts_of(definition: Definition) -> frozenset[str]:
    """Return the codes of the services that a service starts."""
    effects = (effect for state in definition.flow.states.values() for effect in state.effects)
    return frozenset(effect.argument for effect in effects if effect.kind == "start")


def services_in(*roots: Path) -> dict[str, frozenset[str]]:
    """Return the services of services directories, as far as their folders can be read."""
    folders = (path for root in roots for path in service_folders(root=root))
    return dict(found for path in folders if (found := _in_folder(path)) is not None)


def _places(definition: Definition, flow: YamlFile[object]) -> dict[str, At]:
    places: dict[str, At] = {}
    for name, state in definition.flow.states.items():
        for index, effect in enumerate(state.effects):
            if effect.kind == "start":
                places.setdefault(effect.argument, at(flow, "states", name, "do", index))
    return places


def _check_circle(own: str, code: str, place: At, diagnostics: Diagnostics, existing: Services) -> None:
    paths, seen = [[own, code]], {own}
    while paths:
        path = paths.pop()
        if own in existing.get(path[-1], ()):
            problem = f"services start each other in a circle: {' → '.join([*path, own])}"
            diagnostics.add(place, "flow.start", problem, "Let one of them end without starting the next.")
            return
        seen.add(path[-1])
        paths += [[*path, further] for further in sorted(existing.get(path[-1], ())) if further not in seen]


def _in_folder(path: Path) -> tuple[str, frozenset[str]] | None:
    try:
        service, flow = (
            parse_yaml(file=name, data=(path / name).read_bytes()).value for name in ("service.yaml", "flow.yaml")
        )
        effects = (effect for state in flow["states"].values() for effect in state.get("do", ()))
        return str(service["code"]), frozenset(
            effect.removeprefix("start ") for effect in effects if effect.startswith("start ")
        )
    except (FolderRefused, OSError, LookupError, TypeError, AttributeError):
        return None
