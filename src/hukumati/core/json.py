"""JSON: its types, its canonical form, and whether PostgreSQL can store it."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

JsonValue: TypeAlias = bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"] | None
"""What a JSON text can hold, to be read only; a mutable one is a `dict[str, JsonValue]`."""
JsonObject: TypeAlias = Mapping[str, JsonValue]


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
