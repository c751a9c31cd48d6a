"""Readers of codes that have a form of their own: ID number, telephone, e-mail, postcode, IBAN."""

import re
from collections.abc import Callable

from hukumati.core.bilingual import Bilingual
from hukumati.core.identifiers import (
    InvalidIban,
    InvalidIdNumber,
    InvalidPhone,
    normalise_digits,
    parse_iban,
    parse_id_number,
    parse_phone,
)
from hukumati.service_language import validation_messages
from hukumati.service_language.answers.limits import MAX_RAW_LENGTH
from hukumati.service_language.answers.raw_answer import DIRECTION_MARKS, RawAnswer
from hukumati.service_language.validation_messages import AnswerRefused

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def read_id_number(raw: RawAnswer) -> str | None:
    return _parsed(raw, parse_id_number, InvalidIdNumber, validation_messages.NOT_AN_ID_NUMBER)


def read_phone(raw: RawAnswer) -> str | None:
    return _parsed(raw, parse_phone, InvalidPhone, validation_messages.NOT_A_PHONE)


def read_email(raw: RawAnswer) -> str | None:
    return _parsed(raw, _parse_email, ValueError, validation_messages.NOT_AN_EMAIL)


def _parse_email(text: str) -> str:
    bare = DIRECTION_MARKS.sub("", text).strip()
    if len(bare) > 254 or ".." in bare or not _EMAIL.fullmatch(bare):
        raise ValueError("no address")
    return bare


def read_postcode(raw: RawAnswer) -> str | None:
    return _parsed(raw, parse_postcode, ValueError, validation_messages.NOT_A_POSTCODE)


def parse_postcode(text: str) -> str:
    """Return P and three or seven digits, all in one. Raises ValueError."""
    bare = "".join(normalise_digits(text).split()).upper()
    if not re.fullmatch("P[0-9]{3}(?:[0-9]{4})?", bare):
        raise ValueError("no postcode")
    return bare


def read_iban(raw: RawAnswer) -> str | None:
    return _parsed(raw, parse_iban, InvalidIban, validation_messages.NOT_AN_IBAN)


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
