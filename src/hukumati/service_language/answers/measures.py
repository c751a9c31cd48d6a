"""Readers of numbers with decimals and of times of the day."""

import re
from decimal import Decimal

from hukumati.core.typed import plain
from hukumati.service_language import validation_messages
from hukumati.service_language.answers.limits import MAX_RAW_LENGTH
from hukumati.service_language.answers.raw_answer import RawAnswer
from hukumati.service_language.validation_messages import AnswerRefused

_DECIMAL = re.compile(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,6})?")
_SEPARATORS = str.maketrans({"٫": ".", "٬": ",", " ": "", "\u00a0": ""})
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]00)?\s*(.*)")
_HALVES = {
    **dict.fromkeys(("am", "a.m.", "ص", "صباحا", "صباحًا"), "am"),
    **dict.fromkeys(("pm", "p.m.", "م", "مساء", "مساءً"), "pm"),
}


def read_decimal(raw: RawAnswer) -> str | None:
    """Return the number as text with exactly the question's decimals: "83.50"."""
    value = raw.sent()
    if value is None:
        return None
    question = raw.question
    number = Decimal(_written(value, question.decimals).replace(",", "")) + 0  # no minus before nothing
    if question.min is not None and number < Decimal(str(question.min)):
        raise AnswerRefused(validation_messages.too_small(str(question.min)))
    if question.max is not None and number > Decimal(str(question.max)):
        raise AnswerRefused(validation_messages.too_big(str(question.max)))
    return f"{number:.{question.decimals}f}"


def _written(value: object, decimals: int) -> str:
    """Return a number that has no more decimals than asked for. Raises AnswerRefused."""
    text = repr(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    bare = plain(text).translate(_SEPARATORS) if isinstance(text, str) and len(text) <= MAX_RAW_LENGTH else ""
    if not _DECIMAL.fullmatch(bare):
        raise AnswerRefused(validation_messages.not_a_decimal(decimals))
    whole, _point, rest = bare.partition(".")
    if len(rest.rstrip("0")) > decimals:
        raise AnswerRefused(validation_messages.not_a_decimal(decimals))
    return f"{whole}.{rest.rstrip('0') or '0'}"


def read_time(raw: RawAnswer) -> str | None:
    """Return a time of the day as HH:MM, of twenty-four hours."""
    value = raw.sent()
    if value is None:
        return None
    time = parse_time(value) if isinstance(value, str) and len(value) <= MAX_RAW_LENGTH else ""
    if not time:
        raise AnswerRefused(validation_messages.NOT_A_TIME)
    if isinstance(raw.question.min, str) and time < raw.question.min:
        raise AnswerRefused(validation_messages.too_soon(raw.question.min))
    if isinstance(raw.question.max, str) and time > raw.question.max:
        raise AnswerRefused(validation_messages.too_late_in_the_day(raw.question.max))
    return time


def parse_time(text: str) -> str:
    """Return HH:MM of a time as people write it (9:30, ٩:٣٠ م, 9.30 pm), "" where it is none."""
    found = _TIME.fullmatch(plain(text).strip().lower())
    if found is None or (found[3] and found[3] not in _HALVES):
        return ""
    hour, minute = int(found[1]), int(found[2])
    half = _HALVES.get(found[3], "")
    if half and not 1 <= hour <= 12:
        return ""
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""
