"""The scenarios of a folder (`tests/*.yaml`), played when it is checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hukumati.catalogue.checks.simulation import Endless, Simulation, registers_of
from hukumati.catalogue.folder.diagnostics import suggest
from hukumati.catalogue.folder.errors import Mistake
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition, NotPossibleHere


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """A scenario's outcome: nothing wrong, or what came otherwise than expected."""

    file: str
    name: str
    mistakes: tuple[Mistake, ...]
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The data of each document that was issued, as its template receives them."""


class _Unexpected(Exception):
    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def play(*, definition: Definition, source: YamlFile, people: YamlFile) -> ScenarioResult:
    """Play one scenario up to the first expectation that fails."""
    told = source.value
    try:
        simulation = _begin(definition, told, people.value)
    except _Unexpected as unexpected:
        return _failed(source, told, source.line("given"), unexpected)
    for index, step in enumerate(told["expect"]):
        try:
            _take(simulation, step)
        except _Unexpected as unexpected:
            return _failed(source, told, source.line("expect", index), unexpected)
    return ScenarioResult(source.file, told["name"], (), simulation.documents)


def _failed(source: YamlFile, told: dict[str, Any], line: int, unexpected: _Unexpected) -> ScenarioResult:
    mistake = Mistake(source.file, line, "scenario", unexpected.problem, unexpected.remedy)
    return ScenarioResult(source.file, told["name"], (mistake,))


def _begin(definition: Definition, told: dict[str, Any], people: dict[str, Any]) -> Simulation:
    given = told["given"]
    person = given.get("person", "adult")
    if person not in people:
        raise _Unexpected(f"there is no person {person!r} in shared/people.yaml", suggest(person, people))
    unknown = [name for name in told.get("fill", {}) if name not in [q.id for q in definition.form.questions()]]
    if unknown:
        known = [question.id for question in definition.form.questions()]
        raise _Unexpected(f"the form has no question {unknown[0]!r}", suggest(unknown[0], known))
    registers = registers_of(person=people[person], given=given.get("registers", {}))
    simulation = Simulation(definition=definition, registers=registers, today=_day(given["today"]))
    return _tried(simulation, lambda: simulation.fill(told.get("fill", {})))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Unexpected(f"{text} is not a day of the calendar", "Correct `today`.") from None


def _tried(simulation: Simulation, deed: Callable[[], None]) -> Simulation:
    try:
        deed()
    except NotPossibleHere as impossible:
        action = str(impossible).removeprefix(f"{simulation.state}: ")
        problem = f"in the state {simulation.state} the action {action} is not possible"
        actions = ", ".join(simulation.definition.flow.states[simulation.state].actions) or "none"
        raise _Unexpected(problem, _not_submitted(simulation) or f"Actions here: {actions}.") from None
    except Endless:
        raise _Unexpected(f"the flow goes in a circle through {simulation.state}", "Check its actions.") from None
    except (ValueError, LookupError) as error:
        raise _Unexpected(f"an expression could not be worked out: {error}", "Check it for missing values.") from None
    return simulation


def _not_submitted(simulation: Simulation) -> str:
    """Say why the form was not submitted, or waits though it was; "" where it went on."""
    if simulation.state != simulation.definition.flow.start or simulation.visited:
        return ""
    if simulation.queued:
        return f"The application waits for {', '.join(simulation.queued)}: let register_answers tell it."
    if simulation.errors:
        return f"The form was not submitted: missing or wrong are {', '.join(simulation.errors)}."
    if not simulation.eligibility().eligible:
        return f"The form was not submitted: the person may not apply ({_reason(simulation)})."
    return ""


def _take(simulation: Simulation, step: str | dict[str, Any]) -> None:
    if isinstance(step, str):
        _tried(simulation, lambda: simulation.act(step))
        return
    _do_requests(simulation, step)
    for contract, answer in step.get("register_answers", {}).items():
        _hear(simulation, contract, answer)
    for word, wanted in step.items():
        if word in _SEEN:
            _compare(simulation, word, wanted)
        elif word in _HELD:
            _contains(word, wanted, _HELD[word](simulation))
    _stand(simulation, step.get("requests", {}))
    _reads(simulation, step)
    for question in step.get("not_asked", ()):
        if question in simulation.asked:
            raise _Unexpected(f"{question!r} was asked", "Check its show_if, or the scenario.")


def _reads(simulation: Simulation, step: dict[str, Any]) -> None:
    if "shows" in step and not _holds(simulation.shown(), step["shows"]):
        problem = f"the citizen reads {simulation.shown()!r}, not {step['shows']!r}"
        raise _Unexpected(problem, "Correct `show`, or the scenario.")
    if "holds" in step:
        _same_in_the_document(simulation.documents.get(step.get("document", ""), {}), step["holds"], "")


def _same_in_the_document(found: object, wanted: object, path: str) -> None:
    """Name the first part of a document that is not as the scenario says."""
    remedy = "Check the document's data, or the scenario."
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in wanted.items():
            if key not in found:
                raise _Unexpected(f"the document has no {f'{path}.{key}'.lstrip('.')!r}", suggest(key, found))
            _same_in_the_document(found[key], value, f"{path}.{key}".lstrip("."))
    elif isinstance(wanted, list) and isinstance(found, list):
        if len(found) != len(wanted):
            problem = f"{path} of the document has {len(found)} entries, not {len(wanted)}"
            raise _Unexpected(problem, "Name every entry; of each, the parts that matter.")
        for index, (one, other) in enumerate(zip(found, wanted, strict=True)):
            _same_in_the_document(one, other, f"{path}[{index}]")
    elif found != wanted:
        raise _Unexpected(f"{path} of the document is {found!r}, not {wanted!r}", remedy)


def _do_requests(simulation: Simulation, step: dict[str, Any]) -> None:
    for word in step.keys() & _REQUESTS.keys():
        _request(simulation, word, step)


def _request(simulation: Simulation, word: str, step: dict[str, Any]) -> None:
    name = step[word]
    spec = simulation.definition.requests.get(name)
    if spec is None:
        raise _Unexpected(f"the service has no request {name!r}", suggest(name, simulation.definition.requests))
    outcome = step.get("outcome", next(iter(spec.outcomes), None)) if word in {"answer_request", "attend"} else None
    if outcome is not None and outcome not in spec.outcomes:
        raise _Unexpected(f"{name!r} has no outcome {outcome!r}", suggest(outcome, spec.outcomes))
    state = _REQUESTS[word]
    _tried(
        simulation, lambda: simulation.close_request(name, state, outcome) if state else simulation.open_request(name)
    )


def _hear(simulation: Simulation, contract: str, answer: Any) -> None:
    _tried(simulation, lambda: simulation.hear(contract, answer))


def _stand(simulation: Simulation, wanted: dict[str, str | None]) -> None:
    for name, state in wanted.items():
        found = simulation.stands()
        if name not in found:
            raise _Unexpected(f"the service has no request {name!r}", suggest(name, found))
        if found[name] != state:
            raise _Unexpected(
                f"the request {name!r} is {found[name]}, not {state}", "Correct the flow or the scenario."
            )


def _compare(simulation: Simulation, word: str, wanted: object) -> None:
    found = _SEEN[word](simulation)
    if wanted != found:
        why = _not_submitted(simulation) if word == "state" else ""
        problem = f"{word} is {_written(found)}, not {_written(wanted)}"
        raise _Unexpected(problem, why or "Correct the rules or the scenario.")


def _written(value: object) -> str:
    """As YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else "null" if value is None else str(value)


