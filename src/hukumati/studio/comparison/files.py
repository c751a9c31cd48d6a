"""The difference between two folders, file by file and line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CONTEXT = 3
MOST_LINES = 6000
"""Above this many lines in both versions together a file is only reported as different."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a difference, with its number in the old and in the new file; None in the file that lacks it."""

    kind: Literal["same", "removed", "added", "gap"]
    text: str = ""
    old: int | None = None
    new: int | None = None


@dataclass(frozen=True, slots=True)
class FileDifference:
    """One file that differs; `lines` is empty if the file is too long to compare."""

    path: str
    kind: Literal["added", "removed", "changed"]
    lines: tuple[Line, ...]


def compare_files(*, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[FileDifference, ...]:
    """List the files that differ, sorted by path; `old` and `new` are texts by path."""
    paths = sorted({*old, *new})
    return tuple(_difference(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path))


def _difference(path: str, old: str | None, new: str | None) -> FileDifference:
    kind: Literal["added", "removed", "changed"] = "added" if old is None else "removed" if new is None else "changed"
    before, after = (old or "").splitlines(), (new or "").splitlines()
    lines = tuple(_lines(before, after)) if len(before) + len(after) <= MOST_LINES else ()
    return FileDifference(path, kind, lines)


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for number, group in enumerate(SequenceMatcher(None, old, new).get_grouped_opcodes(CONTEXT)):
        if number:
            yield Line("gap")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (Line("same", old[i], i + 1, j1 + i - i1 + 1) for i in range(i1, i2))
                continue
            yield from (Line("removed", old[i], i + 1, None) for i in range(i1, i2))
            yield from (Line("added", new[j], None, j + 1) for j in range(j1, j2))
