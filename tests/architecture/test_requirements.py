"""The page of requirements names tests that exist, or says why there is none."""

import re
from pathlib import Path
from typing import Final

from tests.architecture.house import REPOSITORY

PAGE: Final = REPOSITORY / "docs/reference/identity-requirements.md"
ROOTS: Final = (REPOSITORY / "src/hukumati", REPOSITORY / "src", REPOSITORY)
_ROW: Final = re.compile(r"^\| (?P<number>[\d.§]+) \| (?P<text>[^|]+) \| (?P<held>[^|]+) \|$", re.MULTILINE)
_TEST: Final = re.compile(r"`(?P<file>[\w/]+\.py)::(?P<name>test_\w+)`")


def rows() -> list[tuple[str, str]]:
    """Return each line of the tables: its number, and what holds it."""
    return [(row["number"], row["held"]) for row in _ROW.finditer(PAGE.read_text("utf-8"))]


def file_of(path: str) -> Path:
    """Return the file that the page names from one of the roots."""
    return next((root / path for root in ROOTS if (root / path).exists()), REPOSITORY / path)


def test_every_requirement_of_the_project_has_its_line() -> None:
    numbers = [number for number, _ in rows()]
    assert numbers[:44] == [str(number) for number in range(1, 45)]
    assert len(numbers) > 150


def test_every_test_that_the_page_names_exists() -> None:
    named = {(found["file"], found["name"]) for _, held in rows() for found in _TEST.finditer(held)}
    missing = [each for each in named if f"def {each[1]}(" not in _read(file_of(each[0]))]
    assert missing == []


def test_every_line_names_a_test_or_a_reason() -> None:
    bare = [number for number, held in rows() if not _TEST.search(held) and len(held.split()) < 4]
    assert bare == []


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""
