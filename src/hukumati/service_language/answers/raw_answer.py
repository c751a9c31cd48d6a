"""What was posted for one question, and the cleaning that every text goes through."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hukumati.core.glyphs import without_glyph
from hukumati.core.text import readable
from hukumati.service_language import validation_messages
from hukumati.service_language.answers.limits import MAX_RAW_LENGTH
from hukumati.service_language.definition import Definition
from hukumati.service_language.expressions import Facts
from hukumati.service_language.questions import Question
from hukumati.service_language.validation_messages import AnswerRefused

_REFUSED_KINDS = ("Cc", "Cs", "Co")


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """What was posted for a question, and what its reader needs besides.

    `fields` is everything that was posted, a QueryDict or a mapping from JSON; a question's parts stand in it under its
    id and suffixes. `facts` are known to the conditions of the form.
    """

    question: Question
    definition: Definition
    fields: Mapping[str, object]
    today: date
    facts: Facts = field(default_factory=dict)

    def sent(self, suffix: str = "") -> object:
        """Return what was posted under the question's id and suffix; blank text is None."""
        value = self.fields.get(self.question.id + suffix)
        return None if isinstance(value, str) and not value.strip() else value


def posted_values(fields: Mapping[str, object], name: str) -> object:
    """Return every value of a name in a QueryDict, and what stands under it in a mapping from JSON."""
    getlist = getattr(fields, "getlist", None)
    return getlist(name) if getlist else fields.get(name)


def clean_text(value: object, *, most: int, lines: bool = False) -> str:
    """Normalise a text (`readable`, single spaces) or refuse it. Raises AnswerRefused."""
    if not isinstance(value, str):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    if len(value) > MAX_RAW_LENGTH:
        raise AnswerRefused(validation_messages.too_long(most))
    text = readable(value)
    text = text if lines else text.replace("\t", " ").replace("\n", " ")
    if any(_odd(character) for character in text):
        raise AnswerRefused(validation_messages.ODD_CHARACTERS)
    if lacking := without_glyph(text):
        raise AnswerRefused(validation_messages.not_printable(lacking))
    text = _single_spaced(text)
    if len(text) > most:
        raise AnswerRefused(validation_messages.too_long(most))
    return text


def _odd(character: str) -> bool:
    noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return noncharacter or (character not in "\n\t" and unicodedata.category(character) in _REFUSED_KINDS)


def _single_spaced(text: str) -> str:
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
