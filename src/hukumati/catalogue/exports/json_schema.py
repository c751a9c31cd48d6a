"""The answers of a form as JSON Schema (2020-12): what a submitted application holds, question by question.

What JSON Schema cannot say stands in the description of each question and in formats of our own: the check digits
of an ID number and an IBAN, Unicode's NFC (plain-text), days relative to today, entries of a register, and conditions
between answers.
"""

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from jsonschema import FormatChecker

from hukumati.core.countries import COUNTRIES
from hukumati.core.glyphs import without_glyph
from hukumati.core.governorates import GOVERNORATES
from hukumati.core.identifiers import parse_email, parse_iban, parse_id_number, parse_mobile, parse_web_address
from hukumati.service_language.api import (
    MAX_FILE_BYTES,
    NAME_LANGUAGES,
    NAME_PARTS,
    RECORD,
    SHA256_PATTERN,
    UUID_PATTERN,
    Definition,
    Question,
    limits,
    media_types,
)

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
END: Final = r"(?![\s\S])"
"""The end of the text in every dialect of regular expressions; `$` may stand before a last line break."""
WORD: Final = (
    r"[^\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000"
    r"\ud800-\uf8ff\ufdd0-\ufdef\ufeff\ufffe\uffff]+"
)
LINE: Final = f"{WORD}(?: {WORD})*"
ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
DOMAIN: Final = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,57}[a-z0-9])"
EMAIL: Final = rf"^(?=[^@]{{1,64}}@){ATOM}(?:\.{ATOM})*@{DOMAIN}{END}"
NULL: Final[Schema] = {"type": "null"}
POSTCODE: Final[Schema] = {"type": "string", "pattern": f"^P[0-9]{{3}}(?:[0-9]{{4}})?{END}"}


def to_json_schema(*, definition: Definition, number: int, portal: str) -> Schema:
    """Return the schema of one version's answers."""
    questions = definition.form.questions()
    return {
        "$schema": DIALECT,
        "$id": f"{portal}/api/services/{definition.code}/versions/{number}/schema.json",
        "title": f"{definition.name.en} · {definition.name.ar}",
        "type": "object",
        "additionalProperties": False,
        "required": [question.id for question in questions],
        "properties": {question.id: _property(question, definition) for question in questions},
    }


def _property(question: Question, definition: Definition) -> Schema:
    known: Schema = {"title": f"{question.label.en} · {question.label.ar}"}
    sentences = [sentence for sentence in (question.hint.en if question.hint else "", _beyond(question)) if sentence]
    if sentences:
        known["description"] = ". ".join(sentences)
    return {**known, **answer_schema(question, definition)}


def _beyond(question: Question) -> str:
    """Return what the schema cannot say."""
    if question.locked:
        return f"Answered by the register: {question.source}"
    sentences = [f"An entry of {question.of}, by its {question.key}"] if question.of else []
    if question.type == "date" and (question.min or question.max):
        sentences.append(f"From {question.min or 'any day'} to {question.max or 'any day'}")
    if question.show_if is not None:
        sentences.append(f"Null unless {question.show_if.text}")
    if question.required_if is not None:
        sentences.append(f"Required if {question.required_if.text}")
    return ". ".join(sentences)


def answer_schema(question: Question, definition: Definition) -> Schema:
    """Return the schema of one question's answer; null where it may be missing or is not asked."""
    if question.locked:
        return {}
    schema = SCHEMAS[question.type](question, definition)
    always = (question.required or question.type == "choices") and question.show_if is None  # nothing chosen is []
    return schema if always else {"anyOf": [schema, NULL]}


def _text(longest: int, *, shortest: int = 1, pattern: str = LINE) -> Schema:
    return {
        "type": "string", "minLength": max(1, shortest), "maxLength": longest, "pattern": f"^{pattern}{END}",
        "format": "plain-text",
    }  # fmt: skip


def _bounds(question: Question, least: int, most: int) -> tuple[int, int]:
    lowest = question.min if isinstance(question.min, int) else least
    return lowest, question.max if isinstance(question.max, int) else most


def _words(question: Question, _: Definition) -> Schema:
    shortest, longest = _bounds(question, 1, limits.MAX_TEXT_LENGTH)
    found = _text(longest, shortest=shortest)
    declared = {"allOf": [{"pattern": f"^(?:{question.pattern}){END}"}]} if question.pattern else {}
    return {**found, **declared, **({"$comment": f"Check digits: {question.check}"} if question.check else {})}


