"""JSON: its types, reading what strangers sent, its canonical form, and whether PostgreSQL can store it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NoReturn, TypeAlias

JsonValue: TypeAlias = bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None
"""What a JSON text can hold, to be read only; a mutable one is a `dict[str, JsonValue]`."""
JsonObject: TypeAlias = Mapping[str, JsonValue]

LARGEST: Final = 1024 * 1024
DEEPEST: Final = 64


class NotJson(ValueError):
    """It is no JSON that this platform reads."""


def parse_json(data: bytes | str, *, largest: int = LARGEST, unique_members: bool = False) -> Any:
    """Return the value of JSON from outside: at most `largest` bytes, 64 levels, no NaN and no NUL. Raises NotJson.

    With `unique_members` an object that names a member twice is refused: readers disagree on which of the two counts.
    """
    if len(data) > largest:
        raise NotJson("too large")
    try:
        value = json.loads(data, parse_constant=_refuse, object_pairs_hook=_unique if unique_members else None)
    except (ValueError, RecursionError) as error:  # deeply nested JSON exhausts the stack
        raise NotJson("unreadable") from error
    if _is_deep(value) or not is_storable(value):
        raise NotJson("too deep, or a text that cannot be kept")
    return value


def _refuse(constant: str) -> NoReturn:
    raise NotJson(constant)


def _unique(members: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(members)
    if len(value) != len(members):
        raise NotJson("a member is named twice")
    return value


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for each in level if isinstance(each, dict | list) for inner in _inside(each)]
        if not level:
            return False
    return True


def _inside(value: "dict[str, object] | list[object]") -> "list[object]":
    return [*value.values()] if isinstance(value, dict) else value


def canonical_json(value: object) -> bytes:
    """Serialise a value in exactly one way: sorted keys, no spaces, UTF-8. Raises ValueError for NaN and infinities."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def is_storable(value: object) -> bool:
    """Return whether a jsonb column can hold the value: no NUL, no lone surrogate, no NaN."""
    try:
        return b"\\u0000" not in canonical_json(value)
    except ValueError:
        return False
