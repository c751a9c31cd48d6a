"""Answers as people and browsers send them, made into values or refused: one reader for each type of question.

A reader gets what was posted for its question and never trusts it: neither its type nor its size nor its characters.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hukumati.catalogue.language import refusals
from hukumati.catalogue.language.definition import Definition, Question
from hukumati.catalogue.language.refusals import AnswerRefused
from hukumati.core.arabic import fold
from hukumati.core.design.formats import MONTHS
from hukumati.core.identifiers import (
    InvalidIdNumber,
    InvalidPhone,
    normalise_digits,
    parse_id_number,
    parse_phone,
)

MAX_RAW = 20_000
TEXT_LENGTH = 200
LONG_TEXT_LENGTH = 2_000
NAME_LENGTH = 60
NAME_PARTS = ("first", "father", "grandfather", "family")
LANGUAGES = ("ar", "en")
DATE_PARTS = ("_day", "_month", "_year")

_DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
MONTHS_BY_NAME = {fold(name): str(number) for names in MONTHS.values() for number, name in enumerate(names, start=1)}

_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_YES = ("yes", "true", "on", "1")
_NO = ("no", "false", "off", "0")
_REFUSED_KINDS = ("Cc", "Cs", "Co")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is being answered: where its raw parts are, and what the reader needs to know."""

    question: Question
    definition: Definition
    raw: Mapping[str, Any]
    today: date

    def sent(self, suffix: str = "") -> Any:
        """This will give what was posted under the question's id and suffix; blank text is None."""
        value = self.raw.get(self.question.id + suffix)
        return None if isinstance(value, str) and not value.strip() else value


def read_answer(asked: Asked) -> Any:
    """This will give the normalised, JSON-ready answer, None where there is none. Raises AnswerRefused."""
    value = READERS[asked.question.type](asked)
    if value is None and asked.question.required:
        raise AnswerRefused(_missing(asked.question))
    return value


def _missing(question: Question) -> Any:
    if question.type == "collection":
        return refusals.NO_METHOD
    if question.type == "declaration":
        return refusals.NOT_DECLARED
    chosen = question.type in ("choice", "choices", "yes_no")
    return refusals.not_chosen(question.label) if chosen else refusals.missing(question.label)


def clean_text(value: object, *, most: int, lines: bool = False) -> str:
    """This will normalise a text (NFC, no direction marks, single spaces) or refuse it. Raises AnswerRefused."""
    if not isinstance(value, str):
        raise AnswerRefused(refusals.NOT_AN_ANSWER)
    if len(value) > MAX_RAW:
        raise AnswerRefused(refusals.too_long(most))
    text = unicodedata.normalize("NFC", _DIRECTION.sub("", value.replace("\r\n", "\n")))
    text = text if lines else text.replace("\t", " ").replace("\n", " ")
    if any(_odd(character) for character in text):
        raise AnswerRefused(refusals.ODD_CHARACTERS)
    text = _single_spaced(text)
    if len(text) > most:
        raise AnswerRefused(refusals.too_long(most))
    return text


def _odd(character: str) -> bool:
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return noncharacter or (character not in "\n\t" and unicodedata.category(character) in _REFUSED_KINDS)


