"""What officials filled in as people read it in a sentence or a message: {conditions}, {permit_fee}."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from hukumati.cases.models import Case
from hukumati.core.bilingual import Bilingual
from hukumati.core.design.formats import COMMA, in_plain_spaces, long_date, money_text
from hukumati.core.money import Money
from hukumati.service_language.api import Definition, Question, State, fill_text, label_of, sentence_of

YES_OR_NO: Final = {True: Bilingual(ar="نعم", en="Yes"), False: Bilingual(ar="لا", en="No")}


def told_in(case: Case, definition: Definition, state: State, way_in: str) -> Bilingual | None:
    """Return what the citizen reads in a state that the case came to by an action, with what officials filled in."""
    sentence = sentence_of(state, way_in)
    if sentence is None or "{" not in sentence.ar:
        return sentence
    ar, en = (fill_text(sentence.of(each), written_answers(case, definition, each)) for each in ("ar", "en"))
    return Bilingual(ar=ar, en=en) if ar and en else None


def written_answers(case: Case, definition: Definition, language: str) -> dict[str, str | None]:
    """Return the answers of officials in words, by question; None where there is none."""
    questions = definition.form.official_questions()
    return {each.id: written(each, case.answers.get(each.id), language) for each in questions}


def written(question: Question, answer: Any, language: str) -> str | None:
    """Return an answer in words, None where there is none, or it is of a type that no sentence holds."""
    if answer in (None, "", []) or question.type not in _WRITERS:
        return None
    return in_plain_spaces(_WRITERS[question.type](question, answer, language))


def _chosen(question: Question, answer: Any, language: str) -> str:
    chosen = answer if isinstance(answer, list) else [answer]
    labels = {option.code: option.label.of(language) for option in question.options}
    return f"{COMMA[language]} ".join(labels.get(str(code), str(code)) for code in chosen)


def _as_it_is(_question: Question, answer: Any, _language: str) -> str:
    return str(answer)


_WRITERS: Final[dict[str, Callable[[Question, Any, str], str]]] = {
    "text": _as_it_is,
    "long_text": _as_it_is,
    "number": _as_it_is,
    "year_number": _as_it_is,
    "time": _as_it_is,
    "web_address": _as_it_is,
    "decimal": lambda question, answer, language: (label_of(question, float(answer)) or {})[language],
    "choice": _chosen,
    "choices": _chosen,
    "office": _chosen,
    "money": lambda question, answer, language: money_text(Money(answer, question.currency), language=language),
    "date": lambda _question, answer, language: long_date(date.fromisoformat(answer), language=language),
    "yes_no": lambda _question, answer, language: YES_OR_NO[bool(answer)].of(language),
}
