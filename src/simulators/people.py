"""The fictional people that the registers know, read from demo/people.yaml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

People = Mapping[str, dict[str, Any]]


def load_people(path: Path) -> People:
    """Read the people, by ID number; dates become ISO text."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["people"]
    return {entry["id_number"]: _with_iso_dates(entry) for entry in entries}


def _with_iso_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_iso_dates(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_iso_dates(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
