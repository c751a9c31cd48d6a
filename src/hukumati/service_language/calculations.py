"""Values that a service works out by name, from answers, registers and one another: income per head, points."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.expressions import Expression, ExpressionFailed, Facts
from hukumati.service_language.rounding import DOWN, Rounding

CalculationType = Literal["money", "number", "text", "bool", "date"]


@dataclass(frozen=True, slots=True)
class Calculation:
    """One named value; people read it beside the answers if it has a `label`. Money is in minor units."""

    name: str
    value: Expression
    gives: CalculationType
    currency: str = ""
    rounding: Rounding = DOWN
    label: Bilingual | None = None

    def worked_out(self, facts: Facts) -> object:
        """Return the value; None where something that it needs is missing, or it is of another type."""
        try:
            return self.evaluated(facts)
        except ExpressionFailed:
            return None

    def evaluated(self, facts: Facts) -> object:
        """Return the value, None where it is of another type. Raises ExpressionFailed."""
        found = self.value.value(
            facts, currency=self.currency or None, amounts_in=self.currency or "ILS", rounding=self.rounding
        )
        if not self.fits(found):
            return None
        return self.rounding.round(found) if self.gives == "money" else found

    def fits(self, value: object) -> bool:
        """Return whether a value is of the type that this gives."""
        if self.gives == "bool":
            return isinstance(value, bool)
        if self.gives in ("text", "date"):
            return isinstance(value, str if self.gives == "text" else date)
        return isinstance(value, int) and not isinstance(value, bool)


Calculations = Mapping[str, Calculation]
"""By name, each behind those that it reads."""


def calculated(calculations: Calculations, facts: Facts) -> dict[str, object]:
    """Return every value by name; later ones read earlier ones."""
    known = dict(facts)
    for name, each in calculations.items():
        known[name] = each.worked_out(known)
    return {name: known[name] for name in calculations}


def expanded(expression: Expression, calculations: Calculations) -> Iterator[Expression]:
    """Yield an expression, and those behind the values that it reads, however deep."""
    yield expression
    for name in expression.names:
        if name in calculations:
            yield from expanded(calculations[name].value, calculations)
