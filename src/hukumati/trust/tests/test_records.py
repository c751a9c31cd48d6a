import importlib
import pkgutil
from dataclasses import is_dataclass

import hukumati.trust


def _records() -> list[type]:
    names = [each.name for each in pkgutil.walk_packages(hukumati.trust.__path__, "hukumati.trust.")]
    modules = [importlib.import_module(name) for name in names if ".tests" not in name and ".migrations" not in name]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and is_dataclass(value) and value.__module__ == module.__name__
    ]


def test_no_record_of_this_part_can_be_changed() -> None:
    records = _records()
    assert records
    assert [record.__name__ for record in records if not record.__dataclass_params__.frozen] == []  # type: ignore[attr-defined]
    assert [record.__name__ for record in records if "__slots__" not in vars(record)] == []
