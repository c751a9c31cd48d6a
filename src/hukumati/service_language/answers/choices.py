"""Readers of what is chosen: codes of a list, a way of collecting, entries of a register."""

from collections.abc import Mapping
from dataclasses import replace

from hukumati.service_language import validation_messages
from hukumati.service_language.answers.composite import read_address
from hukumati.service_language.answers.raw_answer import RawAnswer
from hukumati.service_language.questions import Question, at_path, entry_key, offered_entries
from hukumati.service_language.validation_messages import AnswerRefused

WHOLE_POSTCODE = 8
"""P and seven digits; P and three name an area only."""


def read_choice(raw: RawAnswer) -> str | None:
    value = raw.sent()
    if value is None:
        return None
    if not isinstance(value, str) or value not in [option.code for option in raw.question.options]:
        raise AnswerRefused(validation_messages.NOT_LISTED)
    return value


def read_choices(raw: RawAnswer) -> list[str]:
    """Return the codes that were chosen, an empty list where none was."""
    return _several(raw, [option.code for option in raw.question.options]) or []


def _several(raw: RawAnswer, codes: list[str]) -> list[str] | None:
    """Return the codes that were sent, in the order in which they are offered."""
    getlist = getattr(raw.fields, "getlist", None)
    sent = getlist(raw.question.id) if getlist else raw.sent()
    if not sent:
        return None
    if not isinstance(sent, list) or not all(isinstance(code, str) and code in codes for code in sent):
        raise AnswerRefused(validation_messages.NOT_LISTED)
    chosen = [code for code in codes if code in sent]
    _check_count(raw.question, len(chosen))
    return chosen


def _check_count(question: Question, count: int) -> None:
    if isinstance(question.min, int) and count < question.min:
        raise AnswerRefused(validation_messages.too_small(question.min))
    if isinstance(question.max, int) and count > question.max:
        raise AnswerRefused(validation_messages.too_big(question.max))


def read_record(raw: RawAnswer) -> str | None:
    """Return the key of an entry that the register lists; nothing else is taken, whatever is sent."""
    keys, value = _offered(raw), raw.sent()
    if value is None:
        return None
    if not isinstance(value, str) or value not in keys:
        raise AnswerRefused(validation_messages.NOT_LISTED)
    return value


def read_records(raw: RawAnswer) -> list[str] | None:
    """Return the keys of entries that the register lists, in the register's order."""
    return _several(raw, _offered(raw))


def _offered(raw: RawAnswer) -> list[str]:
    question = raw.question
    keys = [entry_key(question, entry) or "" for entry in offered_entries(question, raw.facts)]
    if question.required and not keys:
        is_silent = at_path(question.of, raw.facts) is None
        raise AnswerRefused(validation_messages.REGISTER_SILENT if is_silent else validation_messages.NO_ENTRY)
    return keys


def read_collection(raw: RawAnswer) -> dict[str, object] | None:
    """Return {method, place}, and for a delivery home {method, place: None, address}."""
    sent = raw.sent()
    if sent is not None and not isinstance(sent, Mapping):
        raise AnswerRefused(validation_messages.NO_METHOD)
    method = sent.get("method") if sent is not None else raw.sent("_method")
    if method is None:
        return None
    if not isinstance(method, str) or method not in [option.code for option in raw.question.options]:
        raise AnswerRefused(validation_messages.NO_METHOD)
    if method == "download":
        return {"method": method, "place": None}
    if method == "home":
        return {"method": method, "place": None, "address": _home(raw, sent)}
    place = sent.get("place") if sent is not None else raw.sent("_place") or raw.sent(f"_{method}")
    if not isinstance(place, str) or raw.definition.place(method, place) is None:
        raise AnswerRefused(validation_messages.NO_PLACE)
    return {"method": method, "place": place}


def _home(raw: RawAnswer, sent: Mapping[str, object] | None) -> dict[str, str | None]:
    """Return the address, with the whole postcode of seven digits, by which a courier finds the door."""
    within = replace(raw, question=replace(raw.question, id=f"{raw.question.id}_home"))
    if sent is not None:
        within = replace(within, fields={within.question.id: sent.get("address")})
    address = read_address(within)
    if address is None:
        raise AnswerRefused(validation_messages.ADDRESS_INCOMPLETE)
    if len(address["postcode"] or "") != WHOLE_POSTCODE:
        raise AnswerRefused(validation_messages.NO_WHOLE_POSTCODE)
    return address
