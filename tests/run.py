"""Runs every test: first those of the parts, then those of the whole platform; two at a time.

Tests of the whole platform share running platforms: one on which programs are killed and registers misbehave
(`tests/faults`), and one or two on which they do not. Each belongs to one worker (see `pytest_itemcollected` in
`tests/conftest.py`), so that no fault of one disturbs the other; whoever is done first takes the group that is left.
"""

import subprocess
import sys
from typing import Final

PARTS: Final = ["-m", "not browser and not platform", "-n", "2"]
WHOLE: Final = ["-m", "browser or platform", "-n", "2", "--dist", "loadgroup"]


def pytest(*arguments: str) -> int:
    """Run pytest in a process of its own and return its exit status."""
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], check=False).returncode


def run_all() -> int:
    """Run every test: those of the parts, then those of the whole platform."""
    return pytest(*PARTS) or pytest(*WHOLE)


def main(arguments: list[str]) -> int:
    """Run what the arguments name, or everything."""
    return pytest(*arguments) if arguments else run_all()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
