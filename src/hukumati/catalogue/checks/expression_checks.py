"""Checks of every expression in a folder: what it names exists, it can be worked out, and it may come out both ways."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_sampling import Trials, applicant_names, register_paths
from hukumati.catalogue.checks.request_checks import unknown_requests
from hukumati.catalogue.folder.diagnostics import NOTHING, At, Notes, at
from hukumati.catalogue.folder.reading import Understood
from hukumati.service_language.api import (
    APPLICANT,
    Expression,
    ExpressionFailed,
    NoRowApplies,
    Question,
    SeveralRowsApply,
    Table,
    WrongResult,
)


@dataclass(frozen=True, slots=True)
class Site:
    """An expression and where it stands; a condition must be able to hold and not to hold.

    `about` is the question whose `where` it is. One that is not tried here is tried with its whole table, or guards
    against null.
    """

    expression: Expression
    place: At
    is_condition: bool
    about: Question | None = None
    tried: bool = True


def check_expressions(*, understood: Understood, contracts: dict[str, RegisterContract]) -> None:
    """Note every mistake in expressions that reading could not see."""
    trials = Trials(understood.definition, contracts)
    notes = understood.notes
    for site in _sites(understood):
        if site.expression is not NOTHING and _names_exist(site, trials, notes) and site.tried:
            _try(site, trials, notes)
    for name, table in understood.definition.tables.items():
        _try_table(name, table, trials, understood)


def _names_exist(site: Site, trials: Trials, notes: Notes) -> bool:
    before, contracts, definition = len(notes.mistakes), trials.contracts, trials.definition
    for listed, step, known in trials.listed.unknown(site.expression.text, site.about):
        notes.unknown(site.place, "expression.element", f"element of {listed}", step, known)
    for contract, path in register_paths(site.expression.text):
        if contract not in definition.uses:
            notes.unknown(site.place, "expression.register", "contract in `uses`", contract, definition.uses)
        elif contract in contracts:
            _element_exists(contracts[contract], path, site.place, notes)
    for what, word, known in unknown_requests(site.expression.text, definition.requests):
        notes.unknown(site.place, "expression.request", what, word, known)
    for name in sorted(applicant_names(site.expression.text) - set(APPLICANT)):
        notes.unknown(site.place, "expression.applicant", "attribute of the applicant", name, APPLICANT)
    return len(notes.mistakes) == before


def _element_exists(contract: RegisterContract, path: tuple[str, ...], place: At, notes: Notes) -> None:
    for depth, step in enumerate(path):
        if contract.element(path[: depth + 1]) is None:
            known = contract.elements(path[:depth])
            notes.unknown(place, "expression.element", f"element of {contract.id}", step, known)
            return


def _try(site: Site, trials: Trials, notes: Notes) -> None:
    if not site.is_condition:
        failed = trials.value(site.expression)
        if failed:
            _note_failure(site, failed, notes)
        elif trials.writes_an_instant(site.expression):
            problem = f"{site.expression.text!r} writes a date with the time of day"
            remedy = "Give the date as it is, without string(): it is written 2026-11-23."
            notes.add(site.place, "expression.date", problem, remedy)
        return
    outcome = trials.condition(site.expression, site.about)
    if outcome.failed and not _guarded(site):
        _note_failure(site, outcome.failed, notes)
    elif len(outcome.values) == 1:
        word = "always holds" if True in outcome.values else "never holds"
        remedy = "Check the spelling of codes and the numbers; remove it if it is meant so."
        notes.add(site.place, "expression.constant", f"{site.expression.text!r} {word}, whatever is answered", remedy)


def _guarded(site: Site) -> bool:
    """A comparison with null is not tried with silence here: the whole table, or the flow's branches, are."""
    return "null" in site.expression.text


def _note_failure(site: Site, failed: str, notes: Notes) -> None:
    remedy = "Compare values of the same type; guard answers that may be missing: n != null && n > 1."
    notes.add(site.place, "expression.fails", f"this cannot be worked out: {failed}", remedy)


