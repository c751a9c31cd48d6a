"""Bounds of a question: between them some value must lie, and one is enough."""

from typing import Any

import pytest

from hukumati.catalogue.folder.bounds import is_empty_range
from hukumati.service_language.tests.making import question


@pytest.mark.parametrize(
    ("kind", "least", "most", "empty"),
    [
        ("number", 3, 3, False),
        ("number", 4, 3, True),
        ("decimal", "10.5", "10.50", False),
        ("decimal", "10.5", "9.5", True),
        ("time", "08:00", "08:00", False),
        ("time", "08:01", "08:00", True),
    ],
)
def test_a_range_of_one_value_is_a_range(kind: str, least: Any, most: Any, empty: bool) -> None:
    assert is_empty_range(question("q", kind, min=least, max=most)) is empty
