"""Magic cards, whose numbers choose what happens, like the test cards of payment companies."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")

SUCCESS: Final = "success"
CHALLENGE: Final = "challenge"

MAGIC: Final = {
    "4242424242424242": SUCCESS,
    "4000000000000002": "card_declined",
    "4000000000009995": "insufficient_funds",
    "4000000000003220": CHALLENGE,
}


@dataclass(frozen=True, slots=True)
class Card:
    """A card as typed, whose fields are well formed."""

    number: str

    @property
    def last4(self) -> str:
        """The last four digits, the only ones that are kept."""
        return self.number[-4:]

    @property
    def behaviour(self) -> str:
        """What happens to a payment by this card; an unknown number is declined."""
        return MAGIC.get(self.number, "card_declined")


class InvalidCard(ValueError):
    """A field of the card is invalid; its name is the first argument."""


def _luhn(number: str) -> bool:
    doubled = [int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def read_card(*, number: str, expiry: str, code: str) -> Card:
    """Parse the typed fields (spaces and Arabic digits allowed); raises `InvalidCard` with the field's name."""
    digits = number[:40].translate(DIGITS).replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit() and 13 <= len(digits) <= 19 and _luhn(digits)):
        raise InvalidCard("number")
    _check_expiry(expiry[:10].translate(DIGITS).replace(" ", ""))
    typed_code = code[:10].translate(DIGITS).strip()
    if not (typed_code.isascii() and typed_code.isdigit() and len(typed_code) in (3, 4)):
        raise InvalidCard("code")
    return Card(digits)


def _check_expiry(typed: str) -> None:
    month, slash, year = typed.partition("/")
    if not (
        slash and month.isascii() and month.isdigit() and year.isascii() and year.isdigit() and len(year) in (2, 4)
    ):
        raise InvalidCard("expiry")
    today = datetime.now(UTC)
    last = (int(year) + (2000 if len(year) == 2 else 0), int(month))
    if not 1 <= last[1] <= 12 or last < (today.year, today.month):
        raise InvalidCard("expiry")
