"""The manner of the house that can be counted: short files and functions, typed values, plain docstrings."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.house import REPOSITORY

MOST_LINES_OF_A_FILE: Final = 400
MOST_LINES_OF_A_FUNCTION: Final = 60
MOST_ANY_PER_THOUSAND_LINES: Final = 5
DICTIONARIES: Final = frozenset({"diagnostics_ar.py"})
"""Tables of sentences: as long as what they translate."""
DIALECT: Final = re.compile(r'"""This will\b')


def sources() -> list[Path]:
    """Return the source files of the platform, the security server and the simulators, without tests and migrations."""
    files = REPOSITORY.glob("src/**/*.py")
    return sorted(file for file in files if not {"tests", "migrations"} & set(file.parts))


def long_functions(source: str) -> Iterator[tuple[str, int]]:
    """Find functions that are too long, with their number of lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_LINES_OF_A_FUNCTION:
                yield node.name, lines


def count_any(source: str) -> int:
    """Count the uses of `Any` in annotations and elsewhere, its import not among them."""
    nodes = ast.walk(ast.parse(source))
    return sum(isinstance(node, ast.Name) and node.id == "Any" for node in nodes)


def test_files_are_short() -> None:
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in sources() if file.name not in DICTIONARIES}
    long = {str(file.relative_to(REPOSITORY)): lines for file, lines in lengths.items() if lines > MOST_LINES_OF_A_FILE}
    assert long == {}


def test_functions_are_short() -> None:
    found = {str(file.relative_to(REPOSITORY)): list(long_functions(file.read_text("utf-8"))) for file in sources()}
    assert {file: functions for file, functions in found.items() if functions} == {}


@pytest.mark.parametrize("program", ["hukumati", "exchange", "simulators"])
def test_values_are_typed(program: str) -> None:
    texts = [file.read_text("utf-8") for file in sources() if program in file.relative_to(REPOSITORY).parts]
    lines = sum(len(text.splitlines()) for text in texts)
    assert sum(map(count_any, texts)) / lines * 1000 <= MOST_ANY_PER_THOUSAND_LINES


def test_docstrings_say_what_a_function_does() -> None:
    files = [*REPOSITORY.glob("src/**/*.py"), *REPOSITORY.glob("tests/**/*.py")]
    own = Path(__file__)
    assert [str(file) for file in files if file != own and DIALECT.search(file.read_text("utf-8"))] == []


def test_what_is_counted_is_found() -> None:
    body = "\n".join(f"    x = {number}" for number in range(MOST_LINES_OF_A_FUNCTION))
    assert list(long_functions(f"def f():\n{body}\n")) == [("f", MOST_LINES_OF_A_FUNCTION + 1)]
    assert list(long_functions(f"def f():\n{body.removesuffix('    x = 59')}\n")) == []
    assert count_any("from typing import Any\ndef f(x: Any) -> dict[str, Any]: ...") == 2
    assert DIALECT.search('def f():\n    """This will run."""')
