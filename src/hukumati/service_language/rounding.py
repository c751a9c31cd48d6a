"""How a rule rounds what it works out: declared by the rule, and never left to the arithmetic."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

RoundingMode = Literal["down", "half_up", "up"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """Round to a whole multiple of `unit` minor units: `down` and `up` to the nearest below or above, `half_up` to the
    nearest, the half away from zero. Unless a rule says otherwise it rounds down to the smallest unit of its currency.
    """

    mode: RoundingMode = "down"
    unit: int = 1

    def round(self, amount: int | Fraction) -> int:
        """Return an amount in minor units, rounded; one below zero as its opposite is."""
        whole, rest = divmod(abs(Fraction(amount)), self.unit)
        is_up = bool(rest) and (self.mode == "up" or (self.mode == "half_up" and 2 * rest >= self.unit))
        rounded = (int(whole) + is_up) * self.unit
        return rounded if amount >= 0 else -rounded


DOWN = Rounding()
