"""Mistakes in a service folder, each with what an analyst needs to correct it: where, what, and how."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake; `line` counts from 1; `code` is stable and names the rule."""

    file: str
    line: int
    code: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}. {self.remedy} [{self.code}]"


class FolderRefused(ValueError):
    """The folder holds mistakes; `mistakes` are all that were found."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in sorted(mistakes)))
        self.mistakes = tuple(sorted(mistakes))
