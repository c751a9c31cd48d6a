"""Readers of numbers, amounts and dates."""

import re
from datetime import date

from hukumati.core.money import EXPONENTS, InvalidMoney, Money, find_currency
from hukumati.core.money_text import written
from hukumati.core.months import find_month
from hukumati.core.typed import plain
from hukumati.service_language import validation_messages
from hukumati.service_language.answers.limits import MAX_AMOUNT_MINOR, MAX_NUMBER, MAX_RAW_LENGTH
from hukumati.service_language.answers.raw_answer import RawAnswer
from hukumati.service_language.day_bounds import day_of
from hukumati.service_language.validation_messages import AnswerRefused

DATE_PARTS = ("_day", "_month", "_year")

_AMOUNT = re.compile(r"([^0-9-]*)((?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,3})?)([^0-9]*)")
_WHOLE = re.compile(r"\s*-?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})\s*")
_SEPARATORS = str.maketrans({"٫": ".", "٬": ",", " ": "", "\u00a0": ""})


def read_number(raw: RawAnswer) -> int | None:
    value = raw.sent()
    if value is None:
        return None
    stored = _stored(value)
    number = _whole_number(value) if stored is None else stored
    least, most = raw.question.min, raw.question.max
    if abs(number) > MAX_NUMBER:
        raise AnswerRefused(validation_messages.NOT_A_NUMBER)
    if isinstance(least, int) and number < least:
        raise AnswerRefused(validation_messages.too_small(least))
    if isinstance(most, int) and number > most:
        raise AnswerRefused(validation_messages.too_big(most))
    return number


def _stored(value: object) -> int | None:
    """A number as JSON has it: 1.0 is the whole number 1 there."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _whole_number(value: object) -> int:
    digits = plain(value).translate(_SEPARATORS) if isinstance(value, str) and len(value) <= MAX_RAW_LENGTH else ""
    if not _WHOLE.fullmatch(digits):
        raise AnswerRefused(validation_messages.NOT_A_NUMBER)
    return int(digits.replace(",", ""))


def read_money(raw: RawAnswer) -> int | None:
    """Return minor units; a whole number is taken to be in minor units already, as stored answers are."""
    value = raw.sent()
    if value is None:
        return None
    stored = _stored(value)
    minor = _amount(value, raw.question.currency) if stored is None else stored
    _check_amount(raw, minor)
    return minor


def _amount(value: object, currency: str) -> int:
    text = plain(value).translate(_SEPARATORS) if _is_short(value) and isinstance(value, str) else ""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise AnswerRefused(validation_messages.NOT_AN_AMOUNT)
    before, number, after = found.groups()
    for sign in filter(None, (before, after)):
        _check_currency(sign, currency)
    if len(number.partition(".")[2]) > EXPONENTS[currency]:  # 1.200 ₪ may be meant as thousands: never guessed
        raise AnswerRefused(validation_messages.NOT_AN_AMOUNT)
    try:
        return Money.parse(number.replace(",", ""), currency).minor
    except InvalidMoney:
        raise AnswerRefused(validation_messages.NOT_AN_AMOUNT) from None


def _check_currency(written: str, currency: str) -> None:
    """Refuse a currency, written with the amount, that is not the question's."""
    found = find_currency(written)
    if found is None:
        raise AnswerRefused(validation_messages.NOT_AN_AMOUNT)
    if found != currency:
        raise AnswerRefused(validation_messages.wrong_currency(currency))


def _check_amount(raw: RawAnswer, minor: int) -> None:
    least, most, currency = raw.question.min, raw.question.max, raw.question.currency
    lowest = least if isinstance(least, int) else 0
    highest = most if isinstance(most, int) else MAX_AMOUNT_MINOR
    if minor < lowest:
        raise AnswerRefused(validation_messages.too_small(written(Money(lowest, currency))))
    if minor > highest:
        raise AnswerRefused(validation_messages.too_big(written(Money(highest, currency))))


def read_date(raw: RawAnswer) -> str | None:
    day = _whole_date(raw.sent()) if raw.sent() is not None else _date_in_parts(raw)
    if day is None:
        return None
    least, most = (_bound(bound, raw.today) for bound in (raw.question.min, raw.question.max))
    if least and day < least:
        raise AnswerRefused(validation_messages.too_early(least))
    if most and day > most:
        raise AnswerRefused(validation_messages.too_late(most))
    return day.isoformat()


def _whole_date(value: object) -> date:
    if isinstance(value, date):
        return value
    text = plain(value) if isinstance(value, str) and _is_short(value) else ""
    found = re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    if not found:
        raise AnswerRefused(validation_messages.NOT_A_DATE)
    return _calendar(*(int(part) for part in found.groups()))


def _date_in_parts(raw: RawAnswer) -> date | None:
    parts = [raw.sent(suffix) for suffix in DATE_PARTS]
    if all(part is None for part in parts):
        return None
    day, year = _date_part(parts[0]), _date_part(parts[2])
    month = _date_part(_month(parts[1]))
    return _calendar(year, month, day)


def _month(part: object) -> object:
    """Return the number of a month that was named; anything else as it is."""
    return (find_month(part) or part) if isinstance(part, str) and _is_short(part) else part


def _date_part(part: object) -> int:
    text = part if isinstance(part, str) and _is_short(part) else ""
    digits = plain(text).strip()
    if not re.fullmatch("[0-9]{1,4}", digits):
        raise AnswerRefused(validation_messages.NOT_A_DATE)
    return int(digits)


def _calendar(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise AnswerRefused(validation_messages.NOT_A_DATE) from None
    if not 1800 <= found.year <= 2200:
        raise AnswerRefused(validation_messages.NOT_A_DATE)
    return found


def _bound(bound: int | str | None, today: date) -> date | None:
    return day_of(bound, today) if isinstance(bound, str) else None


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 40
