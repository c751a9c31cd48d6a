"""Answers that are wrong in ways that look right: a field missing, or dates that change every time."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from simulators.base.json_values import Json, JsonObject

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def without_first_field(record: JsonObject) -> JsonObject:
    """Return the answer without its first field, which the contract requires, after the ID number."""
    missing = next(name for name in record if name != "id_number")
    return {name: value for name, value in record.items() if name != missing}


def with_shifted_dates(value: Json, days: int) -> Json:
    """Return the value with every date shifted by a number of days; the contract is still kept."""
    if isinstance(value, Mapping):
        return {name: with_shifted_dates(inner, days) for name, inner in value.items()}
    if isinstance(value, str):
        return (date.fromisoformat(value) + timedelta(days=days)).isoformat() if DATE.fullmatch(value) else value
    if isinstance(value, Sequence):
        return [with_shifted_dates(inner, days) for inner in value]
    return value
