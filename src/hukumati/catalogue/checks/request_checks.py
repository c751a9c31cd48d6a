"""Checks of side requests: each can be opened, answered and waited for, and what expressions say of them exists."""

import re
from collections.abc import Iterator, Mapping

from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import CHECK_REQUEST, State

_PATH = re.compile(r"(?<![.\w])requests\.([a-z_0-9]+)(?:\.([a-z_]+))?")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
ATTRIBUTES = ("state", "outcome")


def check_requests(parsed: ParsedFolder) -> None:
    """Record requests that nobody opens or waits for, and states that wait for none."""
    states = parsed.definition.flow.states.values()
    opened = {CHECK_REQUEST}
    for state in states:
        opened |= _opened(state)
    by_platform = CHECK_REQUEST in parsed.definition.requests
    for state in states:
        _check_state(parsed, state, opens_any=bool(opened - {CHECK_REQUEST}) or by_platform)
    source = parsed.sources.requests
    if source is None:
        return
    for name in source.value:
        if name not in opened:
            remedy = "Write do: [request NAME] or requests: [NAME] in a state, or remove it."
            parsed.diagnostics.add(at(source, name), "request.unused", f"nothing opens the request {name!r}", remedy)


def _opened(state: State) -> set[str]:
    return {effect.argument for effect in state.effects if effect.kind == "request"} | set(state.requests)


def _check_state(parsed: ParsedFolder, state: State, *, opens_any: bool) -> None:
    for word, problem, remedy in _faults(state, opens_any):
        place = at(parsed.sources.flow, "states", state.name, word)
        parsed.diagnostics.add(place, f"flow.{word}", problem, remedy)


def _faults(state: State, opens_any: bool) -> Iterator[tuple[str, str, str]]:
    if state.requests and state.work is None:
        yield (
            "requests",
            f"nobody works in {state.name!r} who could open a request",
            "Add `work`, or do: [request NAME].",
        )
    if state.end and _opened(state):
        yield "do", f"{state.name!r} ends the case and yet asks for something", "Ask in a state before."
    if state.until and not opens_any:
        yield "until", f"{state.name!r} waits for requests, and nothing opens one", "Add do: [request NAME]."
    if state.until and state.work is None and "requests_closed" not in state.actions:
        yield "until", f"{state.name!r} does not say where it leads", "Add the action requests_closed."
    if "requests_closed" in state.actions and not opens_any:
        yield "actions", f"{state.name!r} awaits the end of requests that nothing opens", "Remove requests_closed."


def unknown_requests(text: str, known: Mapping[str, object]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield what an expression says of requests and does not exist: (what, word, known words)."""
    for name, attribute in _PATH.findall(_QUOTED.sub("''", text)):
        if name not in known:
            yield "request in requests.yaml", name, tuple(known)
        elif attribute and attribute not in ATTRIBUTES:
            yield "attribute of a request", attribute, ATTRIBUTES


def named_requests(texts: list[str]) -> list[str]:
    """List the requests that expressions name, sorted."""
    return sorted({name for text in texts for name, _ in _PATH.findall(_QUOTED.sub("''", text))})
