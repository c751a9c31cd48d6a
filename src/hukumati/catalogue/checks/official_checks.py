"""Checks of what officials fill in: each sheet has its action, and no answer is read before it can be there."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Final

from hukumati.catalogue.checks.expression_sampling import guards_against_null
from hukumati.catalogue.checks.flow_checks import reachable
from hukumati.catalogue.folder.diagnostics import At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import (
    Action,
    Definition,
    Expression,
    MessageSpec,
    State,
    is_official_action,
    placeholders_in,
)

FIELDS_OF_THE_PAGE: Final = ("action", "reason", "seen")
"""Names that the workplace's page of a case has for itself."""
FEE_OF_THE_APPLICATION: Final = ("fee", "delivery")
BEFORE_SUBMISSION: Final = "eligibility"
WRITTEN: Final = (
    "text",
    "long_text",
    "number",
    "year_number",
    "time",
    "web_address",
    "decimal",
    "choice",
    "choices",
    "office",
    "money",
    "date",
    "yes_no",
)
"""Types whose answers can stand in a sentence."""
Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Filled:
    """What has been filled in when a case comes to a state: on every way there, and on some way."""

    surely: Mapping[str, Names]
    perhaps: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class Use:
    """That something named in a state reads these answers; `may_lack`: it can do without them."""

    names: Names
    place: At
    may_lack: bool


def _check_sheets_of_states(parsed: ParsedFolder) -> None:
    """Record sheets of whole states in which officials decide nothing."""
    for name, entry in parsed.sources.flow.value["states"].items():
        if "fill" in entry and not any(
            each.fill == entry["fill"] for each in parsed.definition.flow.states[name].actions.values()
        ):
            place = at(parsed.sources.flow, "states", name, "fill")
            problem = f"in {name!r} no official takes an action with which the sheet could be filled in"
            parsed.diagnostics.add(place, "flow.fill", problem, "Remove it, or write it where officials decide.")


def check_official_fields(parsed: ParsedFolder) -> None:
    """Record sheets that nobody fills in, misplaced ones, and answers that are read before they can be there."""
    form, flow, diagnostics = parsed.definition.form, parsed.definition.flow, parsed.diagnostics
    filled = {action.fill for state in flow.states.values() for action in state.actions.values()}
    for index, sheet in enumerate(form.officials):
        place = at(parsed.sources.form, "officials", index)
        if sheet.id not in filled:
            remedy = f"Write fill: {sheet.id} at an action in flow.yaml, or remove it."
            diagnostics.add(place, "form.sheet", f"no official fills in the sheet {sheet.id!r}", remedy)
        for number, question in enumerate(sheet.ask):
            if question.id in FIELDS_OF_THE_PAGE:
                place = at(parsed.sources.form, "officials", index, "ask", number, "id")
                problem = f"{question.id!r} is a word of the platform"
                diagnostics.add(place, "form.id", problem, "Choose another id.")
    _check_sheets_of_states(parsed)
    for state in flow.states.values():
        for action in state.actions.values():
            if action.fill and not is_official_action(action.name):
                place = at(parsed.sources.flow, "states", state.name, "actions", action.name, "fill")
                problem = f"{action.name!r} is no official's action, so that nobody fills the sheet in"
                diagnostics.add(place, "flow.fill", problem, "Remove `fill`.")
    if form.officials:
        _check_uses(parsed)


def _check_uses(parsed: ParsedFolder) -> None:
    own = frozenset(question.id for question in parsed.definition.form.official_questions())
    filled = _filled(parsed.definition)
    for state in parsed.definition.flow.states.values():
        if state.name not in filled.surely:
            continue
        for use in _uses_on_entering(parsed, state):
            _judge(parsed, use, own, filled, state.name, frozenset())
        for action in state.actions.values():
            added = _given(parsed.definition, action)
            for use in _uses_of_action(parsed, state, action):
                _judge(parsed, use, own, filled, state.name, added)
    _check_eligibility(parsed, own)
    _check_registers_of_the_form(parsed, own)


def _judge(parsed: ParsedFolder, use: Use, own: Names, filled: Filled, state: str, added: Names) -> None:
    surely, perhaps = filled.surely[state] | added, filled.perhaps[state] | added
    for name in sorted((use.names & own) - (perhaps if use.may_lack else surely)):
        problem = f"{name!r} is read in {state!r}, and a case may come here without it"
        remedy = f"Let every way to it fill it in, or cover its absence: {name} == null ? … : …"
        if name not in perhaps:
            problem = f"{name!r} is read in {state!r}, before any official can fill it in"
            remedy = "Read it in a later state, or put its sheet at an earlier action."
        parsed.diagnostics.add(use.place, "flow.unfilled", problem, remedy)


def _check_eligibility(parsed: ParsedFolder, own: Names) -> None:
    for name in sorted(_named(_cells(parsed.definition, BEFORE_SUBMISSION)) & own):
        place = at(parsed.sources.service, "rules", BEFORE_SUBMISSION)
        problem = f"{name!r} is read before the application is submitted, and officials fill it in later"
        parsed.diagnostics.add(place, "flow.unfilled", problem, "Let an action of flow.yaml decide by it.")


def _check_registers_of_the_form(parsed: ParsedFolder, own: Names) -> None:
    definition = parsed.definition
    for contract in sorted(definition.form.contracts() | set(definition.ask_first)):
        for name in sorted(_named(_asked_with(definition, contract)) & own):
            place = at(parsed.sources.service, "ask_with")
            problem = f"{name!r} is read before the application is submitted, and officials fill it in later"
            parsed.diagnostics.add(place, "flow.unfilled", problem, "Ask the register in a later state.")


