"""Each YAML file against its JSON Schema (`schemas/*.json`, draft 2020-12), mistakes in plain words."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Explanation:
    """One schema error in plain words; `below` leads from the refused part to the word that is wrong in it."""

    problem: str
    remedy: str
    below: tuple[str, ...] = ()


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def schema_mistakes(*, name: str, source: YamlFile[object]) -> list[Mistake]:
    """List what the schema does not allow in the file, in the order of its parts."""
    errors = sorted(_leaves(_validator(name).iter_errors(source.value)), key=lambda error: list(map(str, error.path)))
    told, left_out = [_mistake(source, error) for error in errors[:MAX_MISTAKES]], errors[MAX_MISTAKES:]
    if left_out:
        line, problem = source.line(*left_out[0].absolute_path), f"{len(left_out)} more mistakes of form are not listed"
        told.append(Mistake(source.file, line, "schema.more", problem, "Correct those that are listed first."))
    return told


def _leaves(errors: Iterator[ValidationError]) -> Iterator[ValidationError]:
    """An error of `oneOf` or `then` says nothing to an analyst; those of its branches do."""
    for error in errors:
        yield from _leaves(iter(error.context)) if error.context else iter((error,))


def _mistake(source: YamlFile[object], error: ValidationError) -> Mistake:
    explanation = _EXPLAIN.get(str(error.validator), _explain_other)(error)
    line = source.line(*error.absolute_path, *explanation.below)
    return Mistake(source.file, line, f"schema.{error.validator}", explanation.problem, explanation.remedy)


def _explain_unknown_word(error: ValidationError) -> _Explanation:
    known = _schema(error).get("properties", {})
    word = next(key for key in _given(error) if key not in known)
    return _Explanation(f"the word {word!r} is not known here", suggest(word, known), (word,))


def _explain_missing(error: ValidationError) -> _Explanation:
    word = next(key for key in _allowed(error) if key not in _given(error))
    description = _schema(error).get("properties", {}).get(word, {}).get("description", "")
    return _Explanation(f"{_where(error)} lacks {word!r}", f"Add {word}{f' ({description})' if description else ''}.")


def _explain_not_listed(error: ValidationError) -> _Explanation:
    known = [str(value) for value in _allowed(error)]
    problem = f"{_short(error.instance)} is not allowed for {_where(error)}"
    return _Explanation(problem, suggest(str(error.instance), known))


def _explain_wrong_type(error: ValidationError) -> _Explanation:
    expected = _allowed(error)
    words = " or ".join(_TYPES.get(str(name), str(name)) for name in expected)
    return _Explanation(f"{_where(error)} is {_short(error.instance)}, not {words}", f"Write {words} here.")


def _explain_wrong_form(error: ValidationError) -> _Explanation:
    hint = _schema(error).get("description")
    remedy = f"It is meant so: {hint}." if hint else f"It must look like {error.validator_value}."
    return _Explanation(f"{_short(error.instance)} has not the form of {_where(error)}", remedy)


def _explain_doubled(error: ValidationError) -> _Explanation:
    given: list[object] = error.instance if isinstance(error.instance, list) else []
    doubled = next((value for index, value in enumerate(given) if value in given[:index]), None)
    return _Explanation(f"{_where(error)} names {_short(doubled)} twice", "Remove one of them.")


def _explain_other(error: ValidationError) -> _Explanation:
    remedy = "Compare with the reference of the service folder."
    return _Explanation(f"{_where(error)}: {error.message[:200]}", remedy)


def _schema(error: ValidationError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


def _allowed(error: ValidationError) -> list[object]:
    value: object = error.validator_value
    return value if isinstance(value, list) else [value]


def _given(error: ValidationError) -> dict[str, object]:
    return error.instance if isinstance(error.instance, dict) else {}


def _where(error: ValidationError) -> str:
    words = [str(step) for step in error.absolute_path if isinstance(step, str)]
    return repr(words[-1]) if words else "the file"


def _short(value: object) -> str:
    return repr(value) if len(repr(value)) < 60 else f"{repr(value)[:57]}…"


_TYPES = {
    "object": "a mapping (key: value)", "array": "a list ([a, b])", "string": "text", "integer": "a whole number",
    "boolean": "true or false", "null": "null",
}  # fmt: skip
_EXPLAIN: dict[str, Callable[[ValidationError], _Explanation]] = {
    "additionalProperties": _explain_unknown_word,
    "required": _explain_missing,
    "enum": _explain_not_listed,
    "type": _explain_wrong_type,
    "pattern": _explain_wrong_form,
    "uniqueItems": _explain_doubled,
}