def _lines(question: Question, _: Definition) -> Schema:
    shortest, longest = _bounds(question, 1, limits.MAX_LONG_TEXT_LENGTH)
    return _text(longest, shortest=shortest, pattern=rf"{LINE}(?:\n+{LINE})*")


def _number(question: Question, _: Definition) -> Schema:
    least, most = _bounds(question, -limits.MAX_NUMBER, limits.MAX_NUMBER)
    return {"type": "integer", "minimum": least, "maximum": most}


def _money(question: Question, _: Definition) -> Schema:
    least, most = _bounds(question, 0, limits.MAX_AMOUNT_MINOR)
    unit = f"Minor units of {question.currency}"
    return {"type": "integer", "minimum": least, "maximum": most, "$comment": unit}


def _decimal(question: Question, _: Definition) -> Schema:
    bounds = f"From {question.min or 'any'} to {question.max or 'any'}"
    digits = rf"\.[0-9]{{{question.decimals}}}"
    return {
        "type": "string",
        "pattern": f"^(?!-0[.]0+{END})-?(?:0|[1-9][0-9]{{0,11}}){digits}{END}",
        "$comment": bounds,
    }


def _foreign_address(_question: Question, _: Definition) -> Schema:
    lines = {"type": "array", "minItems": 1, "maxItems": 3, "items": _text(limits.MAX_ADDRESS_PART_LENGTH)}
    return _closed({"country": {"enum": list(COUNTRIES)}, "lines": lines})


def _date(_question: Question, _: Definition) -> Schema:
    years = "(?:1[89][0-9]{2}|2[01][0-9]{2}|2200)"
    return {"type": "string", "pattern": f"^{years}-[0-9]{{2}}-[0-9]{{2}}{END}", "format": "date"}


def _choice(question: Question, _: Definition) -> Schema:
    return {"enum": [option.code for option in question.options]}


def _choices(question: Question, _: Definition) -> Schema:
    codes = [option.code for option in question.options]
    least, most = _bounds(question, 1, len(codes))
    chosen = {
        "type": "array", "uniqueItems": True, "minItems": max(1, least), "maxItems": most, "items": {"enum": codes},
    }  # fmt: skip
    return chosen if question.required else {"anyOf": [chosen, {"type": "array", "maxItems": 0}]}


def _record(_question: Question, _: Definition) -> Schema:
    return {"type": "string", "minLength": 1, "format": "register-entry"}


def _records(question: Question, _: Definition) -> Schema:
    least, most = _bounds(question, 1, 500)
    items = {"type": "string", "minLength": 1, "format": "register-entry"}
    return {"type": "array", "uniqueItems": True, "minItems": max(1, least), "maxItems": most, "items": items}


def _closed(parts: dict[str, Schema]) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": list(parts), "properties": parts}


def _person_name(_question: Question, _: Definition) -> Schema:
    needed = _text(limits.MAX_NAME_PART_LENGTH)
    parts = {part: needed if part in ("first", "family") else {"anyOf": [needed, {"const": ""}]} for part in NAME_PARTS}
    return _closed({language: _closed(parts) for language in NAME_LANGUAGES})


def _address(_question: Question, _: Definition) -> Schema:
    place = _text(limits.MAX_ADDRESS_PART_LENGTH)
    return _closed(
        {
            "governorate": {"enum": list(GOVERNORATES)},
            "locality": place,
            "street": place,
            "postcode": {"anyOf": [POSTCODE, NULL]},
        }
    )


def _collection(question: Question, definition: Definition) -> Schema:
    ways = [_way(option.code, question, definition) for option in question.options]
    return {"anyOf": ways} if ways else {"not": {}}


def _way(method: str, question: Question, definition: Definition) -> Schema:
    name = {"office": "offices", "post_office": "post_offices"}.get(method)
    places = [place.code for place in definition.lists.get(name, ())] if name else []
    way: dict[str, Schema] = {"method": {"const": method}, "place": {"enum": places} if name else NULL}
    if method != "home":
        return _closed(way)
    address = _address(question, definition)
    address["properties"]["postcode"] = {"type": "string", "pattern": f"^P[0-9]{{7}}{END}"}
    return _closed({**way, "address": address})


