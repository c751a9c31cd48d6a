"""Which tests reach a mutant: those that execute its statement; the others cannot notice it."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Final

from coverage import CoverageData

from tests.mutants.sampling import Mutant


def statement_lines(source: str, line: int) -> range:
    """Return the lines of the innermost statement at a line; of one with a body, those of its head."""
    statements = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
    around = [node for node in statements if node.lineno <= line <= (node.end_lineno or node.lineno)]
    innermost = max(around, key=lambda node: node.lineno)
    body = getattr(innermost, "body", None)
    last = body[0].lineno - 1 if body else innermost.end_lineno or innermost.lineno
    return range(innermost.lineno, max(last, innermost.lineno) + 1)


AT_IMPORT: Final = ""
"""The context of what runs before the first test: as modules are imported and tests collected."""


def reaching_tests(mutant: Mutant, *, root: Path, recorded: Path) -> frozenset[str]:
    """Name the tests that execute a mutant's statement, AT_IMPORT among them; none where another process alone does."""
    data = CoverageData(str(recorded))
    data.read()
    by_line = data.contexts_by_lineno(str(root / mutant.path))
    lines = statement_lines((root / mutant.path).read_text("utf-8"), mutant.line)
    return frozenset(test for line in lines for test in by_line.get(line, ()))


def in_order(tests: frozenset[str], files: list[str], rank: Callable[[str], int]) -> list[str]:
    """Return what pytest is to run: the reaching tests, the nearest files first; the files where none is known."""
    if not tests:
        return sorted(files, key=rank)
    return sorted(tests, key=lambda test: (rank(test.partition("::")[0]), test))
