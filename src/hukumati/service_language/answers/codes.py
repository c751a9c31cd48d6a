"""Readers of codes that have a form of their own: ID number, telephone, e-mail, postcode, IBAN."""

import re
from collections.abc import Callable

from hukumati.core.bilingual import Bilingual
from hukumati.core.identifiers import (
    InvalidEmail,
    InvalidIban,
    InvalidIdNumber,
    InvalidPhone,
    InvalidWebAddress,
    NotMobile,
    parse_email,
    parse_iban,
    parse_id_number,
    parse_mobile,
    parse_web_address,
)
from hukumati.core.typed import bare_code, compact
from hukumati.service_language import validation_messages
from hukumati.service_language.answers.limits import MAX_RAW_LENGTH
from hukumati.service_language.answers.raw_answer import RawAnswer
from hukumati.service_language.validation_messages import AnswerRefused

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def read_id_number(raw: RawAnswer) -> str | None:
    return _parsed(raw, parse_id_number, InvalidIdNumber, validation_messages.NOT_AN_ID_NUMBER)


def read_phone(raw: RawAnswer) -> str | None:
    """Return a mobile number: the platform writes to it by SMS."""
    return _parsed(raw, _parse_phone, InvalidPhone, validation_messages.NOT_A_PHONE)


def _parse_phone(text: str) -> str:
    try:
        return parse_mobile(text)
    except NotMobile:
        raise AnswerRefused(validation_messages.NOT_MOBILE) from None


def read_email(raw: RawAnswer) -> str | None:
    return _parsed(raw, parse_email, InvalidEmail, validation_messages.NOT_AN_EMAIL)


def read_postcode(raw: RawAnswer) -> str | None:
    return _parsed(raw, parse_postcode, ValueError, validation_messages.NOT_A_POSTCODE)


def parse_postcode(text: str) -> str:
    """Return P and three or seven digits, all in one. Raises ValueError."""
    bare = bare_code(text)
    if not re.fullmatch("P[0-9]{3}(?:[0-9]{4})?", bare):
        raise ValueError("no postcode")
    return bare


def read_year_number(raw: RawAnswer) -> str | None:
    return _parsed(raw, parse_year_number, ValueError, validation_messages.NOT_A_YEAR_NUMBER)


def parse_year_number(text: str) -> str:
    """Return a number that registers count anew each year, the year first: 2026/40217. Raises ValueError.

    The year may also stand behind: it is the part of four digits that begins with 19 or 20. Where both may be the year,
    the first one is, as it is printed.
    """
    found = re.fullmatch(r"([0-9]{1,8})[-/.\\]([0-9]{1,8})", compact(text))
    if not found:
        raise ValueError("no number of a year")
    first, second = found.groups()
    year, number = (first, second) if _YEAR.fullmatch(first) else (second, first)
    if not _YEAR.fullmatch(year) or not int(number):
        raise ValueError("no year")
    return f"{year}/{int(number)}"


def read_iban(raw: RawAnswer) -> str | None:
    return _parsed(raw, parse_iban, InvalidIban, validation_messages.NOT_AN_IBAN)


def read_web_address(raw: RawAnswer) -> str | None:
    return _parsed(raw, parse_web_address, InvalidWebAddress, validation_messages.NOT_A_WEB_ADDRESS)


def _parsed(raw: RawAnswer, parse: Callable[[str], str], error: type[ValueError], message: Bilingual) -> str | None:
    value = raw.sent()
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > MAX_RAW_LENGTH:
        raise AnswerRefused(message)
    try:
        return parse(value)
    except error:
        raise AnswerRefused(message) from None
