"""A Definition as JSON and back: what a published version keeps."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from hukumati.service_language.definition import Definition

FORMAT = 1

Value = TypeVar("Value")


def to_json(*, definition: Definition) -> dict[str, object]:
    """Return the definition as JSON-ready data."""
    return {"format": FORMAT, "definition": _plain(definition)}


def from_json(*, compiled: Mapping[str, Any]) -> Definition:
    """Return the definition that `to_json` wrote; fields added since take their defaults."""
    if compiled["format"] != FORMAT:
        raise ValueError(f"compiled format {compiled['format']} is unknown")
    return _builder(Definition)(compiled["definition"])  # type: ignore[no-any-return]  # the builder's own type


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


@cache
def _builder(kind: Any) -> Callable[[Any], Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_builder(kind)
    if origin is tuple:
        return _tuple_builder(arguments[0])
    if origin is dict:
        return _dict_builder(arguments[1])
    if origin in (Union, types.UnionType):
        return _optional_builder([part for part in arguments if part is not type(None)])
    return _as_it_is


def _as_it_is(value: object) -> object:
    return value


def _dataclass_builder(kind: type[Value]) -> Callable[[Any], Value]:
    """The builders of its fields are made when first needed, since a question may hold questions."""

    @cache
    def builders() -> dict[str, Callable[[Any], Any]]:
        hints = get_type_hints(kind)
        return {field.name: _builder(hints[field.name]) for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass

    def build(data: Mapping[str, Any]) -> Value:
        return kind(**{name: builders()[name](value) for name, value in data.items() if name in builders()})

    return build


def _tuple_builder(kind: Any) -> Callable[[Any], Any]:
    build = _builder(kind)
    return lambda items: tuple(build(item) for item in items)


def _dict_builder(kind: Any) -> Callable[[Any], Any]:
    build = _builder(kind)
    return lambda items: {key: build(item) for key, item in items.items()}


def _optional_builder(kinds: list[Any]) -> Callable[[Any], Any]:
    """Of several kinds none is built (plain values of a union); of one it is, unless the value is None."""
    if len(kinds) != 1:
        return _as_it_is
    build = _builder(kinds[0])
    return lambda value: None if value is None else build(value)
