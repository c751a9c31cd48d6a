"""Runs the scenarios of a folder (`tests/*.yaml`) when it is checked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hukumati.catalogue.checks.enquiry_scenarios import FOUND, PARTS, SimulatedEnquiry
from hukumati.catalogue.checks.simulation import Endless, RegisterAnswer, Simulation, registers_of
from hukumati.catalogue.folder.diagnostics import suggest
from hukumati.catalogue.folder.entries import PersonEntry, ScenarioEntry, StepEntry
from hukumati.catalogue.folder.errors import Mistake
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.service_language.api import (
    Definition,
    ExpressionFailed,
    NoRowApplies,
    NotPossibleHere,
    SeveralRowsApply,
    WrongResult,
)

UNDECIDED: Final = (ExpressionFailed, NoRowApplies, SeveralRowsApply, WrongResult)
"""What rules raise that the check of expressions and tables has told already, at their own lines."""
CORRECT: Final = "Correct the rules or the scenario."
OF_ENQUIRIES: Final = frozenset({*PARTS, "reads", "offers", "silent"})
OF_CONSENTS: Final = frozenset({"agree", "decline"})
OF_ANY_KIND: Final = frozenset({"open_request", "miss"})
MISSING_VALUES: Final = "Check it for missing values."


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What running a scenario showed; `mistakes` is empty where everything came as expected."""

    file: str
    name: str
    mistakes: tuple[Mistake, ...]
    documents: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """The data of each document that was issued, as its template receives them."""


class _Unexpected(Exception):
    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def run_scenario(
    *, definition: Definition, source: YamlFile[ScenarioEntry], people: YamlFile[dict[str, PersonEntry]]
) -> ScenarioResult:
    """Run one scenario up to the first expectation that fails."""
    try:
        if definition.answer is not None:
            enquiry = _begin_enquiry(definition, source.value, people.value)
            return _play(source, lambda step: _expect_of_enquiry(enquiry, step), {})
        simulation = _begin(definition, source.value, people.value)
    except _Unexpected as unexpected:
        return _failed(source, source.line("given"), unexpected)
    return _play(source, lambda step: _take_step(simulation, step), simulation.documents)


def _play(
    source: YamlFile[ScenarioEntry],
    take: Callable[[str | StepEntry], None],
    documents: Mapping[str, Mapping[str, object]],
) -> ScenarioResult:
    for index, step in enumerate(source.value["expect"]):
        try:
            take(step)
        except _Unexpected as unexpected:
            return _failed(source, source.line("expect", index), unexpected)
        except UNDECIDED as undecided:
            failure = _Unexpected(f"an expression could not be worked out: {undecided}", MISSING_VALUES)
            return _failed(source, source.line("expect", index), failure)
    return ScenarioResult(source.file, source.value["name"], (), documents)


def _failed(source: YamlFile[ScenarioEntry], line: int, unexpected: _Unexpected) -> ScenarioResult:
    mistake = Mistake(source.file, line, "scenario", unexpected.problem, unexpected.remedy)
    return ScenarioResult(source.file, source.value["name"], (mistake,))


def _begin(definition: Definition, scenario: ScenarioEntry, people: Mapping[str, PersonEntry]) -> Simulation:
    given, filled = scenario["given"], scenario.get("fill", {})
    registers = _registers(definition, scenario, people)
    simulation = Simulation(definition=definition, registers=registers, today=_date(given["today"]))
    simulation.refusing.update(given.get("refusing", ()))
    return _attempt(simulation, lambda: simulation.fill(filled))


def _begin_enquiry(
    definition: Definition, scenario: ScenarioEntry, people: Mapping[str, PersonEntry]
) -> SimulatedEnquiry:
    registers = _registers(definition, scenario, people)
    enquiry = SimulatedEnquiry(definition, registers, _date(scenario["given"]["today"]))
    try:
        if "fill" in scenario:
            enquiry.fill(scenario["fill"])
    except (ValueError, LookupError) as error:
        raise _Unexpected(f"an expression could not be worked out: {error}", MISSING_VALUES) from None
    return enquiry


