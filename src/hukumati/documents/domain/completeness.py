"""What a paper must not lack: an empty name or a null is never sealed."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from hukumati.core.glyphs import NOT_DRAWN
from hukumati.core.json import JsonObject, JsonValue


def missing_fields(data: JsonObject, *, optional: Collection[str]) -> tuple[str, ...]:
    """Return the fields that are empty and may not be, each once: "name_en", "purpose.ar", "owners.share".

    Empty is null, a text of which nothing is seen, a list or an object of nothing. `optional` names what may be, by
    the same paths: an optional field may be empty, what a field that is there consists of may not.
    """
    return tuple(dict.fromkeys(path for name, value in data.items() for path in _empty(value, name, optional)))


def _empty(value: JsonValue, path: str, optional: Collection[str]) -> Iterator[str]:
    if _is_empty(value):
        yield from () if path in optional else (path,)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _empty(part, f"{path}.{name}", optional)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from _empty(item, path, optional)


def _is_empty(value: JsonValue) -> bool:
    if isinstance(value, str):
        return all(sign.isspace() or unicodedata.category(sign) in NOT_DRAWN for sign in value)
    return value is None or (isinstance(value, Mapping | Sequence) and len(value) == 0)
