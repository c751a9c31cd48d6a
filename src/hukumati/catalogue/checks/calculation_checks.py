"""Checks of the values that a service works out by name: of their type, never failing, and read by something."""

from collections.abc import Collection, Iterator

from hukumati.catalogue.checks.expression_sampling import ExpressionSampler, guards_against_null
from hukumati.catalogue.folder.diagnostics import NOTHING, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import Calculation, Definition, Expression, ExpressionFailed


def check_calculations(parsed: ParsedFolder, sampler: ExpressionSampler, wrong: Collection[str]) -> None:
    """Record values that fail though all is answered, come out otherwise than declared, or are read by nothing.

    `wrong` are the texts about which something was said already.
    """
    used = {name for expression in _readers(parsed.definition) for name in expression.names}
    for name, each in parsed.definition.calculations.items():
        if each.value is not NOTHING and each.value.text not in wrong:
            _check_values(parsed, each, sampler)
        if name not in used and each.label is None:
            place = at(parsed.sources.service, "computes", name)
            remedy = "Use it in a rule, the flow or a document, give it a label, or remove it."
            parsed.diagnostics.add(place, "computes.unused", f"nothing reads {name!r}", remedy)


def _check_values(parsed: ParsedFolder, calculation: Calculation, sampler: ExpressionSampler) -> None:
    place = at(parsed.sources.service, "computes", calculation.name, "is")
    guards = guards_against_null(calculation.value)
    for facts in sampler.facts([calculation.value], silent=guards, nulls=guards):
        try:
            value = calculation.evaluated(facts)
        except ExpressionFailed as failure:
            remedy = "Guard what may be missing or nothing: n == null || n == 0 ? null : share(income, 1, n)."
            parsed.diagnostics.add(place, "expression.fails", f"this cannot be worked out: {failure}", remedy)
            return
        raw = calculation.value.value(facts, currency=calculation.currency or None)
        if value is None and raw is not None:
            problem = f"{calculation.name!r} does not give {calculation.gives}: {calculation.value.text}"
            parsed.diagnostics.add(place, "computes.type", problem, "Correct gives, or what is worked out.")
            return


def _readers(definition: Definition) -> Iterator[Expression]:
    """Yield every expression that may read a value worked out by name."""
    yield from (each.value for each in definition.calculations.values())
    for table in definition.tables.values():
        for row in table.rows:
            yield from (*row.when, *row.then.values())
    for state in definition.flow.states.values():
        for action in state.actions.values():
            yield from (branch.when for branch in action.branches if branch.when is not None)
    for document in definition.documents.values():
        yield from document.data.values()
    for notice in definition.tells.values():
        yield from notice.data.values()
