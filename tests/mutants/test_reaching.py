"""A mutant is put to the tests that execute its statement."""

from pathlib import Path

import pytest
from coverage import CoverageData

from tests.mutants.reaching import in_order, reaching_tests, statement_lines
from tests.mutants.sampling import Mutant

SOURCE = """def fee(copies, free):
    if (
        copies < 2
        and free
    ):
        return 0
    return sum(
        each
        for each in range(copies)
    )
"""


@pytest.mark.parametrize(("line", "lines"), [(3, [2, 3, 4, 5]), (6, [6]), (9, [7, 8, 9, 10]), (1, [1])])
def test_a_mutant_stands_in_its_innermost_statement(line: int, lines: list[int]) -> None:
    assert list(statement_lines(SOURCE, line)) == lines


def test_the_tests_that_execute_the_statement_are_run_nearest_first(tmp_path: Path) -> None:
    (tmp_path / "fee.py").write_text(SOURCE)
    data = CoverageData(str(tmp_path / "recorded"))
    for context, lines in {"": [1], "far.py::b": [7, 8], "near.py::a": [2, 7], "near.py::c": [2]}.items():
        data.set_context(context)
        data.add_lines({str(tmp_path / "fee.py"): lines})
    data.write()
    found = reaching_tests(Mutant("x", "fee.py", "Sub", 0, 9), root=tmp_path, recorded=tmp_path / "recorded")
    assert in_order(found, ["far.py", "near.py"], {"near.py": 1, "far.py": 2}.__getitem__) == [
        "near.py::a",
        "far.py::b",
    ]


def test_where_nothing_was_recorded_every_file_is_run(tmp_path: Path) -> None:
    assert in_order(frozenset(), ["far.py", "near.py"], {"near.py": 1, "far.py": 2}.__getitem__) == [
        "near.py",
        "far.py",
    ]
