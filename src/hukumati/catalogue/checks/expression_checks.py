"""Checks of every expression: what it names exists, it can be evaluated, and a condition can both hold and fail."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from hukumati.catalogue.checks.calculation_checks import check_calculations
from hukumati.catalogue.checks.chains import Link, shadowed_links
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_sampling import (
    ExpressionSampler,
    applicant_names,
    guards_against_null,
    register_paths,
)
from hukumati.catalogue.checks.expression_types import SHOWN_BY_VALUES, Clash, ExpressionTypes
from hukumati.catalogue.checks.request_checks import unknown_requests
from hukumati.catalogue.checks.table_checks import check_table, source_of
from hukumati.catalogue.folder.diagnostics import NOTHING, At, Diagnostics, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.core.governorates import GOVERNORATES
from hukumati.service_language.api import (
    APPLICANT_FIELDS,
    Expression,
    ExpressionFailed,
    Question,
    Table,
)


@dataclass(frozen=True, slots=True)
class PlacedExpression:
    """An expression, where it stands, and what is sampled of it: that a condition can both hold and fail, or a value.

    What is evaluated with its whole table or calculation is sampled `elsewhere`. `about` is the question whose `where`
    it is. `currency` is that of amounts in it; `gives` is what a table's cell must be.
    """

    expression: Expression
    place: At
    sampled: Literal["condition", "value", "elsewhere"]
    about: Question | None = None
    currency: str = "ILS"
    gives: str = ""


def check_expressions(*, parsed: ParsedFolder, contracts: dict[str, RegisterContract]) -> None:
    """Record the mistakes in expressions that show only when they are evaluated."""
    sampler = ExpressionSampler(parsed.definition, contracts)
    types = ExpressionTypes(parsed.definition, contracts)
    diagnostics, wrong = parsed.diagnostics, set[str]()
    for placed in _expressions(parsed):
        if placed.expression is NOTHING:
            continue
        if not _names_exist(placed, sampler, diagnostics) or not _types_agree(placed, types, diagnostics):
            wrong.add(placed.expression.text)
        else:
            _check_values(placed, sampler, types, diagnostics)
    check_calculations(parsed, sampler, wrong)
    for name, table in parsed.definition.tables.items():
        if not _is_unreadable(table, wrong):
            check_table(name, table, sampler, parsed)
    _check_branches(parsed, sampler, wrong)
    _check_queues(parsed, sampler, wrong)


def _is_unreadable(table: Table, wrong: set[str]) -> bool:
    """What is wrong in a cell is told there; decided with it, the whole table would seem wrong."""
    cells = [cell for row in table.rows for cell in (*row.when, *row.then.values())]
    return any(cell is NOTHING or cell.text in wrong for cell in cells)


def _types_agree(placed: PlacedExpression, types: ExpressionTypes, diagnostics: Diagnostics) -> bool:
    found = [each for each in _clashes(placed, types) if each.code not in SHOWN_BY_VALUES]
    for clash in found:
        diagnostics.add(placed.place, clash.code, clash.problem, clash.remedy)
    return not found


def _clashes(placed: PlacedExpression, types: ExpressionTypes) -> Iterator[Clash]:
    text, currency, entry = placed.expression.text, placed.currency, placed.about
    return types.clashes(text, currency=currency, entry=entry, gives=placed.gives)


def _check_values(
    placed: PlacedExpression, sampler: ExpressionSampler, types: ExpressionTypes, diagnostics: Diagnostics
) -> None:
    """Record what evaluating shows, and codes that do not exist where evaluating shows nothing."""
    before = len(diagnostics.mistakes)
    if placed.sampled != "elsewhere":
        _check_evaluation(placed, sampler, diagnostics)
    if len(diagnostics.mistakes) == before:
        for clash in _clashes(placed, types):
            diagnostics.add(placed.place, clash.code, clash.problem, clash.remedy)


def _names_exist(placed: PlacedExpression, sampler: ExpressionSampler, diagnostics: Diagnostics) -> bool:
    before, contracts, definition = len(diagnostics.mistakes), sampler.contracts, sampler.definition
    for list_name, step, known in sampler.register_lists.unknown(placed.expression.text, placed.about):
        diagnostics.unknown(placed.place, "expression.element", f"element of {list_name}", step, known)
    for contract, path in register_paths(placed.expression.text):
        if contract not in definition.uses:
            diagnostics.unknown(placed.place, "expression.register", "contract in `uses`", contract, definition.uses)
        elif contract in contracts:
            _element_exists(contracts[contract], path, placed.place, diagnostics)
    for what, word, known in unknown_requests(placed.expression.text, definition.requests):
        diagnostics.unknown(placed.place, "expression.request", what, word, known)
    for name in sorted(applicant_names(placed.expression.text) - set(APPLICANT_FIELDS)):
        diagnostics.unknown(placed.place, "expression.applicant", "attribute of the applicant", name, APPLICANT_FIELDS)
    return len(diagnostics.mistakes) == before


def _element_exists(contract: RegisterContract, path: tuple[str, ...], place: At, diagnostics: Diagnostics) -> None:
    for depth, step in enumerate(path):
        if contract.element(path[: depth + 1]) is None:
            known = contract.elements(path[:depth])
            diagnostics.unknown(place, "expression.element", f"element of {contract.id}", step, known)
            return


def _check_evaluation(placed: PlacedExpression, sampler: ExpressionSampler, diagnostics: Diagnostics) -> None:
    if placed.sampled == "value":
        failed = sampler.first_failure(placed.expression)
        if failed:
            _record_failure(placed, failed, diagnostics)
        elif sampler.writes_an_instant(placed.expression):
            problem = f"{placed.expression.text!r} writes a date with the time of day"
            remedy = "Give the date as it is, without string(): it is written 2026-11-23."
            diagnostics.add(placed.place, "expression.date", problem, remedy)
        return
    sampled = sampler.sample_condition(placed.expression, placed.about)
    if sampled.failed and not (guards_against_null(placed.expression) and sampled.values):
        _record_failure(placed, sampled.failed, diagnostics)
    elif len(sampled.values) == 1:
        word = "always holds" if True in sampled.values else "never holds"
        remedy = "Check the spelling of codes and the numbers; remove it if it is meant so."
        diagnostics.add(
            placed.place, "expression.constant", f"{placed.expression.text!r} {word}, whatever is answered", remedy
        )


def _record_failure(placed: PlacedExpression, failed: str, diagnostics: Diagnostics) -> None:
    remedy = "Compare values of the same type; guard answers that may be missing: n != null && n > 1."
    diagnostics.add(placed.place, "expression.fails", f"this cannot be worked out: {failed}", remedy)


def _check_branches(parsed: ParsedFolder, sampler: ExpressionSampler, wrong: set[str]) -> None:
    for state in parsed.definition.flow.states.values():
        for action in state.actions.values():
            conditions = [branch.when for branch in action.branches if branch.when is not None]
            if any(condition is NOTHING or condition.text in wrong for condition in conditions):
                continue
            links = [Link(() if branch.when is None else (branch.when,)) for branch in action.branches]
            for index in shadowed_links(links, sampler):
                place = _place_of_branch(parsed, state.name, action.name, index)
                problem = f"the branch to {action.branches[index].to!r} is never taken: one before it always is"
                remedy = "Move it up, or correct the conditions before it."
                parsed.diagnostics.add(place, "flow.shadowed", problem, remedy)


def _check_queues(parsed: ParsedFolder, sampler: ExpressionSampler, wrong: set[str]) -> None:
    """Record queues that are no place's: nobody would look for the work there."""
    providers = {cells["code"]: cells["provider"] for cells in parsed.sources.places["offices"].rows}
    for state in parsed.definition.flow.states.values():
        work = state.work
        if work is None or work.queue_by is None or work.queue_by is NOTHING or work.queue_by.text in wrong:
            continue
        body = work.role.rpartition(".")[0] or parsed.definition.provider
        given = next((each for each in _values(work.queue_by, sampler) if not _is_place(each, body, providers)), None)
        if given is not None:
            place = at(parsed.sources.flow, "states", state.name, "work", "queue")
            problem = f"{work.queue_by.text!r} gives {given!r}, which is no governorate and no office of {body}"
            remedy = "Name a question of the type office, or an expression that gives such a code."
            parsed.diagnostics.add(place, "flow.queue", problem, remedy)


