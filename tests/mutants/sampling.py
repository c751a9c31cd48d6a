"""Which mutants there are, and a sample of them that a seed makes the same again."""

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tests.mutants.operators import operators

ROOMS: Final[dict[str, tuple[str, ...]]] = {
    "core": ("core/*.py",),
    "trust": ("trust/domain", "trust/use_cases", "trust/*.py"),
    "notifications": ("notifications/domain", "notifications/use_cases", "notifications/channels"),
    "identity": ("identity/domain", "identity/use_cases", "identity/authenticators"),
    "interoperability": ("interoperability/*.py",),
    "service_language": ("service_language",),
    "documents": ("documents/domain", "documents/use_cases"),
    "payments": ("payments/domain", "payments/use_cases", "payments/channels"),
    "catalogue": ("catalogue/folder", "catalogue/checks", "catalogue/exports", "catalogue/*.py"),
    "studio": ("studio/drafts", "studio/comparison", "studio/pictures"),
    "cases": (
        "cases/domain", "cases/engine", "cases/applying", "cases/requests", "cases/officials", "cases/background",
    ),
    "exchange": ("../exchange",),
}  # fmt: skip
"""Where the rules of each part stand, below src/hukumati: domains and use cases."""
NO_RULES: Final = frozenset({"api.py", "apps.py", "errors.py", "events.py", "failpoints.py", "models.py", "ports.py",
    "jobs.py", "wiring.py", "testing.py", "diagnostics_ar.py", "entries.py", "__init__.py"})  # fmt: skip
NOT_MUTATED: Final = frozenset({"tests", "migrations", "management", "design", "http", "adapters"})


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """One change to one file: which operator, and at which of the places where it fits."""

    part: str
    path: str
    operator: str
    occurrence: int
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.operator}"

    def source(self, root: Path) -> str:
        """Return the file's text with the change made."""
        text = (root / self.path).read_text("utf-8")
        changed = mutate_code(text, operators()[self.operator](), self.occurrence)
        assert isinstance(changed, str) and changed != text  # noqa: PT018
        return changed


@cache
def files_of(part: str, root: Path) -> tuple[Path, ...]:
    """List the files that hold a part's rules."""
    base = root / "src" / "hukumati"
    found: set[Path] = set()
    for room in ROOMS[part]:
        place = (base / room).resolve()
        found.update(base.glob(room) if "*" in room else place.rglob("*.py"))
    return tuple(
        sorted(
            file for file in found if file.name not in NO_RULES and not NOT_MUTATED & set(file.relative_to(root).parts)
        )
    )


def mutants_of(part: str, root: Path) -> Iterator[Mutant]:
    """Enumerate every mutant of a part."""
    for file in files_of(part, root):
        source = file.read_text("utf-8")
        tree, declared = get_ast(source), _declaration_lines(source)
        path = file.relative_to(root).as_posix()
        for name, operator in operators().items():
            made = operator()
            spans = (span for node in ast_nodes(tree) for span in made.mutation_positions(node))
            for occurrence, ((line, _), _end) in enumerate(spans):
                if line not in declared:
                    yield Mutant(part, path, name, occurrence, line)


def _declaration_lines(source: str) -> frozenset[int]:
    """Return the lines of decorators: `frozen=True` turned round is a change that no behaviour shows."""
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef | ast.FunctionDef))
    decorators = (decorator for node in nodes for decorator in node.decorator_list)
    return frozenset(line for each in decorators for line in range(each.lineno, (each.end_lineno or each.lineno) + 1))


def sample(*, root: Path, size: int, seed: int, parts: list[str]) -> list[Mutant]:
    """Draw mutants evenly from all that there are; a part with more rules has more of them."""
    every = [mutant for part in parts for mutant in mutants_of(part, root)]
    chance = random.Random(seed)
    return sorted(chance.sample(every, min(size, len(every))))