def _single_spaced(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def _text(asked: Asked, *, lines: bool = False) -> str | None:
    question = asked.question
    value = asked.sent()
    if value is None:
        return None
    default = LONG_TEXT_LENGTH if lines else TEXT_LENGTH
    text = clean_text(value, most=question.max if isinstance(question.max, int) else default, lines=lines)
    if isinstance(question.min, int) and 0 < len(text) < question.min:
        raise AnswerRefused(refusals.too_short(question.min))
    return text or None


def _long_text(asked: Asked) -> str | None:
    return _text(asked, lines=True)


def _number(asked: Asked) -> int | None:
    value = asked.sent()
    if value is None:
        return None
    number = value if isinstance(value, int) and not isinstance(value, bool) else _whole_number(value)
    least, most = asked.question.min, asked.question.max
    if isinstance(least, int) and number < least:
        raise AnswerRefused(refusals.too_small(least))
    if isinstance(most, int) and number > most:
        raise AnswerRefused(refusals.too_big(most))
    return number


def _whole_number(value: object) -> int:
    digits = normalise_digits(value).strip() if isinstance(value, str) and len(value) <= MAX_RAW else ""
    if not re.fullmatch("-?[0-9]{1,15}", digits):
        raise AnswerRefused(refusals.NOT_A_NUMBER)
    return int(digits)


def _date(asked: Asked) -> str | None:
    day = _whole_date(asked.sent()) if asked.sent() is not None else _date_in_parts(asked)
    if day is None:
        return None
    least, most = (_bound(bound, asked.today) for bound in (asked.question.min, asked.question.max))
    if least and day < least:
        raise AnswerRefused(refusals.too_early(least.isoformat()))
    if most and day > most:
        raise AnswerRefused(refusals.too_late(most.isoformat()))
    return day.isoformat()


def _whole_date(value: object) -> date:
    if isinstance(value, date):
        return value
    text = normalise_digits(value) if isinstance(value, str) and _is_short(value) else ""
    found = re.fullmatch("([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    if not found:
        raise AnswerRefused(refusals.NOT_A_DATE)
    return _calendar(*(int(part) for part in found.groups()))


def _date_in_parts(asked: Asked) -> date | None:
    parts = [asked.sent(suffix) for suffix in DATE_PARTS]
    if all(part is None for part in parts):
        return None
    day, month, year = (_date_part(part) for part in parts)
    return _calendar(year, month, day)


def _date_part(part: object) -> int:
    text = part if isinstance(part, str) and _is_short(part) else ""
    digits = MONTHS_BY_NAME.get(fold(text), normalise_digits(text).strip())
    if not re.fullmatch("[0-9]{1,4}", digits):
        raise AnswerRefused(refusals.NOT_A_DATE)
    return int(digits)


def _calendar(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise AnswerRefused(refusals.NOT_A_DATE) from None
    if not 1800 <= found.year <= 2200:
        raise AnswerRefused(refusals.NOT_A_DATE)
    return found


def _bound(bound: int | str | None, today: date) -> date | None:
    if not isinstance(bound, str):
        return None
    return today if bound == "today" else date.fromisoformat(bound)


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 40


def _yes_no(asked: Asked) -> bool | None:
    value = asked.sent()
    if value is None or isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in (*_YES, *_NO):
        raise AnswerRefused(refusals.NOT_LISTED)
    return word in _YES


def _declaration(asked: Asked) -> bool | None:
    return True if _yes_no(asked) else None


def _choice(asked: Asked) -> str | None:
    value = asked.sent()
    if value is None:
        return None
    if not isinstance(value, str) or value not in [option.code for option in asked.question.options]:
        raise AnswerRefused(refusals.NOT_LISTED)
    return value


def _choices(asked: Asked) -> list[str] | None:
    getlist = getattr(asked.raw, "getlist", None)
    sent = getlist(asked.question.id) if getlist else asked.sent()
    if not sent:
        return None
    codes = [option.code for option in asked.question.options]
    if not isinstance(sent, list) or not all(isinstance(code, str) and code in codes for code in sent):
        raise AnswerRefused(refusals.NOT_LISTED)
    chosen = [code for code in codes if code in sent]
    _check_count(asked.question, len(chosen))
    return chosen


def _check_count(question: Question, count: int) -> None:
    if isinstance(question.min, int) and count < question.min:
        raise AnswerRefused(refusals.too_small(question.min))
    if isinstance(question.max, int) and count > question.max:
        raise AnswerRefused(refusals.too_big(question.max))


def _person_name(asked: Asked) -> dict[str, dict[str, str]] | None:
    sent = asked.sent()
    if sent is not None and not isinstance(sent, Mapping):
        raise AnswerRefused(refusals.NOT_AN_ANSWER)
    name = {language: _name_in(asked, sent, language) for language in LANGUAGES}
    if not any(part for parts in name.values() for part in parts.values()):
        return None
    if not all(name[language][part] for language in LANGUAGES for part in ("first", "family")):
        raise AnswerRefused(refusals.NAME_INCOMPLETE)
    return name


def _name_in(asked: Asked, sent: Mapping[str, Any] | None, language: str) -> dict[str, str]:
    parts = sent.get(language) if sent is not None else None
    if sent is not None and not isinstance(parts, Mapping):
        raise AnswerRefused(refusals.NAME_INCOMPLETE)
    found = {part: parts.get(part) if parts is not None else asked.sent(f"_{language}_{part}") for part in NAME_PARTS}
    return {part: clean_text(value or "", most=NAME_LENGTH) for part, value in found.items()}


def _id_number(asked: Asked) -> str | None:
    return _parsed(asked, parse_id_number, InvalidIdNumber, refusals.NOT_AN_ID_NUMBER)


def _phone(asked: Asked) -> str | None:
    return _parsed(asked, parse_phone, InvalidPhone, refusals.NOT_A_PHONE)


def _email(asked: Asked) -> str | None:
    return _parsed(asked, _parse_email, ValueError, refusals.NOT_AN_EMAIL)


def _parse_email(text: str) -> str:
    bare = _DIRECTION.sub("", text).strip()
    if len(bare) > 254 or ".." in bare or not _EMAIL.fullmatch(bare):
        raise ValueError("no address")
    return bare


def _postcode(asked: Asked) -> str | None:
    return _parsed(asked, _parse_postcode, ValueError, refusals.NOT_A_POSTCODE)


def _parse_postcode(text: str) -> str:
    bare = "".join(normalise_digits(text).split()).upper()
    if not re.fullmatch("P[0-9]{3}(?:[0-9]{4})?", bare):
        raise ValueError("no postcode")
    return bare


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


def _collection(asked: Asked) -> dict[str, str | None] | None:
    sent = asked.sent()
    if sent is not None and not isinstance(sent, Mapping):
        raise AnswerRefused(refusals.NO_METHOD)
    method = sent.get("method") if sent is not None else asked.sent("_method")
    if method is None:
        return None
    if not isinstance(method, str) or method not in [option.code for option in asked.question.options]:
        raise AnswerRefused(refusals.NO_METHOD)
    if method == "download":
        return {"method": method, "place": None}
    place = sent.get("place") if sent is not None else asked.sent("_place") or asked.sent(f"_{method}")
    if not isinstance(place, str) or asked.definition.place(method, place) is None:
        raise AnswerRefused(refusals.NO_PLACE)
    return {"method": method, "place": place}


READERS: dict[str, Callable[[Asked], Any]] = {
    "text": _text,
    "long_text": _long_text,
    "number": _number,
    "date": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "person_name": _person_name,
    "id_number": _id_number,
    "phone": _phone,
    "email": _email,
    "postcode": _postcode,
    "collection": _collection,
    "declaration": _declaration,
}
