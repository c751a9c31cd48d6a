"""One check at a time: what it finds in a folder, or in a definition that a test has changed."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.parser import ParsedFolder, parse_folder
from hukumati.catalogue.tests.samples import real_folder, small_folder
from hukumati.service_language.api import Flow, State

Check = Callable[[ParsedFolder], None]


def problems(check: Check, parsed: ParsedFolder) -> list[str]:
    """Return what one check alone finds."""
    parsed.diagnostics.mistakes.clear()
    check(parsed)
    assert all(each.remedy for each in parsed.diagnostics.mistakes)
    return [each.problem for each in parsed.diagnostics.mistakes]


def folder(**changed: str) -> Folder:
    """Return a small folder with some files changed, each by its name without the ending."""
    made = small_folder(code="MOI-ONE", slug="one", ar="خدمة", en="Service")
    names = {
        "form": "form.yaml", "ar": "text/ar.yaml", "en": "text/en.yaml", "colours": "lists/colours.csv",
        "guide_ar": "guide/ar.md", "guide_en": "guide/en.md",
    }  # fmt: skip
    return replace(made, files={**made.files, **{names[name]: text.encode() for name, text in changed.items()}})


@cache
def certificate() -> ParsedFolder:
    return parse_folder(folder=real_folder())


def with_definition(parsed: ParsedFolder | None = None, **changed: Any) -> ParsedFolder:
    parsed = parsed or certificate()
    return replace(parsed, definition=replace(parsed.definition, **changed))


def declaring(parsed: ParsedFolder, states: Any) -> ParsedFolder:
    """Return a folder whose flow.yaml is read as these states."""
    flow = replace(parsed.sources.flow, value={**parsed.sources.flow.value, "states": states})
    return replace(parsed, sources=replace(parsed.sources, flow=flow))


def flow_of(*states: State) -> Flow:
    return Flow(states[0].name, {state.name: state for state in states})
