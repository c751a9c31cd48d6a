"""All mistakes that tests plant, and the page that lists them, which `write` writes anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hukumati.catalogue.tests import (
    planted_decisions,
    planted_in_sheets,
    planted_meanings,
    planted_mistakes,
    planted_said,
    planted_siblings,
)
from hukumati.catalogue.tests.planting import Planted

PAGE: Final = Path(__file__).parents[4] / "docs" / "reference" / "planted-mistakes.md"
GROUPS: Final = {
    "Words, references and lines": planted_mistakes,
    "Meanings, named in trials, and questions, calls and computed values": planted_meanings,
    "What officials fill in, second fees, queues": planted_in_sheets,
    "Decisions that do not stand, and what is said again": planted_decisions,
    "Siblings: what people do near those": planted_siblings,
    "What is said: numbers, days, money, languages, whose paper it is": planted_said,
}
HEAD: Final = """# Mistakes that the check finds

Written from the tables of `catalogue/tests/planted_*.py` (a test keeps both equal; `hukumati manage shell -c
"from hukumati.catalogue.tests import planted; planted.write()"`). Each mistake is planted into a sound folder by a
test, and must be told with its code, file, line and a remedy.
"""


def planted_of(module: object) -> Iterator[Planted]:
    """Yield the mistakes in the tables of a module."""
    for table in vars(module).values():
        if isinstance(table, tuple):
            yield from (each for each in table if isinstance(each, Planted))


def page() -> str:
    """Return the page of the reference: by group and code, how many are planted, in which files."""
    parts = [HEAD]
    for title, module in GROUPS.items():
        mistakes = list(planted_of(module))
        parts.append(f"\n## {title} ({len(mistakes)})\n\n| Code | Planted | Told in |\n|---|---|---|\n")
        for code in sorted({each.code for each in mistakes}):
            of_code = [each for each in mistakes if each.code == code]
            files = sorted({_kind_of_file(each.told_in or each.file) for each in of_code})
            parts.append(f"| `{code}` | {len(of_code)} | {', '.join(files)} |\n")
    return "".join(parts)


def _kind_of_file(name: str) -> str:
    folder, _, _ = name.rpartition("/")
    return f"{folder}/" if folder else name


def write() -> None:
    """Write the page anew."""
    PAGE.write_text(page(), encoding="utf-8")
