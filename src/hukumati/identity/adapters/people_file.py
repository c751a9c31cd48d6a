"""The file of the fictional people."""

from functools import cache
from pathlib import Path
from typing import cast

import yaml

from hukumati.identity.domain.fictional_people import FictionalPeople


@cache
def read(path: Path) -> FictionalPeople:
    """Return everybody in the file."""
    return cast("FictionalPeople", yaml.safe_load(path.read_text("utf-8")))
