"""Answers that are wrong in ways that look right: a field too few, or another answer every time."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def without_a_field(record: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the first field that the contract wants besides whom the answer is about."""
    missing = next(name for name in record if name != "id_number")
    return {name: value for name, value in record.items() if name != missing}


def moved_by(value: Any, days: int) -> Any:
    """Move every day of an answer by so many days; the answer keeps its contract."""
    if isinstance(value, Mapping):
        return {name: moved_by(inner, days) for name, inner in value.items()}
    if isinstance(value, list):
        return [moved_by(inner, days) for inner in value]
    if isinstance(value, str) and DAY.fullmatch(value):
        return (date.fromisoformat(value) + timedelta(days=days)).isoformat()
    return value
