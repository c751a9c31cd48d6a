"""Collects what is wrong in a folder while it is parsed, so that one run reports every mistake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from hukumati.catalogue.folder.errors import Mistake
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Expression, ExpressionRefused, compile_expression

NOTHING = Expression(text="null", names=())


def suggest(word: str, known: Iterable[str]) -> str:
    """Return a sentence with the known word that the unknown one resembles, or with some known words."""
    known = sorted(known)
    close = get_close_matches(word, known, n=1) or [each for each in known if word in each]
    if close:
        return f"Did you mean {close[0]}?"
    listed = ", ".join(known[:12])
    return f"Known are: {listed}." if listed else "None is defined yet."


@dataclass(frozen=True, slots=True)
class At:
    """A place in a file of the folder."""

    file: str
    line: int


def at(source: YamlFile[object], *path: str | int) -> At:
    """Return the place of a part of a YAML file."""
    return At(source.file, source.line(*path))


@dataclass(slots=True)
class Diagnostics:
    """The mistakes found so far, and the texts that everything refers to."""

    texts: Mapping[str, Bilingual] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    texts_used: set[str] = field(default_factory=set)

    def add(self, place: At, code: str, problem: str, remedy: str) -> None:
        """Record one mistake."""
        self.mistakes.append(Mistake(place.file, place.line, code, problem, remedy))

    def unknown(self, place: At, code: str, what: str, word: str, known: Iterable[str]) -> None:
        """Record a reference to something that does not exist, and suggest the word that was probably meant."""
        self.add(place, code, f"there is no {what} {word!r}", suggest(word, known))

    def text(self, key: str, place: At) -> Bilingual:
        """Return the text of a key; record a mistake where it is missing."""
        self.texts_used.add(key)
        if key not in self.texts:
            self.add(place, "text.missing", f"the text {key!r} is not in text/ar.yaml", _text_remedy(key, self.texts))
        return self.texts.get(key, Bilingual(ar=key, en=key))

    def expression(self, text: str, place: At, names: Sequence[str], later: Sequence[str] = ()) -> Expression:
        """Compile an expression, or record why it cannot be; `later` are questions asked only afterwards."""
        try:
            return compile_expression(text, names)
        except ExpressionRefused as refused:
            self._refused(text, place, refused, names, later)
            return NOTHING

    def _refused(
        self, text: str, place: At, refused: ExpressionRefused, names: Sequence[str], later: Sequence[str]
    ) -> None:
        for name in refused.unknown:
            if name in later:
                remedy = "Move the question up, or the condition to a later page."
                self.add(place, "expression.later", f"{text!r} depends on {name!r}, which is asked later", remedy)
            else:
                self.add(place, "expression.name", f"{text!r} names {name!r}, which is unknown", suggest(name, names))
        if not refused.unknown:
            remedy = "See the reference for what an expression may hold; put words in single quotes."
            self.add(place, "expression.refused", f"{text!r} cannot be used: {refused}", remedy)


def _text_remedy(key: str, texts: Mapping[str, Bilingual]) -> str:
    close = get_close_matches(key, list(texts), n=1)
    return f"Add it to text/ar.yaml and text/en.yaml{f', or did you mean {close[0]}?' if close else '.'}"
