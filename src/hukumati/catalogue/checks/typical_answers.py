"""Typical answers to questions of every type: what an expression may meet in a form that somebody has filled in."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from hukumati.catalogue.checks.contracts import APPLICANTS_ID_NUMBER, OTHERS_ID_NUMBER
from hukumati.catalogue.checks.sample_values import TODAY, days_in, words_in
from hukumati.core.governorates import GOVERNORATES
from hukumati.service_language.api import FILE_TYPES, MEDIA_TYPES, Question, day_of, is_day_bound

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
    "email": ("x@example.test", "y@example.org"),
    "postcode": (_POSTCODE, "600"),
}
_OF_TEXTS: Final = ("text", "long_text")


def typical_answers(question: Question, around: Sequence[int], texts: Sequence[str] = ()) -> list[object]:
    """Return answers on both sides of what the texts compare them with; never none."""
    if question.type in FILE_TYPES:
        return _files(question)
    if question.type in ("choice", "office"):
        values: list[object] = [option.code for option in question.options]
    elif question.type == "choices":
        values = _choices([option.code for option in question.options], around)
    elif question.type == "collection":
        values = [collected for option in question.options for collected in _collected(option.code, texts)]
    elif question.type == "address":
        values = [*_addresses(texts)]
    elif question.type == "date":
        values = [*_dates(question, texts)]
    elif question.type in _OF_TEXTS:
        values = [*_texts(question, around, texts)]
    elif question.type in ("number", "money"):
        values = [number for number in sorted({1, *_bounds(question), *around}) if _within(question, number)]
    else:
        values = [*_ANSWERS.get(question.type, ("x",))]
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
