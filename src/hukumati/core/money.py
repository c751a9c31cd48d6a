"""Money: integer minor units and a currency; floating point never touches it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering
from typing import Final

from hukumati.core.arabic import fold

EXPONENTS: Final = {"ILS": 2, "JOD": 3, "USD": 2}
"""Decimal places of each currency (ISO 4217)."""
LARGEST: Final = 2**53
"""No amount has as many minor units: far above any fee, and exact in every system that reads it."""

_WRITTEN: Final = {
    "ILS": "ils nis شيكل شيقل شواكل شواقل شيكلا شيقلا شيكلجديد شج shekel shekels",
    "JOD": "jod jd دا دينار دنانير دينارا ديناراردني دينارااردنيا dinar dinars jordaniandinar jordaniandinars",
    "USD": "usd ususd دولار دولارات دولارا دولارامريكي dollar dollars usdollar usdollars",
}
CURRENCY_WRITTEN_AS: Final = {word: currency for currency, words in _WRITTEN.items() for word in words.split()}
"""How people write the currencies, folded, without spaces and points."""


class InvalidMoney(ValueError):
    """The text, number or currency is not an amount of money."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (agorot, fils, cents) of one currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise InvalidMoney("Money is counted in whole minor units.")
        if self.currency not in EXPONENTS:
            raise InvalidMoney(f"Unknown currency {self.currency!r}; known are {', '.join(EXPONENTS)}.")

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Return no money of a currency."""
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> "Money":
        """Read "20.00" as an amount; more decimals than the currency has are refused, never rounded."""
        if currency not in EXPONENTS:
            raise InvalidMoney(f"Unknown currency {currency!r}.")
        try:
            scaled = Decimal(text).scaleb(EXPONENTS[currency])
        except ArithmeticError:  # no number, or one whose exponent is out of bounds
            raise InvalidMoney(f"{text!r} is not an amount.") from None
        if not scaled.is_finite() or abs(scaled) >= LARGEST:
            raise InvalidMoney(f"{text!r} is not an amount.")
        if scaled != scaled.to_integral_value():
            raise InvalidMoney(f"{text!r} has more decimals than {currency} has.")
        return cls(int(scaled), currency)

    @property
    def exponent(self) -> int:
        """The number of decimal places of the currency."""
        return EXPONENTS[self.currency]

    @property
    def decimal(self) -> Decimal:
        """The amount in major units."""
        return Decimal(self.minor).scaleb(-self.exponent)

    def format(self) -> str:
        """Return the amount in major units with all its decimals and no currency: "20.00", "35.000"."""
        return f"{self.decimal:.{self.exponent}f}"

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise InvalidMoney(f"{self.currency} and {other.currency} do not mix without an exchange.")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.format()} {self.currency}"


def find_currency(written: str) -> str | None:
    """Find the currency that people mean by a sign, a code or a word ("₪", "JOD", "د.أ."); None for any other."""
    spelt = written.replace("₪", "ils").replace("$", "usd")
    return CURRENCY_WRITTEN_AS.get("".join(letter for letter in fold(spelt) if letter.isalnum()))