def _try_table(name: str, table: Table, trials: Trials, understood: Understood) -> None:
    cells = [condition for row in table.rows for condition in row.when]
    results = [expression for row in table.rows for expression in row.then.values()]
    for facts in trials.facts([*cells, *results], silent=True, unanswered=name == "eligibility"):
        try:
            table.decide(facts)
        except (NoRowApplies, SeveralRowsApply, WrongResult, ExpressionFailed) as failure:
            _note_undecided(name, table, failure, understood)
            return


def _note_undecided(name: str, table: Table, failure: Exception, understood: Understood) -> None:
    file = understood.sources.service.value["rules"][name]["table"]
    problem, remedy = f"the table cannot always be decided: {failure}", "Let the conditions of rows not overlap."
    line = 1
    if isinstance(failure, ExpressionFailed):
        text = str(failure).rpartition(": ")[0]
        problem = f"the table cannot always be decided: {text!r} fails where something it names is missing"
        remedy = "Cover missing answers and silent registers (== null) in an earlier row, or here: n != null && n > 1."
        line = _line_of(text, table, understood.sources.tables[file.removeprefix("rules/").removesuffix(".csv")].lines)
    elif isinstance(failure, NoRowApplies):
        problem, remedy = f"{problem}: no row applies to some answers", "Add a row for them."
    elif isinstance(failure, WrongResult):
        remedy = "Write amount('10.00') for money, true or false for bool, 'text_key' for text, 7 for number."
    understood.notes.add(At(file, line), "table.undecided", problem, remedy)


def _line_of(text: str, table: Table, lines: Sequence[int]) -> int:
    for line, row in zip(lines, table.rows, strict=True):
        if any(expression.text == text for expression in (*row.when, *row.then.values())):
            return line
    return 1


def _sites(understood: Understood) -> Iterator[Site]:
    yield from _form_sites(understood)
    yield from _flow_sites(understood)
    yield from _table_sites(understood)
    yield from _asking_sites(understood)
    for name, spec in understood.definition.documents.items():
        source = understood.sources.documents[name]
        yield Site(spec.bound, at(source, "bound"), is_condition=False)
        for key, expression in spec.data.items():
            yield Site(expression, at(source, "data", key), is_condition=False)


def _asking_sites(understood: Understood) -> Iterator[Site]:
    service, definition = understood.sources.service, understood.definition
    for contract, parameters in definition.ask_with.items():
        for name, expression in parameters.items():
            yield Site(expression, at(service, "ask_with", contract, name), is_condition=False)
    for contract, expression in definition.ask_about.items():
        yield Site(expression, at(service, "ask_about", contract), is_condition=False)


def _form_sites(understood: Understood) -> Iterator[Site]:
    for number, page in enumerate(understood.definition.form.pages):
        for index, question in enumerate(page.ask):
            if question.show_if is not None:
                place = at(understood.sources.form, "pages", number, "ask", index, "show_if")
                yield Site(question.show_if, place, is_condition=True)
            if question.where is not None:
                place = at(understood.sources.form, "pages", number, "ask", index, "where")
                yield Site(question.where, place, is_condition=True, about=question)


def _flow_sites(understood: Understood) -> Iterator[Site]:
    for state in understood.definition.flow.states.values():
        for action in state.actions.values():
            place = at(understood.sources.flow, "states", state.name, "actions", action.name)
            for branch in action.branches:
                if branch.when is not None:
                    yield Site(branch.when, place, is_condition=True, tried="null" not in branch.when.text)


def _table_sites(understood: Understood) -> Iterator[Site]:
    for name, table in understood.definition.tables.items():
        rule = understood.sources.service.value["rules"][name]["table"]
        source = understood.sources.tables[rule.removeprefix("rules/").removesuffix(".csv")]
        for line, row in zip(source.lines, table.rows, strict=True):
            for condition in row.when:
                tried = "null" not in condition.text
                yield Site(condition, At(source.file, line), is_condition=True, tried=tried)
            for result in row.then.values():
                yield Site(result, At(source.file, line), is_condition=False, tried=False)