def _contains(word: str, wanted: str | list[str], found: list[str]) -> None:
    for each in [wanted] if isinstance(wanted, str) else wanted:
        if each not in found:
            listed = ", ".join(found) or "none"
            raise _Unexpected(f"{word} {each!r} is not among {listed}", "Correct the rules or the scenario.")


def _holds(found: object, wanted: object) -> bool:
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(_holds(found.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(_holds, found, wanted))
    return found == wanted


def _reason(simulation: Simulation) -> str | None:
    return _key(simulation, simulation.eligibility().reason)


def _key(simulation: Simulation, told: Bilingual | None) -> str | None:
    return next((key for key, text in simulation.definition.texts.items() if text == told), None) if told else None


_REQUESTS = {
    "open_request": "",
    "answer_request": "answered",
    "attend": "answered",
    "miss": "missed",
    "refuse_request": "refused",
}
"""What befalls a side request, and how it stands then."""
_SEEN: dict[str, Callable[[Simulation], object]] = {
    "eligible": lambda simulation: simulation.eligibility().eligible,
    "reason": _reason,
    "fee": lambda simulation: str(simulation.fee()),
    "state": lambda simulation: simulation.state,
    "queued": lambda simulation: list(simulation.queued),
    "escalated": lambda simulation: simulation.escalated,
    "tells": lambda simulation: _key(simulation, simulation.told()),
}
_HELD: dict[str, Callable[[Simulation], list[str]]] = {
    "message": lambda simulation: simulation.messages,
    "document": lambda simulation: list(simulation.documents),
    "asked": lambda simulation: simulation.asked,
    "done": lambda simulation: simulation.done,
    "wrong": lambda simulation: list(simulation.errors),
}