def _values(expression: Expression, sampler: ExpressionSampler) -> Iterator[object]:
    for facts in sampler.facts([expression]):
        try:
            yield expression.value(facts)
        except ExpressionFailed:  # told with the expression itself
            continue


def _is_place(value: object, body: str, providers: Mapping[str, str]) -> bool:
    return value is None or value in GOVERNORATES or (isinstance(value, str) and providers.get(value) == body)


def _place_of_branch(parsed: ParsedFolder, state: str, action: str, index: int) -> At:
    """Branches stand under the action itself, or under its word `branches`."""
    path = ("states", state, "actions", action)
    entry = parsed.sources.flow.value["states"][state].get("actions", {})[action]
    return at(parsed.sources.flow, *path, *(("branches",) if isinstance(entry, dict) else ()), index)


def _expressions(parsed: ParsedFolder) -> Iterator[PlacedExpression]:
    yield from _form_expressions(parsed)
    yield from _flow_expressions(parsed)
    yield from _table_expressions(parsed)
    yield from _query_expressions(parsed)
    yield from _calculated_expressions(parsed)
    yield from _answer_expressions(parsed)
    for name, spec in parsed.definition.documents.items():
        source = parsed.sources.documents[name]
        yield PlacedExpression(spec.bound, at(source, "bound"), "value")
        if spec.valid_from is not None:
            yield PlacedExpression(spec.valid_from, at(source, "valid", "from"), "value")
        for key, expression in spec.data.items():
            yield PlacedExpression(expression, at(source, "data", key), "value")


