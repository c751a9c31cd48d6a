"""Checks of an enquiry: nothing of an application in it, one page at most, and an answer whatever a register says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_sampling import ExpressionSampler, register_paths
from hukumati.catalogue.checks.register_lists import put
from hukumati.catalogue.folder.diagnostics import NOTHING, At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import (
    FILE_TYPES,
    PERSON_CONTRACT,
    RECORD_TYPES,
    AnswerLayout,
    Definition,
    Expression,
    ExpressionFailed,
    Question,
    compose_answer,
    expressions_of,
)

WORDS_OF_APPLICATIONS: Final = (
    *("reference_prefix", "collect", "keep", "once", "promise", "documents", "tells", "if_down"),
)
TOLD_ALREADY: Final = ("answer", "expression", "schema")
"""What is wrong in an expression is told at its own line; worked out, it would seem to be a fault of the answer."""
NOT_ASKED: Final = frozenset({*FILE_TYPES, "group", "collection"})
"""What an enquiry does not ask: nothing is handed in, kept or handed over."""


def check_enquiry(parsed: ParsedFolder) -> None:
    """Record what belongs to an application and has no meaning in an enquiry."""
    service, diagnostics = parsed.sources.service, parsed.diagnostics
    for word in WORDS_OF_APPLICATIONS:
        if word in service.value:
            problem = f"an enquiry has no {word!r}: nothing is applied for"
            diagnostics.add(at(service, word), "enquiry.word", problem, "Remove it, or write kind: free.")
    for name in service.value.get("rules", {}):
        if name != "eligibility":
            problem = f"an enquiry has no table {name!r}: it costs nothing"
            diagnostics.add(at(service, "rules", name), "enquiry.fee", problem, "Remove it, or write kind: paid.")
    files = [f"documents/{name}.yaml" for name in parsed.sources.documents]
    for name in (*files, *(f"messages/{name}.yaml" for name in parsed.sources.messages)):
        diagnostics.add(At(name, 1), "enquiry.file", "an enquiry issues and sends nothing", "Delete the file.")
    _check_questions(parsed)


def _check_questions(parsed: ParsedFolder) -> None:
    source, pages = parsed.sources.form, parsed.definition.form.pages
    if len(pages) > 1:
        problem = f"an enquiry asks on one page, not on {len(pages)}"
        parsed.diagnostics.add(at(source, "pages", 1), "enquiry.pages", problem, "Ask on one page what must be asked.")
    for number, page in enumerate(pages):
        for index, question in enumerate(page.ask):
            place = at(source, "pages", number, "ask", index)
            if question.type in NOT_ASKED:
                problem = f"an enquiry asks nothing of the type {question.type!r}"
                parsed.diagnostics.add(place, "enquiry.question", problem, "Ask something else, or write kind: free.")
            elif question.source is not None:
                problem = f"{question.id!r} is known from a register, and an enquiry need not show it first"
                remedy = "Remove the question; name the register where the answer is written."
                parsed.diagnostics.add(place, "enquiry.question", problem, remedy)


def check_answer(parsed: ParsedFolder, contracts: Mapping[str, RegisterContract]) -> None:
    """Record lists and elements that do not exist, and registers whose answers nobody reads."""
    layout = parsed.definition.answer
    if layout is None:
        return
    for number, table in enumerate(layout.tables):
        place = _place(parsed, "tables", number, "of")
        owner, name, *steps = table.of.split(".")
        contract = contracts.get(f"{owner}.{name}")
        if f"{owner}.{name}" not in parsed.definition.uses or contract is None:
            uses = parsed.definition.uses
            parsed.diagnostics.unknown(place, "answer.register", "contract in `uses`", f"{owner}.{name}", uses)
            continue
        items = contract.items(tuple(steps))
        if items is None:
            known = contract.elements(tuple(steps[:-1]))
            parsed.diagnostics.unknown(place, "answer.list", f"list in {contract.id}", steps[-1], known)
            continue
        for index, column in enumerate(table.columns):
            if contract.element((column.element,), items) is None:
                where = _place(parsed, "tables", number, "columns", index)
                known = contract.elements((), items)
                parsed.diagnostics.unknown(where, "answer.element", f"element of {table.of}", column.element, known)
    _check_unread(parsed)


def _check_unread(parsed: ParsedFolder) -> None:
    """A register is asked about a person only for what is read of it."""
    definition = parsed.definition
    read = {contract for text in _texts(definition) for contract, _path in register_paths(text)}
    read |= {".".join(each.of.split(".")[:2]) for each in (definition.answer.tables if definition.answer else ())}
    read |= {PERSON_CONTRACT, *definition.form.contracts()}
    for index, contract in enumerate(definition.uses):
        if contract not in read:
            problem = f"{contract} is asked, and nothing is read of its answer"
            place = at(parsed.sources.service, "uses", index)
            parsed.diagnostics.add(place, "register.unused", problem, "Write of it in answer.yaml, or remove it.")


def _texts(definition: Definition) -> Iterator[str]:
    layout, tables = definition.answer, definition.tables.values()
    if layout is not None:
        yield from (each.text for each in expressions_of(layout))
    yield from (each.text for table in tables for row in table.rows for each in row.when)


def check_answer_read(parsed: ParsedFolder, contracts: Mapping[str, RegisterContract]) -> None:
    """Record an answer that cannot be worked out, or that says nothing, whatever the registers answer."""
    layout = parsed.definition.answer
    if layout is None or any(each.code.startswith(TOLD_ALREADY) for each in parsed.diagnostics.mistakes):
        return
    sampler = ExpressionSampler(parsed.definition, contracts)
    for path, part in _parts(layout):
        _check_composed(parsed, sampler, path, part)
    _check_coverage(parsed, sampler, layout)


def _parts(layout: AnswerLayout) -> Iterator[tuple[tuple[str, int], AnswerLayout]]:
    """Yield each part of a layout alone: a condition is worked out together with what it guards."""
    for index, sentence in enumerate(layout.sentences):
        yield ("say", index), AnswerLayout(sentences=(sentence,))
    for index, figure in enumerate(layout.figures):
        yield ("figures", index), AnswerLayout(sentences=(), figures=(figure,))
    for index, step in enumerate(layout.next_steps):
        yield ("next", index), AnswerLayout(sentences=(), next_steps=(step,))


def _check_composed(
    parsed: ParsedFolder, sampler: ExpressionSampler, path: tuple[str, int], part: AnswerLayout
) -> None:
    for facts in _facts(sampler, [*expressions_of(part)]):
        try:
            compose_answer(part, facts)
        except ExpressionFailed as failed:
            remedy = "Guard it by `when`: a register that knows no such person is null, and a list may be empty."
            problem = f"this cannot be worked out: {failed}"
            parsed.diagnostics.add(_place(parsed, *path), "answer.fails", problem, remedy)
            return


def _check_coverage(parsed: ParsedFolder, sampler: ExpressionSampler, layout: AnswerLayout) -> None:
    conditions = [each.when for each in layout.sentences if each.when is not None]
    if len(conditions) < len(layout.sentences):
        return
    for facts in _facts(sampler, conditions):
        if not any(_holds(each, facts) for each in conditions):
            problem = f"nothing is said where {_said(facts, parsed.definition.uses)}"
            remedy = "Add a sentence for it, or one without `when`: every enquiry has an answer."
            parsed.diagnostics.add(_place(parsed, "say"), "answer.nothing", problem, remedy)
            return


def _facts(sampler: ExpressionSampler, expressions: Sequence[Expression]) -> Iterator[dict[str, object]]:
    """Yield typical facts, those with one register after the other that knows no such person, and with no choice."""
    records = [each for each in sampler.definition.form.questions() if each.type in RECORD_TYPES]
    for facts in sampler.facts(expressions, silent=True):
        yield facts
        yield from (_without_choice(facts, each) for each in records)
        yield from ({**facts, "registers": tree} for tree in _without_one(facts.get("registers")))


def _without_choice(facts: Mapping[str, object], question: Question) -> dict[str, object]:
    """Return the facts of somebody of whom the register lists nothing that could be chosen."""
    tree = put(facts.get("registers", {}), tuple(question.of.split(".")), [])
    return {**facts, question.id: None, **({"registers": tree} if "registers" in facts else {})}


def _without_one(registers: object) -> Iterator[dict[str, dict[str, object]]]:
    tree = registers if isinstance(registers, Mapping) else {}
    for owner, contracts in tree.items():
        for name in contracts:
            yield {**tree, owner: {**contracts, name: None}}


def _holds(expression: Expression, facts: Mapping[str, object]) -> bool:
    try:
        return expression is not NOTHING and expression.holds(facts)
    except ExpressionFailed:
        return False


def _said(facts: Mapping[str, object], uses: Sequence[str]) -> str:
    registers = facts.get("registers")
    tree = registers if isinstance(registers, Mapping) else {}
    silent = [each for each in uses if tree.get(each.split(".")[0], {}).get(each.split(".")[1]) is None]
    known = f"{', '.join(silent)} knows no such person" if silent and len(silent) < len(uses) else ""
    return known or f"the facts are {dict(tree)!r}"[:200]


def _place(parsed: ParsedFolder, *path: str | int) -> At:
    return at(parsed.sources.answer, *path) if parsed.sources.answer is not None else At("answer.yaml", 1)
