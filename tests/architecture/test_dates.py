"""Dates are written by one rule: `core.months` names months, on pages, in messages and on papers."""

import re
from typing import Final

from hukumati.core.months import MONTHS
from tests.architecture.house import REPOSITORY

PLATFORM: Final = REPOSITORY / "src" / "hukumati"
PAPERS: Final = PLATFORM / "documents" / "typst" / "lib" / "document.typ"
OTHER_RULES: Final = re.compile(r"\bdate_format\b|%B\b|%b\b|%A\b|\|date:[\"'][^\"']*[lDFMNbEj]")


def test_nothing_else_writes_dates_for_people() -> None:
    sources = [path for suffix in ("py", "html", "txt") for path in PLATFORM.rglob(f"*.{suffix}")]
    found = [
        f"{path.relative_to(PLATFORM)}: {line.strip()}"
        for path in sources
        if "tests" not in path.parts
        for line in path.read_text("utf-8").splitlines()
        if OTHER_RULES.search(line)
    ]
    assert found == []


def test_papers_name_months_as_pages_do() -> None:
    source = PAPERS.read_text("utf-8")
    for language, names in MONTHS.items():
        line = next(line for line in source.splitlines() if line.startswith(f"#let months-{language} = "))
        assert tuple(re.findall(r'"([^"]+)"', line)) == names