def _query_expressions(parsed: ParsedFolder) -> Iterator[PlacedExpression]:
    service, definition = parsed.sources.service, parsed.definition
    for contract, parameters in definition.ask_with.items():
        for name, expression in parameters.items():
            yield PlacedExpression(expression, at(service, "ask_with", contract, name), "value")
    for contract, expression in definition.ask_about.items():
        yield PlacedExpression(expression, at(service, "ask_about", contract), "value")
    if definition.once.per is not None:
        yield PlacedExpression(definition.once.per, at(service, "once", "per"), "value")
    for contract, spec in definition.tells.items():
        for name, expression in spec.data.items():
            yield PlacedExpression(expression, at(service, "tells", contract, name), "value")


def _calculated_expressions(parsed: ParsedFolder) -> Iterator[PlacedExpression]:
    for name, each in parsed.definition.calculations.items():
        place, gives = at(parsed.sources.service, "computes", name, "is"), "money" if each.gives == "money" else ""
        currency = each.currency or "ILS"
        yield PlacedExpression(each.value, place, "elsewhere", currency=currency, gives=gives)


def _answer_expressions(parsed: ParsedFolder) -> Iterator[PlacedExpression]:
    """What a condition guards is sampled together with it: see `answer_checks`."""
    layout, source = parsed.definition.answer, parsed.sources.answer
    if layout is None or source is None:
        return
    conditions = {
        "say": [each.when for each in layout.sentences],
        "figures": [each.when for each in layout.figures],
        "next": [each.when for each in layout.next_steps],
    }
    for word, whens in conditions.items():
        for index, when in enumerate(whens):
            if when is not None:
                yield PlacedExpression(when, at(source, word, index, "when"), "condition")
    for index, sentence in enumerate(layout.sentences):
        for name, value in sentence.values.items():
            place = at(source, "say", index, "with", name)
            yield PlacedExpression(value, place, "elsewhere")
    for index, figure in enumerate(layout.figures):
        yield PlacedExpression(figure.value, at(source, "figures", index, "value"), "elsewhere")
    for index, table in enumerate(layout.tables):
        if table.where is not None:
            entry = Question(id="", type="records", label=table.title, of=table.of)
            yield PlacedExpression(table.where, at(source, "tables", index, "where"), "condition", about=entry)


def _form_expressions(parsed: ParsedFolder) -> Iterator[PlacedExpression]:
    form = parsed.definition.form
    for part, pages in (("pages", form.pages), ("officials", form.officials)):
        for number, page in enumerate(pages):
            for index, question in enumerate(page.ask):
                yield from _question_expressions(parsed, question, (part, number, "ask", index))


def _question_expressions(
    parsed: ParsedFolder, question: Question, path: tuple[str | int, ...]
) -> Iterator[PlacedExpression]:
    for word, condition in (("show_if", question.show_if), ("required_if", question.required_if)):
        if condition is not None:
            yield PlacedExpression(condition, at(parsed.sources.form, *path, word), "condition")
    if question.where is not None:
        place = at(parsed.sources.form, *path, "where")
        yield PlacedExpression(question.where, place, "condition", about=question)
    for index, part in enumerate(question.ask):
        for word, condition in (("show_if", part.show_if), ("required_if", part.required_if)):
            if condition is not None:
                place = at(parsed.sources.form, *path, "ask", index, word)
                yield PlacedExpression(condition, place, "condition", about=question)


def _flow_expressions(parsed: ParsedFolder) -> Iterator[PlacedExpression]:
    for state in parsed.definition.flow.states.values():
        for action in state.actions.values():
            for index, branch in enumerate(action.branches):
                if branch.when is not None:
                    place = _place_of_branch(parsed, state.name, action.name, index)
                    yield PlacedExpression(branch.when, place, "condition")
        if state.work is not None and state.work.queue_by is not None:
            place = at(parsed.sources.flow, "states", state.name, "work", "queue")
            yield PlacedExpression(state.work.queue_by, place, "value")


def _table_expressions(parsed: ParsedFolder) -> Iterator[PlacedExpression]:
    for name, table in parsed.definition.tables.items():
        source, currency = source_of(name, parsed), table.currency
        for line, row in zip(source.lines, table.rows, strict=True):
            place = At(source.file, line)
            for condition in row.when:
                yield PlacedExpression(condition, place, "condition", currency=currency)
            for result, cell in row.then.items():
                gives = table.gives.get(result, "")
                yield PlacedExpression(cell, place, "elsewhere", currency=currency, gives=gives)