def _files(question: Question, _: Definition) -> Schema:
    file = _closed(
        {
            "id": {"type": "string", "pattern": f"^{UUID_PATTERN}{END}"},
            "name": {"type": "string", "minLength": 1, "maxLength": limits.MAX_FILE_NAME_LENGTH},
            "media": {"enum": media_types(question.accept)},
            "size": {"type": "integer", "minimum": 1, "maximum": MAX_FILE_BYTES},
            "sha256": {"type": "string", "pattern": f"^{SHA256_PATTERN}{END}"},
        }
    )
    return {"type": "array", "uniqueItems": True, "minItems": 1, "maxItems": question.max_files, "items": file}


def _group(question: Question, definition: Definition) -> Schema:
    least, most = _bounds(question, 1, limits.MAX_GROUP_ENTRIES)
    parts = {part.id: _property(part, definition) for part in question.ask}
    if question.each:
        entry = _closed({RECORD: _record(question, definition), **parts})
        return {"type": "array", "minItems": 1, "maxItems": 500, "items": entry}
    entry = _closed(parts)
    entry["anyOf"] = [{"properties": {part.id: {"not": NULL}}} for part in question.ask]
    return {"type": "array", "minItems": max(1, least), "maxItems": most, "items": entry}


def _formatted(pattern: str, form: str = "", **more: Any) -> Callable[[Question, Definition], Schema]:
    schema = {"type": "string", "pattern": pattern, **({"format": form} if form else {}), **more}
    return lambda _question, _definition: dict(schema)


SCHEMAS: Final[dict[str, Callable[[Question, Definition], Schema]]] = {
    "text": _words,
    "long_text": _lines,
    "number": _number,
    "money": _money,
    "date": _date,
    "decimal": _decimal,
    "time": _formatted(f"^(?:[01][0-9]|2[0-3]):[0-5][0-9]{END}"),
    "foreign_address": _foreign_address,
    "web_address": _formatted(f"^https?://[^\\s]{{1,490}}{END}", "web-address"),
    "yes_no": lambda _question, _definition: {"type": "boolean"},
    "declaration": lambda _question, _definition: {"const": True},
    "choice": _choice,
    "choices": _choices,
    "office": _choice,
    "record": _record,
    "records": _records,
    "person_name": _person_name,
    "address": _address,
    "id_number": _formatted(f"^[0-9]{{9}}{END}", "ps-id-number"),
    "phone": _formatted(rf"^\+[1-9][0-9]{{6,14}}{END}", "ps-phone"),
    "email": _formatted(EMAIL, "mail-address", maxLength=254),
    "postcode": lambda _question, _definition: dict(POSTCODE),
    "year_number": _formatted(f"^(?:19|20)[0-9]{{2}}/[1-9][0-9]{{0,7}}{END}"),
    "iban": _formatted(f"^[A-Z]{{2}}[0-9]{{2}}[A-Z0-9]{{11,30}}{END}", "iban"),
    "collection": _collection,
    "file": _files,
    "files": _files,
    "group": _group,
}


def _is_plain(value: object) -> bool:
    """Unicode NFC of characters with a glyph, which no pattern of every dialect can name."""
    if not isinstance(value, str):
        return True
    beyond = any(ord(each) & 0xFFFE == 0xFFFE or ord(each) >= 0xF0000 for each in value)
    return not beyond and not without_glyph(value) and unicodedata.normalize("NFC", value) == value


def _same(parse: Callable[[str], str]) -> Callable[[object], bool]:
    def checks(value: object) -> bool:
        try:
            return not isinstance(value, str) or parse(value) == value
        except ValueError:
            return False

    return checks


def formats() -> FormatChecker:
    """Return a checker of the formats that these schemas name."""
    checker = FormatChecker(formats=())
    checker.checks("plain-text")(_is_plain)
    checker.checks("date")(_same(lambda text: date.fromisoformat(text).isoformat()))
    checker.checks("ps-id-number")(_same(parse_id_number))
    checker.checks("ps-phone")(_same(parse_mobile))
    checker.checks("mail-address")(_same(parse_email))
    checker.checks("iban")(_same(parse_iban))
    checker.checks("web-address")(_same(parse_web_address))
    return checker
