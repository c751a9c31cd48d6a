"""Readers of answers in several parts: a person's name, an address."""

from collections.abc import Mapping
from typing import Any

from hukumati.core.governorates import GOVERNORATES
from hukumati.service_language import validation_messages
from hukumati.service_language.answers.codes import parse_postcode
from hukumati.service_language.answers.raw_answer import Asked, clean_text
from hukumati.service_language.validation_messages import AnswerRefused

NAME_LENGTH = 60
NAME_PARTS = ("first", "father", "grandfather", "family")
LANGUAGES = ("ar", "en")
PLACE_LENGTH = 100


def read_person_name(asked: Asked) -> dict[str, dict[str, str]] | None:
    sent = asked.sent()
    if sent is not None and not isinstance(sent, Mapping):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    name = {language: _name_in(asked, sent, language) for language in LANGUAGES}
    if not any(part for parts in name.values() for part in parts.values()):
        return None
    if not all(name[language][part] for language in LANGUAGES for part in ("first", "family")):
        raise AnswerRefused(validation_messages.NAME_INCOMPLETE)
    return name


def _name_in(asked: Asked, sent: Mapping[str, Any] | None, language: str) -> dict[str, str]:
    parts = sent.get(language) if sent is not None else None
    if sent is not None and not isinstance(parts, Mapping):
        raise AnswerRefused(validation_messages.NAME_INCOMPLETE)
    found = {part: parts.get(part) if parts is not None else asked.sent(f"_{language}_{part}") for part in NAME_PARTS}
    return {part: clean_text(value or "", most=NAME_LENGTH) for part, value in found.items()}


def read_address(asked: Asked) -> dict[str, str | None] | None:
    """Return {governorate, locality, street, postcode}; the postcode may be missing, the rest not."""
    sent = asked.sent()
    if sent is not None and not isinstance(sent, Mapping):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    parts = {name: _sent_part(asked, sent, name) for name in ("governorate", "locality", "street", "postcode")}
    if not any(parts.values()):
        return None
    if parts["governorate"] not in GOVERNORATES:
        raise AnswerRefused(validation_messages.NO_GOVERNORATE)
    if not parts["locality"] or not parts["street"]:
        raise AnswerRefused(validation_messages.ADDRESS_INCOMPLETE)
    return {**parts, "postcode": _postcode(parts["postcode"])}


def _sent_part(asked: Asked, sent: Mapping[str, Any] | None, name: str) -> str:
    value = sent.get(name) if sent is not None else asked.sent(f"_{name}")
    return clean_text("" if value is None else value, most=PLACE_LENGTH)


def _postcode(text: str) -> str | None:
    try:
        return parse_postcode(text) if text else None
    except ValueError:
        raise AnswerRefused(validation_messages.NOT_A_POSTCODE) from None
