"""Each module of the OpenID Foundation's test plans has tests of our own that ask for the same, or a reason why not."""

import ast
from functools import cache
from pathlib import Path
from typing import Final

import pytest
import yaml

from hukumati.project.config import REPOSITORY

HERE: Final = Path(__file__).parent
TESTS: Final = REPOSITORY / "src" / "hukumati" / "identity" / "tests"
PLANS: Final[dict[str, list[str]]] = yaml.safe_load((HERE / "plans.yaml").read_text("utf-8"))
MODULES: Final[dict[str, list[str] | str]] = yaml.safe_load((HERE / "modules.yaml").read_text("utf-8"))


@cache
def _names_in(file: Path) -> frozenset[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse(file.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_the_table_knows_every_module_of_every_plan_and_no_other() -> None:
    assert {module for modules in PLANS.values() for module in modules} == MODULES.keys()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_tests_that_exist_or_a_reason(module: str) -> None:
    told = MODULES[module]
    if isinstance(told, str):
        assert told.endswith("."), "a reason is a sentence"
        return
    assert told
    for each in told:
        file, name = each.split("::")
        assert name in _names_in(TESTS / f"{file}.py"), each
