"""Readers of codes that have a form of their own: ID number, telephone, e-mail, postcode, IBAN."""

import re
from collections.abc import Callable
from typing import Any

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
from hukumati.service_language.answers.raw_answer import DIRECTION, MAX_RAW, Asked
from hukumati.service_language.validation_messages import AnswerRefused

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def read_id_number(asked: Asked) -> str | None:
    return _parsed(asked, parse_id_number, InvalidIdNumber, validation_messages.NOT_AN_ID_NUMBER)


def read_phone(asked: Asked) -> str | None:
    return _parsed(asked, parse_phone, InvalidPhone, validation_messages.NOT_A_PHONE)


def read_email(asked: Asked) -> str | None:
    return _parsed(asked, _parse_email, ValueError, validation_messages.NOT_AN_EMAIL)


def _parse_email(text: str) -> str:
    bare = DIRECTION.sub("", text).strip()
    if len(bare) > 254 or ".." in bare or not _EMAIL.fullmatch(bare):
        raise ValueError("no address")
    return bare


def read_postcode(asked: Asked) -> str | None:
    return _parsed(asked, parse_postcode, ValueError, validation_messages.NOT_A_POSTCODE)


def parse_postcode(text: str) -> str:
    """Return P and three or seven digits, all in one. Raises ValueError."""
    bare = "".join(normalise_digits(text).split()).upper()
    if not re.fullmatch("P[0-9]{3}(?:[0-9]{4})?", bare):
        raise ValueError("no postcode")
    return bare


def read_iban(asked: Asked) -> str | None:
    return _parsed(asked, parse_iban, InvalidIban, validation_messages.NOT_AN_IBAN)


def _parsed(asked: Asked, parse: Callable[[str], str], error: type[ValueError], told: Any) -> str | None:
    value = asked.sent()
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > MAX_RAW:
        raise AnswerRefused(told)
    try:
        return parse(value)
    except error:
        raise AnswerRefused(told) from None