def _registers(
    definition: Definition, scenario: ScenarioEntry, people: Mapping[str, PersonEntry]
) -> dict[str, RegisterAnswer]:
    """Return the registers' answers of a scenario, whose person and questions exist."""
    given, filled = scenario["given"], scenario.get("fill", {})
    person = given.get("person", "adult")
    if person not in people:
        raise _Unexpected(f"there is no person {person!r} in shared/people.yaml", suggest(person, people))
    unknown = [name for name in filled if name not in [q.id for q in definition.form.questions()]]
    if unknown:
        known = [question.id for question in definition.form.questions()]
        raise _Unexpected(f"the form has no question {unknown[0]!r}", suggest(unknown[0], known))
    return registers_of(person=people[person], given=given.get("registers", {}))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Unexpected(f"{text} is not a day of the calendar", "Correct `today`.") from None


def _attempt(simulation: Simulation, action: Callable[[], None]) -> Simulation:
    try:
        action()
    except NotPossibleHere as impossible:
        refused = str(impossible).removeprefix(f"{simulation.state}: ")
        problem = f"in the state {simulation.state} the action {refused} is not possible"
        actions = ", ".join(simulation.definition.flow.states[simulation.state].actions) or "none"
        raise _Unexpected(problem, _explain_not_submitted(simulation) or f"Actions here: {actions}.") from None
    except Endless:
        raise _Unexpected(f"the flow goes in a circle through {simulation.state}", "Check its actions.") from None
    except (ValueError, LookupError) as error:
        raise _Unexpected(f"an expression could not be worked out: {error}", MISSING_VALUES) from None
    return simulation


def _explain_not_submitted(simulation: Simulation) -> str:
    """Return why the form was not submitted, or why it waits though it was; "" where it went on."""
    if simulation.state != simulation.definition.flow.start or simulation.visited:
        return ""
    if simulation.queued:
        return f"The application waits for {', '.join(simulation.queued)}: let register_answers tell it."
    if simulation.errors:
        return f"The form was not submitted: missing or wrong are {', '.join(simulation.errors)}."
    if not simulation.eligibility().eligible:
        return f"The form was not submitted: the person may not apply ({_why(simulation)})."
    return ""


def _expect_of_enquiry(enquiry: SimulatedEnquiry, step: str | StepEntry) -> None:
    """Compare what an enquiry comes to with a step; nothing is done in it, and nothing follows."""
    if isinstance(step, str):
        raise _Unexpected(f"an enquiry has no action {step!r}", "Write what is read of the answer.")
    for word, expected in step.items():
        if word in FOUND:
            found = FOUND[word](enquiry)
            if found != expected:
                raise _Unexpected(f"{word} is {_written(found)}, not {_written(expected)}", CORRECT)
        elif word in PARTS and isinstance(expected, Mapping):
            _expect_parts(word, PARTS[word](enquiry), expected)
        else:
            raise _Unexpected(f"the step {word!r} has no meaning in an enquiry", suggest(word, [*FOUND, *PARTS]))


def _expect_parts(word: str, found: Mapping[str | None, object], expected: Mapping[str, object]) -> None:
    for key, wanted in expected.items():
        read = found.get(key, [] if word == "lists" else None)
        if not _matches(read, wanted):
            raise _Unexpected(f"in {word} {key!r} is {read!r}, not {wanted!r}"[:400], CORRECT)


def _take_step(simulation: Simulation, step: str | StepEntry) -> None:
    misplaced = sorted(OF_ENQUIRIES & step.keys()) if isinstance(step, dict) else []
    if misplaced:
        raise _Unexpected(f"the step {misplaced[0]!r} has a meaning in an enquiry alone", CORRECT)
    _run_step(simulation, step)


def _run_step(simulation: Simulation, step: str | StepEntry) -> None:
    if isinstance(step, str):
        _take(simulation, step, {})
        return
    if "take" in step:
        _take(simulation, step["take"], step.get("fill", {}), expected=step.get("wrong", ()))
    for word in _REQUEST_ACTIONS.keys() & step.keys():
        _act_on_request(simulation, word, str(step[word]), step.get("outcome"))  # type: ignore[literal-required]  # a word of the table
    for contract, answer in step.get("register_answers", {}).items():
        _receive_answer(simulation, contract, answer)
    for word, expected in step.items():
        if word in _EQUAL:
            _expect_equal(simulation, word, expected)
        elif word in _CONTAINING:
            _expect_containing(word, expected, _CONTAINING[word](simulation))
    _expect_requests(simulation, step.get("requests", {}))
    _expect_calculated(simulation, step.get("computes", {}))
    _expect_contents(simulation, step)
    _expect_not_asked(simulation, step.get("not_asked", ()))


