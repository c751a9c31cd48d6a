"""The report of a draft's checks as pages show it: place, problem and remedy, in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from hukumati.studio import api as studio


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem that the checks found.

    `original` is the English text where the language of the page has only the kind of problem; `is_here` tells whether
    it is in the file that is open.
    """

    file: str
    line: int
    url: str
    problem: str
    remedy: str
    original: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One scenario that was played; without diagnostics it passed."""

    name: str
    file: str
    url: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the checks found in a draft."""

    diagnostics: tuple[Diagnostic, ...]
    scenarios: tuple[ScenarioResult, ...]
    is_sound: bool

    @property
    def passed(self) -> int:
        """Return the number of scenarios that passed."""
        return sum(not scenario.diagnostics for scenario in self.scenarios)


def make_report(*, checked: studio.Checked, draft: studio.DraftView, language: str, path: str = "") -> Report:
    """Make the report of a draft in "ar" or "en"; diagnostics of the open file `path` come first."""
    diagnostics = _diagnostics(checked.mistakes, draft, language, path)
    scenarios = tuple(
        ScenarioResult(
            name=played.name,
            file=played.file,
            url=file_url(draft, played.file),
            diagnostics=_diagnostics(played.mistakes, draft, language, path),
        )
        for played in checked.played
    )
    return Report(
        diagnostics=tuple(sorted(diagnostics, key=lambda diagnostic: not diagnostic.is_here)),
        scenarios=scenarios,
        is_sound=checked.definition is not None,
    )


def _diagnostics(
    mistakes: Iterable[studio.Mistake], draft: studio.DraftView, language: str, path: str
) -> tuple[Diagnostic, ...]:
    return tuple(_diagnostic(mistake, draft, language, path) for mistake in mistakes)


def _diagnostic(mistake: studio.Mistake, draft: studio.DraftView, language: str, path: str) -> Diagnostic:
    translated = studio.translate_diagnostic(mistake=mistake, language=language)
    in_draft = any(file.path == mistake.file for file in draft.files)  # a missing file has no editor to link to
    return Diagnostic(
        file=mistake.file,
        line=mistake.line,
        url=file_url(draft, mistake.file, mistake.line) if in_draft else "",
        problem=translated.problem,
        remedy=translated.remedy,
        original="" if translated.is_exact else f"{mistake.problem}. {mistake.remedy}",
        is_here=mistake.file == path,
    )


def file_url(draft: studio.DraftView, path: str, line: int = 0) -> str:
    """Return the address of a file of the draft, opened at a line if one is given."""
    address = reverse("studio_file", args=[draft.id, path])
    return f"{address}?{urlencode({'line': line})}#line-{line}" if line else address
