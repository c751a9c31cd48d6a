"""The report of a draft's checks as a page shows it: where, what, and how to mend it, in the page's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from hukumati.studio import api as studio


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake; `original` is what the checks said, where the page's language has only the kind of mistake."""

    file: str
    line: int
    url: str
    problem: str
    remedy: str
    original: str
    here: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """One scenario: passed, or the step at which it came otherwise."""

    name: str
    file: str
    url: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that the checks said of a draft; `here` counts the faults of the file that is open."""

    faults: tuple[Fault, ...]
    trials: tuple[Trial, ...]
    is_sound: bool

    @property
    def here(self) -> int:
        """Count the faults of the file that is open."""
        return sum(fault.here for fault in self.faults)

    @property
    def passed(self) -> int:
        """Count the scenarios that passed."""
        return sum(not trial.faults for trial in self.trials)


def report_of(*, checked: studio.Checked, draft: studio.DraftView, language: str, path: str = "") -> Report:
    """Put a draft's report into the words of a page; faults of the file `path` come first."""
    faults = [_fault(mistake, draft, language, path) for mistake in checked.mistakes]
    trials = tuple(
        Trial(played.name, played.file, file_url(draft, played.file), _all(played.mistakes, draft, language, path))
        for played in checked.played
    )
    return Report(tuple(sorted(faults, key=lambda fault: not fault.here)), trials, checked.definition is not None)


def _all(mistakes: Iterable[studio.Mistake], draft: studio.DraftView, language: str, path: str) -> tuple[Fault, ...]:
    return tuple(_fault(mistake, draft, language, path) for mistake in mistakes)


def _fault(mistake: studio.Mistake, draft: studio.DraftView, language: str, path: str) -> Fault:
    told = studio.told_in(mistake=mistake, language=language)
    there = any(file.path == mistake.file for file in draft.files)
    return Fault(
        file=mistake.file,
        line=mistake.line,
        url=file_url(draft, mistake.file, mistake.line) if there else "",
        problem=told.problem,
        remedy=told.remedy,
        original="" if told.is_exact else f"{mistake.problem}. {mistake.remedy}",
        here=mistake.file == path,
    )


def file_url(draft: studio.DraftView, path: str, line: int = 0) -> str:
    """Return the address of a file of the draft, opened at a line."""
    address = reverse("studio_file", args=[draft.id, path])
    return f"{address}?{urlencode({'line': line})}#line-{line}" if line else address
