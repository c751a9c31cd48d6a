"""How an amount is written for people: one rule for pages, messages, errors and fields."""

from collections.abc import Callable
from typing import Final

from hukumati.core.bilingual import Bilingual
from hukumati.core.counting import arabic_form
from hukumati.core.money import Money

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
CURRENCIES: Final = {
    "ILS": Bilingual(ar="₪", en="₪"),
    "JOD": Bilingual(ar="د.أ.", en="JOD"),
    "USD": Bilingual(ar="$", en="$"),
}


def written(amount: Money) -> Bilingual:
    """Write "20.00 ₪", "35.00 د.أ." or "35.00 JOD".

    Two decimals, whatever the currency has: three read as thousands. Fils that do not fit are a number of their own,
    "35 د.أ. و125 فلسًا".
    """
    return Bilingual(*(_written(amount, language, fils) for language, fils in _FILS.items()))


def refilled(amount: Money) -> str:
    """Write an amount as people type it into a field: "35.00", and a third decimal only where it is not zero."""
    text = amount.format()
    return text[:-1] if amount.exponent == 3 and text.endswith("0") else text


def _written(amount: Money, language: str, fils: Callable[[int], str]) -> str:
    sign, scale = CURRENCIES[amount.currency].of(language), 10**amount.exponent
    whole, rest = divmod(abs(amount.minor), scale)
    minus = "-" if amount.minor < 0 else ""
    if rest * 100 % scale == 0:
        return f"{minus}{whole:,}.{rest * 100 // scale:02}{NO_BREAK_SPACE}{sign}"
    return NO_BREAK_SPACE.join((f"{minus}{whole:,}", sign, fils(rest)))


def _arabic_fils(count: int) -> str:
    return f"و{count} {arabic_form(count, few='فلوس', many='فلسًا', hundred='فلس')}"


_FILS: Final[dict[str, Callable[[int], str]]] = {"ar": _arabic_fils, "en": lambda count: f"and {count} fils"}
