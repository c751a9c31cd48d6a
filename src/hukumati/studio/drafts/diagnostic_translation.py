"""Diagnostics of the checks in Arabic: an English sentence is matched with its template, and its values are reused.

The checks write English only: their other readers are developers at the command line.
"""

import re
from dataclasses import dataclass
from functools import cache

from hukumati.catalogue.api import Mistake
from hukumati.studio.drafts.diagnostics_ar import KINDS, SENTENCES, WORDS


@dataclass(frozen=True, slots=True)
class TranslatedDiagnostic:
    """A diagnostic in one language; not exact if only its kind could be translated."""

    problem: str
    remedy: str
    is_exact: bool


def translate_diagnostic(*, mistake: Mistake, language: str) -> TranslatedDiagnostic:
    """Return a diagnostic of the checks in "ar" or "en"."""
    if language != "ar":
        return TranslatedDiagnostic(_sentence(mistake.problem), mistake.remedy, True)
    problem, remedy = find_arabic(mistake.problem), find_arabic(mistake.remedy)
    if problem and remedy:
        return TranslatedDiagnostic(problem, remedy, True)
    return TranslatedDiagnostic(problem or kind_of(mistake.code), remedy or "", False)


def translate_sentence(*, text: str, language: str) -> str:
    """Return one sentence of the catalogue in "ar" if it has a translation, otherwise as it is."""
    return (find_arabic(text) if language == "ar" else None) or text


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"


def kind_of(code: str) -> str:
    """Return the Arabic name of the kind of problem that a rule finds."""
    return KINDS.get(code) or KINDS.get(code.partition(".")[0]) or KINDS[""]


def find_arabic(text: str) -> str | None:
    """Return one of the checks' sentences in Arabic, or None if it is unknown."""
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return sentence.format(**{name: _value(value) for name, value in found.groupdict().items()})
    return None


def _value(value: str) -> str:
    """Return a value without its quotes, isolated (FSI, PDI): names of the folder read from left to right in Arabic."""
    bare = value[1:-1] if len(value) > 2 and value[0] == value[-1] == "'" else value
    return WORDS.get(bare) or (f"\u2068{bare}\u2069" if bare else "")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(english), sentence) for english, sentence in SENTENCES)


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    seen: set[str] = set()
    expression = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            expression += re.escape(part)
        else:
            expression += f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
            seen.add(part)
    return re.compile(expression, re.DOTALL)
