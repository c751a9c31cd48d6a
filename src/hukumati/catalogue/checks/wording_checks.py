"""Checks of how texts are worded: both languages say the same numbers, in one script, and no word is left over."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from hukumati.catalogue.checks.text_checks import ARABIC
from hukumati.catalogue.folder.diagnostics import At, at
from hukumati.catalogue.folder.parser import ParsedFolder

_NOT_READ: Final = re.compile(r"\{[a-z_]+\}|https?://\S+|\S+@\S+|\b[a-z][\w-]*(?:\.[a-z][\w-]*)+(?:/\S*)?", re.ASCII)
"""Placeholders, addresses and file names: no language and no script of digits is theirs."""
_NUMBER: Final = re.compile(r"[0-9](?:[0-9.,/]*[0-9])?")
_OTHER_DIGITS: Final = re.compile("[\u0660-\u0669\u06f0-\u06f9]")
_LATIN_WORD: Final = re.compile(r"\b[A-Za-z][a-z]{3,}\b")
"""PDF, JPEG, IBAN and SMS are written so in Arabic too; a word in small letters is English."""
_UNFINISHED: Final = re.compile(r"\b(?:TODO|FIXME|TBD|XXX+)\b|lorem ipsum|\?{3,}|\u061f{3,}", re.IGNORECASE)


def check_wording(parsed: ParsedFolder) -> None:
    """Record what a text says in one language alone: another number, foreign digits and words, a note to oneself."""
    ar, en = parsed.sources.ar, parsed.sources.en
    for source, language in ((ar, "ar"), (en, "en")):
        for key, text in source.value.items():
            _check_words(parsed, at(source, key), key, text, language)
    for key, text in en.value.items():
        _check_numbers(parsed, at(en, key), key, ar.value.get(key, text), text)
    for place, code, label_ar, label_en in _labels(parsed):
        _check_words(parsed, place, code, label_ar, "ar")
        _check_words(parsed, place, code, label_en, "en")
        if ARABIC.search(label_en):
            parsed.diagnostics.add(
                place, "text.language", f"{code!r} holds Arabic letters", "Translate it into English."
            )
        _check_numbers(parsed, place, code, label_ar, label_en)


def check_search_words(parsed: ParsedFolder) -> None:
    """Record words of a search that stand under the other language."""
    search = parsed.sources.service.value.get("search", {})
    for language in ("ar", "en"):
        for index, word in enumerate(search.get(language, ())):
            if (language == "en") is bool(ARABIC.search(word)):
                place = at(parsed.sources.service, "search", language, index)
                remedy = f"Write it under {'ar' if language == 'en' else 'en'}."
                parsed.diagnostics.add(place, "service.search", f"{word!r} stands under {language}", remedy)


def _check_words(parsed: ParsedFolder, place: At, key: str, text: str, language: str) -> None:
    plain = _NOT_READ.sub(" ", text)
    digits, unfinished = _OTHER_DIGITS.search(plain), _UNFINISHED.search(plain)
    if digits is not None:
        problem = f"{key!r} has the digit {digits[0]!r}: pages, messages and papers write 0 to 9 in both languages"
        parsed.diagnostics.add(place, "text.digits", problem, "Write the digits 0 to 9.")
    if unfinished is not None:
        problem = f"{key!r} is not finished: {unfinished[0]!r}"
        parsed.diagnostics.add(place, "text.unfinished", problem, "Write what people are to read.")
    foreign = _LATIN_WORD.search(plain) if language == "ar" and unfinished is None else None
    if foreign is not None and ARABIC.search(text):
        problem = f"{key!r} holds the English word {foreign[0]!r}"
        parsed.diagnostics.add(place, "text.language", problem, "Write it in Arabic.")


def _check_numbers(parsed: ParsedFolder, place: At, key: str, text_ar: str, text_en: str) -> None:
    """What one language says with more numbers, or in words, is not compared."""
    said_ar, said_en = (Counter(_NUMBER.findall(_NOT_READ.sub(" ", text))) for text in (text_ar, text_en))
    if said_ar - said_en and said_en - said_ar:
        problem = (
            f"{key!r} says {', '.join(said_ar.elements())} in Arabic and {', '.join(said_en.elements())} in English"
        )
        parsed.diagnostics.add(place, "text.numbers", problem, "Say the same number in both languages.")


def _labels(parsed: ParsedFolder) -> Iterator[tuple[At, str, str, str]]:
    for name, source in parsed.sources.lists.items():
        for choice, line in zip(parsed.definition.lists.get(name, ()), source.lines, strict=False):
            yield At(source.file, line), choice.code, choice.label.ar, choice.label.en