# --- what is read where


def _uses_on_entering(parsed: ParsedFolder, state: State) -> Iterator[Use]:
    definition, source = parsed.definition, parsed.sources.flow
    for index, effect in enumerate(state.effects):
        place = at(source, "states", state.name, "do", index)
        if effect.kind == "notify" and effect.argument in definition.messages:
            yield Use(_in_message(definition.messages[effect.argument]), place, may_lack=True)
        for expression in _of_effect(definition, effect.kind, effect.argument):
            yield _use(expression, place)
    place = at(source, "states", state.name)
    if state.awaits_payment:
        for name in (state.charge,) if state.charge else FEE_OF_THE_APPLICATION:
            yield from (_use(cell, place) for cell in _cells(definition, name))
    for text in state.told:
        yield Use(frozenset(placeholders_in(text.ar)), place, may_lack=False)
    yield Use(frozenset(state.show), place, may_lack=True)
    if state.work is not None and state.work.queue_by is not None:
        yield _use(state.work.queue_by, at(source, "states", state.name, "work", "queue"))


def _of_effect(definition: Definition, kind: str, argument: str) -> Iterator[Expression]:
    if kind == "issue" and argument in definition.documents:
        spec = definition.documents[argument]
        yield from (spec.bound, *spec.data.values())
    if kind == "tell" and argument in definition.tells:
        yield from definition.tells[argument].data.values()
    if kind == "ask":
        yield from _asked_with(definition, argument)


def _cells(definition: Definition, table_name: str) -> Iterator[Expression]:
    table = definition.tables.get(table_name)
    for row in table.rows if table is not None else ():
        yield from (*row.when, *row.then.values())


def _asked_with(definition: Definition, contract: str) -> Iterator[Expression]:
    yield from definition.ask_with.get(contract, {}).values()
    if contract in definition.ask_about:
        yield definition.ask_about[contract]


def _uses_of_action(parsed: ParsedFolder, state: State, action: Action) -> Iterator[Use]:
    place = at(parsed.sources.flow, "states", state.name, "actions", action.name)
    for branch in action.branches:
        if branch.when is not None:
            yield _use(branch.when, place)
        if branch.when is not None and "fee" in branch.when.names:  # it is worked out by its own tables
            cells = (cell for name in FEE_OF_THE_APPLICATION for cell in _cells(parsed.definition, name))
            yield from (_use(cell, place) for cell in cells)
    sheets = (sheet for sheet in parsed.definition.form.officials if sheet.id == action.fill)
    asked = (question for sheet in sheets for question in sheet.ask)
    conditions = (condition for each in asked for condition in (each.show_if, each.required_if))
    yield from (_use(condition, place) for condition in conditions if condition is not None)


def _use(expression: Expression, place: At) -> Use:
    return Use(frozenset(expression.names), place, may_lack=guards_against_null(expression))


def _named(expressions: Iterable[Expression]) -> Names:
    return frozenset(name for expression in expressions for name in expression.names)


def _in_message(message: MessageSpec) -> Names:
    texts: tuple[Bilingual | None, ...] = (message.sms, message.subject, message.body)
    return frozenset(name for text in texts if text is not None for name in placeholders_in(text.ar))


# --- what is filled in where


def _given(definition: Definition, action: Action) -> Names:
    sheets = (sheet for sheet in definition.form.officials if sheet.id == action.fill)
    return frozenset(question.id for sheet in sheets for question in sheet.ask)


def _filled(definition: Definition) -> Filled:
    """Follow every way from the first state until nothing changes any more."""
    flow = definition.flow
    reached = reachable(flow, [flow.start], definition.promise)
    everything = frozenset(question.id for question in definition.form.official_questions())
    surely = dict.fromkeys(reached, everything) | {flow.start: frozenset[str]()}
    perhaps: dict[str, Names] = {name: frozenset() for name in reached}
    ways = [way for way in _ways(definition) if way[0] in reached and way[1] in reached]
    changed = True
    while changed:
        before = (dict(surely), dict(perhaps))
        for source, target, given in ways:
            surely[target] &= surely[source] | given
            perhaps[target] |= perhaps[source] | given
        changed = before != (surely, perhaps)
    return Filled(surely, perhaps)


def _ways(definition: Definition) -> Iterator[tuple[str, str, Names]]:
    """List each way from a state to another, with what is filled in on it."""
    flow, promise = definition.flow, definition.promise
    for state in flow.states.values():
        for action in state.actions.values():
            yield from ((state.name, branch.to, _given(definition, action)) for branch in action.branches)
        others = (*(way.to for way in state.reopen.values()), *state.targets_by_itself)
        yield from ((state.name, target, frozenset()) for target in others)
        if promise is not None and promise.decides and promise.runs_in(state):
            yield state.name, promise.late_to, frozenset()


# --- words between braces


def placeholder_names(definition: Definition) -> tuple[str, ...]:
    """Return the questions of officials that a sentence or a message may name between braces."""
    return tuple(each.id for each in definition.form.official_questions() if each.type in WRITTEN)


def check_sentences_filled(parsed: ParsedFolder) -> None:
    """Record words between braces in what a state says that are no answers of officials, or cannot be written."""
    known: Set[str] = set(placeholder_names(parsed.definition))
    for state in parsed.definition.flow.states.values():
        for text in state.told:
            for name in placeholders_in(text.ar):
                if name not in known:
                    place = at(parsed.sources.flow, "states", state.name)
                    what = "answer of officials that can be written in a sentence"
                    parsed.diagnostics.unknown(place, "flow.placeholder", what, name, known)