def _expect_not_asked(simulation: Simulation, questions: Sequence[str]) -> None:
    for question in questions:
        if question in simulation.asked:
            raise _Unexpected(f"{question!r} was asked", "Check its show_if, or the scenario.")


def _take(
    simulation: Simulation, action: str, filled: Mapping[str, object], *, expected: str | Sequence[str] = ()
) -> None:
    """Take an action; what the official fills in must be questions of its sheet, and right unless `wrong` says not."""
    declared = simulation.definition.flow.states[simulation.state].actions.get(action)
    form = simulation.definition.form
    asked = [each.id for each in form.sheet(declared.fill).ask] if declared is not None and declared.fill else []
    for name in filled:
        if name not in asked:
            raise _Unexpected(f"with {action!r} officials are not asked {name!r}", suggest(name, asked))
    _attempt(simulation, lambda: simulation.take(action, filled))
    if asked and simulation.errors and not expected:
        wrong = ", ".join(simulation.errors)
        problem = f"{action!r} was not taken: missing or wrong are {wrong}"
        raise _Unexpected(problem, f"Answer it under `fill`, beside take: {action}.")


def _expect_contents(simulation: Simulation, step: StepEntry) -> None:
    if "shows" in step and not _matches(simulation.shown(), step["shows"]):
        problem = f"the citizen reads {simulation.shown()!r}, not {step['shows']!r}"
        raise _Unexpected(problem, "Correct `show`, or the scenario.")
    if "valid_until" in step:
        found_day = simulation.valid_until.get(step.get("document", ""))
        if found_day != step["valid_until"]:
            problem = f"the document is valid until {_written(found_day)}, not {_written(step['valid_until'])}"
            raise _Unexpected(problem, "Check `valid` of the document, or the scenario.")
    if "written_in" in step:
        language = simulation.written_in.get(step.get("document", ""))
        if language != step["written_in"]:
            problem = f"the document is written in {_written(language)}, not {_written(step['written_in'])}"
            raise _Unexpected(problem, "Check `language` of the document, or the scenario.")
    if "holds" in step:
        told, document = simulation.told.get(step.get("told", "")), step.get("document", "")
        found = simulation.documents.get(document, {}) if told is None else told
        _expect_in_document(found, step["holds"], "")


def _expect_in_document(found: object, expected: object, path: str) -> None:
    """Raise for the first part of a document that differs; what the scenario does not name may be anything."""
    remedy = "Check the document's data, or the scenario."
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            if key not in found:
                raise _Unexpected(f"the document has no {f'{path}.{key}'.lstrip('.')!r}", suggest(key, found))
            _expect_in_document(found[key], value, f"{path}.{key}".lstrip("."))
    elif isinstance(expected, list) and isinstance(found, list):
        if len(found) != len(expected):
            problem = f"{path} of the document has {len(found)} entries, not {len(expected)}"
            raise _Unexpected(problem, "Name every entry; of each, the parts that matter.")
        for index, (one, other) in enumerate(zip(found, expected, strict=True)):
            _expect_in_document(one, other, f"{path}[{index}]")
    elif found != expected:
        raise _Unexpected(f"{path} of the document is {found!r}, not {expected!r}", remedy)


def _act_on_request(simulation: Simulation, word: str, name: str, outcome: str | None) -> None:
    spec = simulation.definition.requests.get(name)
    if spec is None:
        raise _Unexpected(f"the service has no request {name!r}", suggest(name, simulation.definition.requests))
    if (word in OF_CONSENTS) != (spec.consent is not None) and word not in OF_ANY_KIND:
        known = OF_CONSENTS if spec.consent is not None else _REQUEST_ACTIONS.keys() - OF_CONSENTS
        raise _Unexpected(f"{name!r} is {spec.kind!r}, to which {word!r} does not belong", suggest(word, known))
    if word not in {"answer_request", "attend", "agree"}:
        outcome = None
    elif outcome is None:
        outcome = next(iter(spec.outcomes), None)
    if outcome is not None and outcome not in spec.outcomes:
        raise _Unexpected(f"{name!r} has no outcome {outcome!r}", suggest(outcome, spec.outcomes))
    state = _REQUEST_ACTIONS[word]
    _attempt(
        simulation, lambda: simulation.close_request(name, state, outcome) if state else simulation.open_request(name)
    )


