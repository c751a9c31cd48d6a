"""Readers of answers in several parts: a person's name, an address."""

from collections.abc import Mapping

from hukumati.core.countries import COUNTRIES
from hukumati.core.governorates import GOVERNORATES
from hukumati.service_language import validation_messages
from hukumati.service_language.answers.codes import parse_postcode
from hukumati.service_language.answers.limits import MAX_ADDRESS_PART_LENGTH, MAX_NAME_PART_LENGTH
from hukumati.service_language.answers.raw_answer import RawAnswer, clean_text
from hukumati.service_language.validation_messages import AnswerRefused

NAME_PARTS = ("first", "father", "grandfather", "family")
NAME_LANGUAGES = ("ar", "en")
FOREIGN_LINES = ("line_1", "line_2", "line_3")


def read_person_name(raw: RawAnswer) -> dict[str, dict[str, str]] | None:
    sent = raw.sent()
    if sent is not None and not isinstance(sent, Mapping):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    name = {language: _name_in(raw, sent, language) for language in NAME_LANGUAGES}
    if not any(part for parts in name.values() for part in parts.values()):
        return None
    if not all(name[language][part] for language in NAME_LANGUAGES for part in ("first", "family")):
        raise AnswerRefused(validation_messages.NAME_INCOMPLETE)
    return name


def _name_in(raw: RawAnswer, sent: Mapping[str, object] | None, language: str) -> dict[str, str]:
    if sent is None:
        found = {part: raw.sent(f"_{language}_{part}") for part in NAME_PARTS}
    else:
        parts = sent.get(language)
        if not isinstance(parts, Mapping):
            raise AnswerRefused(validation_messages.NAME_INCOMPLETE)
        found = {part: parts.get(part) for part in NAME_PARTS}
    return {part: clean_text(value or "", most=MAX_NAME_PART_LENGTH) for part, value in found.items()}


def read_address(raw: RawAnswer) -> dict[str, str | None] | None:
    """Return {governorate, locality, street, postcode}; the postcode may be missing, the rest not."""
    sent = raw.sent()
    if sent is not None and not isinstance(sent, Mapping):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    parts = {name: _sent_part(raw, sent, name) for name in ("governorate", "locality", "street", "postcode")}
    if not any(parts.values()):
        return None
    if parts["governorate"] not in GOVERNORATES:
        raise AnswerRefused(validation_messages.NO_GOVERNORATE)
    if not parts["locality"] or not parts["street"]:
        raise AnswerRefused(validation_messages.ADDRESS_INCOMPLETE)
    return {**parts, "postcode": _postcode(parts["postcode"])}


def read_foreign_address(raw: RawAnswer) -> dict[str, object] | None:
    """Return {country, lines}: the code of the country, and one to three lines as they stand on a letter there."""
    sent = raw.sent()
    if sent is not None and not isinstance(sent, Mapping):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    country = sent.get("country") if sent is not None else raw.sent("_country")
    given = sent.get("lines") if sent is not None else [raw.sent(f"_{name}") for name in FOREIGN_LINES]
    if not isinstance(given, list) or len(given) > len(FOREIGN_LINES):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    lines = [clean_text("" if line is None else line, most=MAX_ADDRESS_PART_LENGTH) for line in given]
    lines = [line for line in lines if line]
    if not country and not lines:
        return None
    if not isinstance(country, str) or country not in COUNTRIES:
        raise AnswerRefused(validation_messages.NO_COUNTRY)
    if not lines:
        raise AnswerRefused(validation_messages.NO_ADDRESS_LINES)
    return {"country": country, "lines": lines}


def _sent_part(raw: RawAnswer, sent: Mapping[str, object] | None, name: str) -> str:
    value = sent.get(name) if sent is not None else raw.sent(f"_{name}")
    return clean_text("" if value is None else value, most=MAX_ADDRESS_PART_LENGTH)


def _postcode(text: str) -> str | None:
    try:
        return parse_postcode(text) if text else None
    except ValueError:
        raise AnswerRefused(validation_messages.NOT_A_POSTCODE) from None
