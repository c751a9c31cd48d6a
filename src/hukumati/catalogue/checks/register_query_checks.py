"""Checks of how registers are asked: first, about whom, and with which parameters."""

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import Question, depends_on_answers, may_be_nobody


def check_register_queries(parsed: ParsedFolder, contracts: dict[str, RegisterContract]) -> None:
    """Record contracts asked in a way that they do not know, or before the answers that they need."""
    definition, diagnostics, service = parsed.definition, parsed.diagnostics, parsed.sources.service
    for word, named in (
        ("ask_first", definition.ask_first),
        ("ask_with", definition.ask_with),
        ("ask_about", definition.ask_about),
    ):
        for index, contract in enumerate(named):
            if contract not in definition.uses:
                place = at(service, word, index if word == "ask_first" else contract)
                diagnostics.unknown(place, "ask.contract", "contract in `uses`", contract, definition.uses)
    for contract in definition.uses:
        if contract in contracts:
            _check_parameters(parsed, contracts[contract])
    _check_about_somebody(parsed)
    _check_too_early(parsed)
    _check_bounded(parsed)


def _check_about_somebody(parsed: ParsedFolder) -> None:
    for contract, expression in parsed.definition.ask_about.items():
        if may_be_nobody(expression):
            problem = f"a branch asks {contract} about null: nobody is asked about, and the answer is null"
            remedy = "Write applicant.id_number where the applicant is meant."
            parsed.diagnostics.add(at(parsed.sources.service, "ask_about", contract), "ask.nobody", problem, remedy)


def _check_parameters(parsed: ParsedFolder, contract: RegisterContract) -> None:
    diagnostics, service = parsed.diagnostics, parsed.sources.service
    given = parsed.definition.ask_with.get(contract.id, {})
    for name in given:
        if name not in contract.parameters:
            place = at(service, "ask_with", contract.id, name)
            diagnostics.unknown(place, "ask.parameter", f"parameter of {contract.id}", name, contract.parameters)
    missing = [name for name in contract.parameters if name not in given]
    if missing:
        place = at(service, "ask_with", contract.id) if given else at(service, "uses")
        problem = f"{contract.id} is asked without {', '.join(missing)}"
        remedy = f"Write ask_with: {{{contract.id}: {{{missing[0]}: EXPRESSION}}}}."
        diagnostics.add(place, "ask.parameter", problem, remedy)


def _check_too_early(parsed: ParsedFolder) -> None:
    """What depends on answers can be asked by the flow only: nothing is answered when the draft opens."""
    definition, diagnostics = parsed.definition, parsed.diagnostics
    remedy = "Ask it in the flow (do: [ask CONTRACT]), after the person has answered."
    for index, contract in enumerate(definition.ask_first):
        if depends_on_answers(definition, contract):
            place = at(parsed.sources.service, "ask_first", index)
            diagnostics.add(place, "ask.early", f"{contract} is asked before anything is answered", remedy)
    for number, page in enumerate(definition.form.pages):
        for index, question in enumerate(page.ask):
            contract = ".".join((question.source or "").split(".")[:2])
            if depends_on_answers(definition, contract):
                place = at(parsed.sources.form, "pages", number, "ask", index)
                problem = f"{question.id!r} is filled in from {contract}, which depends on answers"
                diagnostics.add(place, "ask.early", problem, remedy)


def _check_bounded(parsed: ParsedFolder) -> None:
    """Record questions whose answer a register is asked with, and of which anything at all may be the answer."""
    asked = {name for given in parsed.definition.ask_with.values() for each in given.values() for name in each.names}
    for number, page in enumerate(parsed.definition.form.pages):
        for index, question in enumerate(page.ask):
            remedy = _bound(question) if question.id in asked and question.source is None else ""
            if remedy:
                place = at(parsed.sources.form, "pages", number, "ask", index)
                problem = f"a register is asked with {question.id!r}, which may be anything"
                parsed.diagnostics.add(place, "ask.unbounded", problem, remedy)


def _bound(question: Question) -> str:
    """Return how a question is to be bounded; "" where it is, or has a form of its own."""
    if question.type in {"number", "decimal"}:
        missing = [word for word, bound in (("min", question.min), ("max", question.max)) if bound is None]
        return f"Add {missing[0]}." if missing else ""
    if question.type in {"text", "long_text"} and not (question.pattern or question.check):
        return "Add pattern with pattern_text, or check, or choose a type with a form of its own."
    return ""