def _receive_answer(simulation: Simulation, contract: str, answer: Mapping[str, object] | None) -> None:
    _attempt(simulation, lambda: simulation.receive_answer(contract, answer))


def _expect_requests(simulation: Simulation, expected: Mapping[str, str | None]) -> None:
    for name, state in expected.items():
        found = simulation.request_states()
        if name not in found:
            raise _Unexpected(f"the service has no request {name!r}", suggest(name, found))
        if found[name] != state:
            raise _Unexpected(
                f"the request {name!r} is {found[name]}, not {state}", "Correct the flow or the scenario."
            )


def _expect_calculated(simulation: Simulation, expected: Mapping[str, object]) -> None:
    calculations, facts = simulation.definition.calculations, simulation.session().facts
    for name, value in expected.items():
        if name not in calculations:
            raise _Unexpected(f"the service does not work out {name!r}", suggest(name, calculations))
        found = facts[name]
        if found is not None and calculations[name].gives in ("money", "date"):
            found = str(Money(found, calculations[name].currency)) if calculations[name].currency else str(found)
        if found != value:
            problem = f"{name} is {_written(found)}, not {_written(value)}"
            raise _Unexpected(problem, "Correct the rules or the scenario.")


def _expect_equal(simulation: Simulation, word: str, expected: object) -> None:
    found = _EQUAL[word](simulation)
    if expected != found:
        why = _explain_not_submitted(simulation) if word == "state" else ""
        problem = f"{word} is {_written(found)}, not {_written(expected)}"
        raise _Unexpected(problem, why or "Correct the rules or the scenario.")


def _written(value: object) -> str:
    """Return a value as YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else "null" if value is None else str(value)


def _expect_containing(word: str, expected: object, found: list[str]) -> None:
    for each in expected if isinstance(expected, list) else [expected]:
        if each not in found:
            listed = ", ".join(found) or "none"
            raise _Unexpected(f"{word} {each!r} is not among {listed}", "Correct the rules or the scenario.")


def _matches(found: object, wanted: object) -> bool:
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(_matches(found.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(_matches, found, wanted))
    return found == wanted


def _reason(simulation: Simulation) -> str | None:
    return _text_key(simulation, simulation.eligibility().reason)


def _why(simulation: Simulation) -> str:
    """Return why the person may not apply: the key of the service's text, or the platform's own words."""
    reason = simulation.eligibility().reason
    return _reason(simulation) or (reason.en if reason else "no reason is given")


def _text_key(simulation: Simulation, shown: Bilingual | None) -> str | None:
    return next((key for key, text in simulation.definition.texts.items() if text == shown), None) if shown else None


_REQUEST_ACTIONS = {
    "open_request": "",
    "answer_request": "answered",
    "attend": "answered",
    "miss": "missed",
    "refuse_request": "refused",
    "agree": "answered",
    "decline": "refused",
}
"""What a step does to a side request: the state in which that leaves it ("" opens it)."""
_EQUAL: dict[str, Callable[[Simulation], object]] = {
    "eligible": lambda simulation: simulation.eligibility().eligible,
    "call": lambda simulation: simulation.session().call_stage,
    "reason": _reason,
    "fee": lambda simulation: str(simulation.fee()),
    "due": lambda simulation: str(simulation.due()),
    "state": lambda simulation: simulation.state,
    "queued": lambda simulation: list(simulation.queued),
    "escalated": lambda simulation: simulation.escalated,
    "tells": lambda simulation: _text_key(simulation, simulation.citizen_text()),
}
_CONTAINING: dict[str, Callable[[Simulation], list[str]]] = {
    "message": lambda simulation: simulation.messages,
    "document": lambda simulation: list(simulation.documents),
    "asked": lambda simulation: simulation.asked,
    "done": lambda simulation: simulation.done,
    "told": lambda simulation: list(simulation.told),
    "wrong": lambda simulation: list(simulation.errors),
}
