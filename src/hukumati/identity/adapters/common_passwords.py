"""The most common passwords: the list of 20,000 that comes with Django."""

import gzip
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation


@cache
def read() -> frozenset[str]:
    """Return the passwords in lower case."""
    path = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
