"""Typical answers to questions of every type: what an expression may meet in a form that somebody has filled in."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final, TypeAlias

from hukumati.catalogue.checks.contracts import APPLICANTS_ID_NUMBER, OTHERS_ID_NUMBER
from hukumati.catalogue.checks.sample_values import TODAY, days_in, words_in
from hukumati.core.countries import COUNTRIES
from hukumati.core.governorates import GOVERNORATES
from hukumati.service_language.api import FILE_TYPES, MEDIA_TYPES, Question, day_of, is_day_bound, parse_time

NAME: Final = {language: {"first": "x", "father": "x", "grandfather": "x", "family": "x"} for language in ("ar", "en")}
PHONES: Final = ("+970599000000", "+972501234567")
ADDRESS: Final = {"governorate": "PS-RBH", "locality": "x", "street": "x", "postcode": None}
_POSTCODE: Final = "P8401234"
_ANSWERS: Final[dict[str, tuple[object, ...]]] = {
    "yes_no": (True, False),
    "declaration": (True,),
    "id_number": (APPLICANTS_ID_NUMBER, OTHERS_ID_NUMBER),
    "person_name": (NAME,),
    "year_number": ("2026/184", "2019/7"),
    "iban": ("PS92PALS000000000400123456702", "GB82WEST12345698765432"),
    "phone": PHONES,
    "time": ("00:00", "08:00", "13:30", "23:59"),
    "web_address": ("https://example.test/", "https://example.org/x"),
    "foreign_address": ({"country": "JO", "lines": ["x"]}, {"country": "TR", "lines": ["x"]}),
    "email": ("x@example.test", "y@example.org"),
    "postcode": (_POSTCODE, "600"),
}
_NUMBER: Final = re.compile(r"(?<![\w.])[0-9]{1,9}(?:\.[0-9]{1,6})?")
_OF_TEXTS: Final = ("text", "long_text")


def typical_answers(question: Question, around: Sequence[int], texts: Sequence[str] = ()) -> list[object]:
    """Return answers on both sides of what the texts compare them with; never none."""
    maker = _MAKERS.get(question.type)
    values = [*_ANSWERS.get(question.type, ("x",))] if maker is None else maker(question, around, texts)
    return values or ["x"]  # bounds that contradict each other are told by the form's own check


def _files(question: Question) -> list[object]:
    kinds = [(kind, media) for kind, media in MEDIA_TYPES.items() if not question.accept or kind in question.accept]
    one: list[dict[str, object]] = [
        {"id": "x", "name": f"x.{kind}", "media": media, "size": 1, "sha256": "x"} for kind, media in kinds
    ]
    several: list[object] = [one[:1] * question.max_files] if question.max_files > 1 else []
    return [[each] for each in one[:1]] + several + [[each] for each in one[1:]]


def _choices(codes: list[str], around: Sequence[int]) -> list[object]:
    """Each alone, and as many together as the texts count."""
    counted = sorted({len(codes), *(number for number in around if 1 < number < len(codes))} - {0, 1})
    return [*([code] for code in codes), *(codes[:count] for count in counted)]


def _collected(method: str, texts: Sequence[str]) -> list[object]:
    if method == "home":
        return [
            {"method": method, "place": "X", "address": {**each, "postcode": _POSTCODE}} for each in _addresses(texts)
        ]
    places = ["X", *words_in(texts)] if method != "download" else ["X"]
    return [{"method": method, "place": place} for place in places]


def _addresses(texts: Sequence[str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = [dict(ADDRESS), {**ADDRESS, "governorate": "PS-GZA", "postcode": _POSTCODE}]
    for word in words_in(texts):
        found.append(
            {**ADDRESS, "governorate": word} if word in GOVERNORATES else {**ADDRESS, "locality": word, "street": word}
        )
    return found


def _dates(question: Question, texts: Sequence[str]) -> list[date]:
    least, most = (_as_day(bound) for bound in (question.min, question.max))
    days = sorted({date(1950, 1, 1), TODAY, date(2030, 1, 1), *days_in(texts), *filter(None, (least, most))})
    within = [day for day in days if (least is None or day >= least) and (most is None or day <= most)]
    return within or [TODAY]


def _decimals(question: Question, around: Sequence[int], texts: Sequence[str]) -> list[float]:
    """Return numbers on both sides of every one that the texts name, as far as the bounds allow."""
    least, most = (float(bound) if bound is not None else None for bound in (question.min, question.max))
    step = 10.0**-question.decimals
    named = [float(found) for text in texts for found in _NUMBER.findall(text)]
    near = {round(each + by, question.decimals) for each in (*named, *around) for by in (-step, 0, step)}
    found = sorted({1.0, *near, *(each for each in (least, most) if each is not None)})
    return [each for each in found if (least is None or each >= least) and (most is None or each <= most)]


def _named(question: Question, texts: Sequence[str]) -> list[object]:
    """Return times and countries that the texts quote."""
    if question.type == "time":
        return [word for word in words_in(texts) if parse_time(word) == word]
    return [{"country": word, "lines": ["x"]} for word in words_in(texts) if word in COUNTRIES]


def _as_day(bound: int | str | None) -> date | None:
    return day_of(bound, TODAY) if isinstance(bound, str) and is_day_bound(bound) else None


def _texts(question: Question, around: Sequence[int], texts: Sequence[str]) -> list[str]:
    """A text's bounds count its letters."""
    lengths = [length for length in {*_bounds(question), *around} if 0 < length <= 2000]
    found = ["x", *words_in(texts), *("x" * length for length in sorted(lengths))]
    return [text for text in dict.fromkeys(found) if _within(question, len(text))] or ["x"]


def _bounds(question: Question) -> list[int]:
    return [bound for bound in (question.min, question.max) if isinstance(bound, int)]


def _within(question: Question, number: int) -> bool:
    least = question.min if isinstance(question.min, int) else number
    most = question.max if isinstance(question.max, int) else number
    return least <= number <= most


def _whole(question: Question, around: Sequence[int]) -> list[object]:
    return [number for number in sorted({1, *_bounds(question), *around}) if _within(question, number)]


def _codes(question: Question) -> list[str]:
    return [option.code for option in question.options]


_Maker: TypeAlias = Callable[[Question, Sequence[int], Sequence[str]], list[object]]
_MAKERS: Final[dict[str, _Maker]] = {
    **dict.fromkeys(FILE_TYPES, lambda question, _around, _texts: _files(question)),
    **dict.fromkeys(("choice", "office"), lambda question, _around, _texts: [*_codes(question)]),
    **dict.fromkeys(("number", "money"), lambda question, around, _texts: _whole(question, around)),
    **dict.fromkeys(_OF_TEXTS, lambda question, around, texts: [*_texts(question, around, texts)]),
    **dict.fromkeys(
        ("time", "foreign_address"),
        lambda question, _around, texts: [*_ANSWERS[question.type], *_named(question, texts)],
    ),
    "choices": lambda question, around, _texts: _choices(_codes(question), around),
    "collection": lambda question, _around, texts: [
        collected for option in question.options for collected in _collected(option.code, texts)
    ],
    "address": lambda _question, _around, texts: [*_addresses(texts)],
    "date": lambda question, _around, texts: [*_dates(question, texts)],
    "decimal": lambda question, around, texts: [*_decimals(question, around, texts)],
}
"""How answers of a type are made from the question, the numbers around those of the texts, and the texts."""
