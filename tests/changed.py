"""Runs the tests that a change can break: `make test-changed`, or with `ARGS=main` those of all that differs from main.

A test runs when it imports, over however many modules, something that changed, or stands in the part of a changed
template, style, translation or table. One journey over the whole platform runs whenever `src` or `services` changed.
What everything depends on (settings, requirements, the tests' own plugins) runs everything.
"""

import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import grimp

from tests.run import pytest, run_all

REPOSITORY: Final = Path(__file__).resolve().parents[1]
EVERYTHING: Final = (
    "pyproject.toml", "requirements", "Makefile", "tests/conftest.py", "tests/settings.py", "tests/run.py",
    "src/hukumati/project/settings.py", "src/hukumati/project/config.py", "src/hukumati/project/testing.py",
)  # fmt: skip
JOURNEY: Final = "tests/journeys/test_clear_path.py"
ALWAYS: Final = "tests/architecture"
ROOTS: Final = ("hukumati", "exchange", "simulators", "tests")


def changed_files(since: str) -> list[str]:
    """List what differs from a revision, and what git does not know yet."""
    differs = _git("diff", "--name-only", since)
    return sorted({*differs, *_git("ls-files", "--others", "--exclude-standard")})


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@cache
def _graph() -> grimp.ImportGraph:
    sys.path[:0] = [str(REPOSITORY / "src"), str(REPOSITORY)]
    return grimp.build_graph(*ROOTS, cache_dir=None)


def affected_tests(files: Iterable[str]) -> list[str] | None:
    """Return the test files that these changes can break; None: all of them."""
    files = list(files)
    if any(file.startswith(EVERYTHING) for file in files):
        return None
    modules = {module for file in files for module in _modules_of(file)}
    touched = modules.union(*(_graph().find_downstream_modules(module) for module in modules))
    found = {_file_of(module) for module in touched if module.rpartition(".")[2].startswith("test_")}
    if any(file.startswith(("src/", "services/", "demo/")) for file in files):
        found.add(JOURNEY)
    if any(file.startswith("services/") for file in files):
        found.add("services")
    return sorted({*found, ALWAYS})


def _modules_of(file: str) -> set[str]:
    """Return the modules that a file stands for: itself, or all of the folder's that owns a template or table."""
    path = Path(file)
    if path.suffix == ".py":
        name = ".".join(path.with_suffix("").parts[1 if path.parts[0] == "src" else 0 :]).removesuffix(".__init__")
        return {name} & _graph().modules
    if path.parts[0] != "src":
        return set()
    owner = next((parent for parent in path.parents if (REPOSITORY / parent / "__init__.py").exists()), None)
    if owner is None:
        return set()
    package = ".".join(owner.parts[1:])
    return {package, *_graph().find_descendants(package)} & _graph().modules


def _file_of(module: str) -> str:
    path = Path(*module.split(".")).with_suffix(".py")
    return (path if module.startswith("tests.") else Path("src") / path).as_posix()


def main(arguments: list[str]) -> int:
    """Run the tests for what changed since a revision (HEAD) and return pytest's exit status."""
    files = changed_files(arguments[0] if arguments else "HEAD")
    if not files:
        print("nothing has changed")
        return 0
    tests = affected_tests(files)
    if tests is None:
        print("what changed concerns everything: all tests")
        return run_all()
    print(f"{len(files)} changed files: {len(tests)} test files")
    return pytest(*tests)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
