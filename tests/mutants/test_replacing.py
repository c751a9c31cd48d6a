"""A function replaced where it runs does what a fresh process with the changed file would do."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutants.replacing import ChangedAtImport, compiled, replace_functions

SOURCE = """
from dataclasses import dataclass
from functools import cache

FREE = 2

def around(function):
    def inner(copies):
        return function(copies) + 0
    return inner

@cache
def fee(copies, free=FREE):
    return max(each for each in [0, copies - free] if each >= 0)

@around
def doubled(copies):
    return copies * 2 if copies > 1 else copies

@dataclass(slots=True)
class Order:
    copies: int
    urgent: bool = True

    @property
    def is_large(self):
        return self.copies > 5
"""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[ModuleType]:
    """A module as it was imported from a file, under the name that its file would have."""
    module = ModuleType("shop_of_copies")
    module.__file__ = str(tmp_path / "shop.py")
    sys.modules[module.__name__] = module
    exec(compiled(SOURCE, module.__file__), module.__dict__)  # noqa: S102 — the text above
    yield module
    del sys.modules[module.__name__]


def change(module: ModuleType, old: str, new: str) -> int:
    """Change a function of the module as a mutant would."""
    assert SOURCE.count(old) == 1
    assert module.__file__
    return replace_functions(module.__file__, SOURCE, SOURCE.replace(old, new))


def test_a_function_that_was_imported_elsewhere_is_changed_too(shop: ModuleType) -> None:
    fee = shop.fee
    assert change(shop, "copies - free", "copies + free") == 1
    assert fee(3) == 5


def test_a_decorated_function_is_changed_behind_its_decorator(shop: ModuleType) -> None:
    assert change(shop, "copies > 1", "copies > 9") == 1
    assert shop.doubled(3) == 3


def test_an_inner_function_is_changed_where_it_was_made_and_where_it_will_be(shop: ModuleType) -> None:
    assert change(shop, "function(copies) + 0", "function(copies) - 7") == 2
    assert shop.doubled(3) == -1
    assert shop.around(lambda copies: copies)(7) == 0


def test_a_property_of_a_class_with_slots_is_changed(shop: ModuleType) -> None:
    assert change(shop, "self.copies > 5", "self.copies >= 5") == 1
    assert shop.Order(5).is_large


def test_a_function_of_another_file_with_the_same_code_stays(shop: ModuleType, tmp_path: Path) -> None:
    path = str(tmp_path / "other.py")
    assert replace_functions(path, SOURCE, SOURCE.replace("copies > 1", "copies > 9")) == 0
    assert shop.doubled(3) == 6


@pytest.mark.parametrize(
    ("old", "new"),
    [("FREE = 2", "FREE = 3"), ("free=FREE", "free=not FREE"), ("urgent: bool = True", "urgent: bool = 1")],
)
def test_a_constant_a_default_and_a_field_show_in_a_fresh_process_alone(shop: ModuleType, old: str, new: str) -> None:
    with pytest.raises(ChangedAtImport):
        change(shop, old, new)
