"""Each YAML file against its JSON Schema (`schemas/*.json`, draft 2020-12), mistakes told in plain words."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from hukumati.catalogue.folder.diagnostics import suggest
from hukumati.catalogue.folder.errors import Mistake
from hukumati.catalogue.folder.yaml_parser import YamlFile

FOLDER = Path(__file__).parent / "schemas"
MAX_MISTAKES = 30


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def schema_mistakes(*, name: str, source: YamlFile) -> list[Mistake]:
    """List what in the file its schema does not allow, in the order of lines."""
    errors = sorted(_leaves(_validator(name).iter_errors(source.value)), key=lambda error: list(map(str, error.path)))
    return [_mistake(source, error) for error in errors[:MAX_MISTAKES]]


def _leaves(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    for error in errors:
        yield from _leaves(iter(error.context)) if error.context else iter((error,))


def _mistake(source: YamlFile, error: ValidationError) -> Mistake:
    told = _TELLERS.get(str(error.validator), _other)(error)
    path = [*error.absolute_path, *told[2:]]
    return Mistake(source.file, source.line(*path), f"schema.{error.validator}", told[0], told[1])


def _unknown_word(error: ValidationError) -> tuple[str, ...]:
    known = _schema(error).get("properties", {})
    word = next(key for key in _given(error) if key not in known)
    return f"the word {word!r} is not known here", suggest(word, known), word


def _missing(error: ValidationError) -> tuple[str, ...]:
    word = next(key for key in _allowed(error) if key not in _given(error))
    description = _schema(error).get("properties", {}).get(word, {}).get("description", "")
    return f"{_where(error)} lacks {word!r}", f"Add {word}{f' ({description})' if description else ''}."


def _not_listed(error: ValidationError) -> tuple[str, ...]:
    known = [str(value) for value in _allowed(error)]
    return f"{_short(error.instance)} is not allowed for {_where(error)}", suggest(str(error.instance), known)


def _wrong_type(error: ValidationError) -> tuple[str, ...]:
    expected = _allowed(error)
    words = " or ".join(_TYPES.get(name, str(name)) for name in expected)
    return f"{_where(error)} is {_short(error.instance)}, not {words}", f"Write {words} here."


def _wrong_form(error: ValidationError) -> tuple[str, ...]:
    hint = _schema(error).get("description")
    remedy = f"It is meant so: {hint}." if hint else f"It must look like {error.validator_value}."
    return f"{_short(error.instance)} has not the form of {_where(error)}", remedy


def _other(error: ValidationError) -> tuple[str, ...]:
    return f"{_where(error)}: {error.message[:200]}", "Compare with the reference of the service folder."


def _schema(error: ValidationError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _allowed(error: ValidationError) -> list[Any]:
    value: Any = error.validator_value
    return value if isinstance(value, list) else [value]


def _given(error: ValidationError) -> dict[str, Any]:
    return error.instance if isinstance(error.instance, dict) else {}


def _where(error: ValidationError) -> str:
    words = [str(step) for step in error.absolute_path if isinstance(step, str)]
    return repr(words[-1]) if words else "the file"


def _short(value: Any) -> str:
    return repr(value) if len(repr(value)) < 60 else f"{repr(value)[:57]}…"


_TYPES = {
    "object": "a mapping (key: value)", "array": "a list ([a, b])", "string": "text", "integer": "a whole number",
    "boolean": "true or false", "null": "null",
}  # fmt: skip
_TELLERS: dict[str, Callable[[ValidationError], tuple[str, ...]]] = {
    "additionalProperties": _unknown_word,
    "required": _missing,
    "enum": _not_listed,
    "type": _wrong_type,
    "pattern": _wrong_form,
}
