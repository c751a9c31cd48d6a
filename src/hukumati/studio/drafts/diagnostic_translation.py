"""What the checks say, in Arabic too: sentences are recognised by their form, and said anew with the same values."""

import re
from dataclasses import dataclass
from functools import cache

from hukumati.catalogue.api import Mistake
from hukumati.studio.drafts.diagnostics_ar import KINDS, SENTENCES, WORDS


@dataclass(frozen=True, slots=True)
class Told:
    """A mistake in one language; it is not exact where only its kind could be said."""

    problem: str
    remedy: str
    is_exact: bool


def told_in(*, mistake: Mistake, language: str) -> Told:
    """Say a mistake in "ar" or "en"."""
    if language != "ar":
        return Told(_sentence(mistake.problem), mistake.remedy, True)
    problem, remedy = arabic(mistake.problem), arabic(mistake.remedy)
    if problem and remedy:
        return Told(problem, remedy, True)
    return Told(problem or kind_of(mistake.code), remedy or "", False)


def said_in(*, text: str, language: str) -> str:
    """Say one sentence of the catalogue in "ar" where it is known, else as it is."""
    return (arabic(text) if language == "ar" else None) or text


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"


def kind_of(code: str) -> str:
    """Name in Arabic the kind of mistake that a rule finds."""
    return KINDS.get(code) or KINDS.get(code.partition(".")[0]) or KINDS[""]


def arabic(text: str) -> str | None:
    """Say one of the checks' sentences in Arabic, None for one that is not known."""
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return sentence.format(**{name: _value(value) for name, value in found.groupdict().items()})
    return None


def _value(value: str) -> str:
    """A name of the folder reads from left to right inside an Arabic sentence."""
    bare = value[1:-1] if len(value) > 2 and value[0] == value[-1] == "'" else value
    return WORDS.get(bare) or (f"\u2068{bare}\u2069" if bare else "")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(english), sentence) for english, sentence in SENTENCES)


def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    seen: set[str] = set()
    whole = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            whole += re.escape(part)
        else:
            whole += f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
            seen.add(part)
    return re.compile(whole, re.DOTALL)
