"""Checks of decision tables: each can always be decided, every row is needed, and a person is told why not."""

from collections.abc import Iterator, Sequence

from hukumati.catalogue.checks.chains import Link, shadowed_links
from hukumati.catalogue.checks.expression_sampling import ExpressionSampler
from hukumati.catalogue.folder.csv_parser import CsvFile
from hukumati.catalogue.folder.diagnostics import NOTHING, At
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import (
    Action,
    ExpressionFailed,
    NoRowApplies,
    NotPossibleHere,
    Row,
    SeveralRowsApply,
    Table,
    WrongResult,
)


def source_of(table: str, parsed: ParsedFolder) -> CsvFile:
    rule = parsed.sources.service.value["rules"][table]["table"]
    return parsed.sources.tables[rule.removeprefix("rules/").removesuffix(".csv")]


def check_table(name: str, table: Table, sampler: ExpressionSampler, parsed: ParsedFolder) -> None:
    """Record what is wrong with one table whose expressions can all be read."""
    cells = [condition for row in table.rows for condition in row.when]
    results = [expression for row in table.rows for expression in row.then.values()]
    for facts in sampler.facts([*cells, *results], silent=True, unanswered=name == "eligibility"):
        try:
            table.decide(facts)
        except (NoRowApplies, SeveralRowsApply, WrongResult, ExpressionFailed) as failure:
            _note_undecided(name, table, failure, parsed)
            return
    if name in {state.charge for state in parsed.definition.flow.states.values()}:
        _check_charge(name, table, sampler, parsed)
    if name == "fee":
        _check_nothing_to_pay(table, sampler, parsed)
    if name == "eligibility":
        _check_reasons(table, parsed)
    if table.hit == "FIRST":
        _check_rows(name, table, sampler, parsed)


def _check_charge(name: str, table: Table, sampler: ExpressionSampler, parsed: ParsedFolder) -> None:
    """Record a fee charged later that may come to nothing: there would be no bill, and the case would stand still."""
    cells = [cell for row in table.rows for cell in (*row.when, *row.then.values())]
    for facts in sampler.facts(cells):
        decision = table.decide(facts)
        if decision.values.get("fee") == 0:
            source = source_of(name, parsed)
            line = source.lines[[row.id for row in table.rows].index(decision.row)]
            problem = f"the fee {name!r} may come to nothing, and nobody can pay nothing"
            remedy = "Give amounts a min, and let a branch of the action lead past the payment."
            parsed.diagnostics.add(At(source.file, line), "table.nothing", problem, remedy)
            return


def _check_nothing_to_pay(table: Table, sampler: ExpressionSampler, parsed: ParsedFolder) -> None:
    """Record a fee that may be nothing where the case goes on to wait for its payment all the same."""
    cells = [cell for row in table.rows for cell in (*row.when, *row.then.values())]
    ways = [each for each in _ways_to_pay(parsed) if all(branch.when is not NOTHING for branch in each.branches)]
    conditions = [branch.when for way in ways for branch in way.branches if branch.when is not None]
    for facts in sampler.facts([*cells, *conditions]) if ways and "delivery" not in parsed.definition.tables else ():
        decision = table.decide(facts)
        if decision.values.get("fee") == 0 and any(_leads_to_pay(way, {**facts, "fee": 0}, parsed) for way in ways):
            source = source_of("fee", parsed)
            line = source.lines[[row.id for row in table.rows].index(decision.row)]
            problem = "the fee may come to nothing, and the case would wait for its payment"
            remedy = "Lead past to_pay where nothing is due: [{when: fee > 0, to: to_pay}, …]."
            parsed.diagnostics.add(At(source.file, line), "table.nothing", problem, remedy)
            return


def _ways_to_pay(parsed: ParsedFolder) -> Iterator[Action]:
    """Yield the actions that may lead to the payment of the fee of the application."""
    states = parsed.definition.flow.states
    for state in states.values():
        for action in state.actions.values():
            if any(_awaits_the_fee(branch.to, parsed) for branch in action.branches):
                yield action


def _awaits_the_fee(name: str, parsed: ParsedFolder) -> bool:
    state = parsed.definition.flow.states.get(name)
    return state is not None and state.awaits_payment and not state.charge


def _leads_to_pay(action: Action, facts: dict[str, object], parsed: ParsedFolder) -> bool:
    try:
        return _awaits_the_fee(action.choose(facts), parsed)
    except (ExpressionFailed, NotPossibleHere):
        return False


def _check_reasons(table: Table, parsed: ParsedFolder) -> None:
    """Record refusals without a reason, and a table under which nobody may apply."""
    source = source_of("eligibility", parsed)
    outcomes = [_written(row, "eligible") for row in table.rows]
    for row, line, outcome in zip(table.rows, source.lines, outcomes, strict=True):
        if outcome == "false" and _written(row, "reason") in ("", "''", "null"):
            problem = f"the row {row.id} refuses, and nobody is told why"
            parsed.diagnostics.add(At(source.file, line), "table.reason", problem, "Give the key of a text as reason.")
        if outcome == "true" and _written(row, "reason") not in ("", "''", "null"):
            problem = f"the row {row.id} admits, and gives a reason that nobody reads"
            remedy = "Write false if it is to refuse, or leave the reason empty."
            parsed.diagnostics.add(At(source.file, line), "table.reason", problem, remedy)
    if set(outcomes) == {"false"}:
        problem = "every row refuses: nobody may apply"
        parsed.diagnostics.add(At(source.file, 1), "table.nobody", problem, "Let the last row give true.")


def _written(row: Row, result: str) -> str:
    cell = row.then.get(result)
    return "" if cell is None or cell is NOTHING else cell.text


def _check_rows(name: str, table: Table, sampler: ExpressionSampler, parsed: ParsedFolder) -> None:
    source = source_of(name, parsed)
    for at_row in shadowed_links([Link(row.when) for row in table.rows], sampler):
        place, row = At(source.file, source.lines[at_row]), table.rows[at_row].id
        problem = f"the row {row} never decides: whatever is answered, a row before it does"
        parsed.diagnostics.add(place, "table.shadowed", problem, "Move it up, or correct the conditions before it.")


def _note_undecided(name: str, table: Table, failure: Exception, parsed: ParsedFolder) -> None:
    source = source_of(name, parsed)
    problem, remedy = f"the table cannot always be decided: {failure}", "Let the conditions of rows not overlap."
    line = 1
    if isinstance(failure, ExpressionFailed):
        text = str(failure).rpartition(": ")[0]
        problem = f"the table cannot always be decided: {text!r} fails where something it names is missing"
        remedy = "Cover missing answers and silent registers (== null) in an earlier row, or here: n != null && n > 1."
        line = _line_of(text, table, source.lines)
    elif isinstance(failure, NoRowApplies):
        problem, remedy = f"{problem}: no row applies to some answers", "Add a row for them."
    elif isinstance(failure, WrongResult):
        remedy = "Write amount('10.00') for money, true or false for bool, 'text_key' for text, 7 for number."
    parsed.diagnostics.add(At(source.file, line), "table.undecided", problem, remedy)


def _line_of(text: str, table: Table, lines: Sequence[int]) -> int:
    for line, row in zip(lines, table.rows, strict=True):
        if any(expression.text == text for expression in (*row.when, *row.then.values())):
            return line
    return 1
