"""Checks that a paper and a register are told the same end of a period: who renews early loses no days on either."""

from collections.abc import Mapping
from datetime import date

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_sampling import ExpressionSampler
from hukumati.catalogue.folder.diagnostics import NOTHING, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import DocumentSpec, Expression, ExpressionFailed, Flow

MOST: int = 300


def check_periods(parsed: ParsedFolder, contracts: Mapping[str, RegisterContract]) -> None:
    """Record papers whose end agrees with what a register is told only where nothing is left of the old period."""
    sampler = ExpressionSampler(parsed.definition, contracts)
    for spec in parsed.definition.documents.values():
        for contract, notice in parsed.definition.tells.items():
            for name, told in notice.data.items():
                if spec.valid_days is not None and told is not NOTHING and _differ_at_times(spec, told, sampler):
                    problem = f"{contract} is told another {name} than {spec.name} says when the old period still runs"
                    remedy = "Count both from the same day: valid: {for: …, from: …}, with the day under `computes`."
                    place = at(parsed.sources.documents[spec.name], "valid")
                    parsed.diagnostics.add(place, "document.period", problem, remedy)
                if _share_a_day(spec, told) and not _belong_together(parsed.definition.flow, contract, spec.name):
                    problem = f"{spec.name} is issued in another state than {contract} is told: their days may differ"
                    remedy = f"Do both on entering one state: do: [tell {contract}, issue {spec.name}]."
                    place = at(parsed.sources.documents[spec.name], "valid")
                    parsed.diagnostics.add(place, "document.period", problem, remedy)


def _share_a_day(spec: DocumentSpec, told: Expression) -> bool:
    """Return whether a paper and an entry count from a day that the service works out, and today may be part of."""
    return spec.valid_from is not None and not set(spec.valid_from.names).isdisjoint(told.names)


def _belong_together(flow: Flow, contract: str, document: str) -> bool:
    """Return whether some state tells the register and issues the document: effects of one state share its day."""
    wanted = {("tell", contract), ("issue", document)}
    return any(wanted <= {(each.kind, each.argument) for each in state.effects} for state in flow.states.values())


def _differ_at_times(spec: DocumentSpec, told: Expression, sampler: ExpressionSampler) -> bool:
    """Return whether the two days are the same for some facts, and the paper's is earlier for others."""
    expressions = [told, *([spec.valid_from] if spec.valid_from is not None else [])]
    same = earlier = False
    for number, facts in enumerate(sampler.facts(expressions)):
        today = facts.get("today")
        if number >= MOST or not isinstance(today, date):
            break
        ends = _ends(spec, told, facts, today)
        if ends is not None:
            same, earlier = same or ends[0] == ends[1], earlier or ends[0] < ends[1]
    return same and earlier


def _ends(spec: DocumentSpec, told: Expression, facts: Mapping[str, object], today: date) -> tuple[date, date] | None:
    """Return the ends of the paper and of the register's entry, None where there are no such days."""
    try:
        paper, entry = spec.valid_until(facts, issued_on=today), told.value(facts)
    except ExpressionFailed:
        return None
    return (paper, entry) if paper is not None and isinstance(entry, date) else None
