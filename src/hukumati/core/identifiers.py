"""National formats read from what people type: identity numbers and telephone numbers."""

import re
from typing import Final

import phonenumbers

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_INVISIBLE: Final = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b-\u200d\ufeff]")
_SPACES: Final = re.compile(r"[\s\u00a0]+")
_MOBILE_ABROAD: Final = re.compile(r"(?:\+|00)972(5[69][0-9]{7})")
LONGEST: Final = 40
"""Longer input is refused unread."""
IBAN_LENGTH: Final = 29
"""Of a Palestinian IBAN: country, two check digits, four letters of the bank, 21 of the account."""


class InvalidIdNumber(ValueError):
    """Not an identity number: nine digits of which the last checks the others."""


class InvalidPhone(ValueError):
    """Not a telephone number that can be dialled."""


class InvalidIban(ValueError):
    """Not an international bank account number (ISO 13616)."""


def normalise_digits(text: str) -> str:
    """Turn Arabic-Indic and Persian digits into ASCII and drop invisible direction marks."""
    return _INVISIBLE.sub("", text.translate(_DIGITS))


def _bare(text: str) -> str:
    return _SPACES.sub("", normalise_digits(text[: LONGEST + 1]))


def check_digit_ok(digits: str) -> bool:
    """Return whether nine ASCII digits pass the check sum (weights 1,2,1,2,… from the left; Luhn)."""
    total = 0
    for position, digit in enumerate(digits):
        product = int(digit) * (1 + position % 2)
        total += product - 9 if product > 9 else product
    return total % 10 == 0 and len(set(digits)) > 1


def parse_id_number(text: str, *, strict: bool = True) -> str:
    """Return the nine digits of an identity number, zeros kept; not strict, the check digit may be wrong."""
    digits = _bare(text).replace("-", "")
    if not re.fullmatch("[0-9]{9}", digits) or len(set(digits)) == 1:
        raise InvalidIdNumber("An identity number has nine digits.")
    if strict and not check_digit_ok(digits):
        raise InvalidIdNumber("The last digit does not fit the others.")
    return digits


def parse_phone(text: str) -> str:
    """Return a telephone number in E.164; a number without a country is Palestinian (+970)."""
    bare = re.sub(r"[().\-/]", "", _bare(text))
    if len(bare) > LONGEST or not re.fullmatch(r"\+?[0-9]+", bare):
        raise InvalidPhone("A telephone number has digits only, with + before the country.")
    abroad = _MOBILE_ABROAD.fullmatch(bare)
    if abroad:
        return f"+970{abroad[1]}"
    try:
        number = phonenumbers.parse(bare, "PS")
    except phonenumbers.NumberParseException:
        raise InvalidPhone("This is not a telephone number.") from None
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhone("There is no such telephone number.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def parse_iban(text: str) -> str:
    """Return an IBAN in capitals without spaces, its check digits right; a Palestinian one has 29 characters.

    ISO 13616: the first four characters moved to the end, letters as 10 to 35, the number is 1 modulo 97.
    """
    bare = _bare(text).upper()
    has_length = len(bare) == IBAN_LENGTH or not bare.startswith("PS")
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", bare) or not has_length:
        raise InvalidIban("An IBAN begins with two letters and two digits.")
    if int("".join(str(int(character, 36)) for character in bare[4:] + bare[:4])) % 97 != 1:
        raise InvalidIban("The check digits do not fit the others.")
    return bare
