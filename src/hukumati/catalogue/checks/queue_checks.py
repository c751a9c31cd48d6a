"""Checks of questions with `accept_and_queue`: their answers must not be needed before the register has answered."""

from collections.abc import Iterator

from hukumati.catalogue.folder.diagnostics import At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import Definition, Expression, Question, depends_on_answer, may_stay_pending


def check_queued_questions(parsed: ParsedFolder) -> None:
    """Record questions that can be left to no register, that the form needs, or whose wait nobody can end."""
    form = parsed.definition.form
    for number, page in enumerate(form.pages):
        for index, question in enumerate(page.ask):
            entry = parsed.sources.form.value["pages"][number]["ask"][index]
            path = ("pages", number, "ask", index, *(("if_down",) if "if_down" in entry else ()))
            _check(parsed, question, at(parsed.sources.form, *path))
    _check_way_out(parsed)


def _check(parsed: ParsedFolder, question: Question, place: At) -> None:
    definition, diagnostics = parsed.definition, parsed.diagnostics
    if not may_stay_pending(definition, question):
        if question.if_down == "accept_and_queue" and not question.of:
            problem = f"{question.id!r} is not left to a register: the person answers it"
            remedy = "Say `from:` which register answers it and edit: locked, or remove if_down."
            diagnostics.add(place, "queue.answered", problem, remedy)
        return
    remedy = "Write if_down: block_with_notice or ask_and_check_later, or let nothing in the form depend on it."
    for what, expression in _needed_while_filling(definition):
        if depends_on_answer(expression, question=question.id, contract=question.contract):
            problem = f"{what} needs {question.id!r} while the form is filled in, and accept_and_queue leaves it open"
            diagnostics.add(place, "queue.needed", problem, remedy)


def _needed_while_filling(definition: Definition) -> Iterator[tuple[str, Expression]]:
    """Conditions and lists of the form, and how those registers are asked that fill it in."""
    inside = (part for question in definition.form.questions() for part in question.ask)
    for question in (*definition.form.questions(), *inside):
        if question.show_if is not None:
            yield f"show_if of {question.id!r}", question.show_if
        if question.required_if is not None:
            yield f"required_if of {question.id!r}", question.required_if
        if question.where is not None:
            yield f"where of {question.id!r}", question.where
    for contract in sorted(definition.form.contracts() | set(definition.ask_first)):
        for expression in definition.ask_with.get(contract, {}).values():
            yield f"ask_with of {contract}", expression
        if contract in definition.ask_about:
            yield f"ask_about of {contract}", definition.ask_about[contract]


def _check_way_out(parsed: ParsedFolder) -> None:
    """Nobody knows how long a register is silent: whoever waits for it can give up."""
    definition = parsed.definition
    start = definition.flow.states.get(definition.flow.start)
    waits = any(may_stay_pending(definition, question) for question in definition.form.questions())
    if waits and start is not None and "withdraw" not in start.actions:
        place = at(parsed.sources.flow, "states", definition.flow.start)
        problem = "an application that waits for a register cannot be withdrawn"
        parsed.diagnostics.add(place, "queue.withdraw", problem, "Add the action withdraw to the first state.")
