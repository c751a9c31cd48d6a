"""Sentences in both languages, and values as a person reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.service_language.api import After, Choice, Effect, Expression
from hukumati.studio.pictures.edges import days_passed

Area = Literal["service", "form", "flow", "rules", "lists", "documents", "messages", "requests", "texts", "guide"]
LONGEST_VALUE = 160

NOTHING = Bilingual(ar="لا شيء", en="nothing")
YES, NO = Bilingual(ar="نعم", en="yes"), Bilingual(ar="لا", en="no")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is otherwise in the new version."""

    area: Area
    text: Bilingual


def say(area: Area, ar: str, en: str, **values: Any) -> Change:
    """Put values into a sentence of each language."""
    shown = {name: value_words(value) for name, value in values.items()}
    return Change(
        area,
        Bilingual(
            ar=ar.format(**{name: value.ar for name, value in shown.items()}),
            en=en.format(**{name: value.en for name, value in shown.items()}),
        ),
    )


def value_words(value: Any) -> Bilingual:
    """Write any value of a definition as a person reads it, shortened when it is long."""
    told = _words(value)
    return Bilingual(ar=_short(told.ar), en=_short(told.en))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _words(value: Any) -> Bilingual:
    if isinstance(value, Bilingual):
        return value
    if isinstance(value, bool):
        return YES if value else NO
    if value is None or value in ("", (), {}, []):
        return NOTHING
    if isinstance(value, Mapping):
        return _joined([_pair(key, each) for key, each in value.items()])
    if isinstance(value, tuple | list):
        return _joined([_words(each) for each in value])
    return _of_the_language(value)


def _of_the_language(value: Any) -> Bilingual:
    match value:
        case Expression():
            return _same(value.text)
        case Effect():
            return _same(f"{value.kind} {value.argument}".strip())
        case After():
            passed = days_passed(value.days)
            return Bilingual(ar=f"{passed.ar} إلى {value.to}", en=f"{passed.en} to {value.to}")
        case Choice():
            return value.label
        case Money():
            return _same(str(value))
    return _joined(_parts(value)) if is_dataclass(value) else _same(str(value))


def _parts(value: Any) -> list[Bilingual]:
    given = [(field.name, getattr(value, field.name)) for field in fields(value)]
    return [_pair(name, each) for name, each in given if each not in (None, "", (), {}, False)]


def _pair(key: Any, value: Any) -> Bilingual:
    told = _words(value)
    return Bilingual(ar=f"{key}: {told.ar}", en=f"{key}: {told.en}")


def _joined(parts: list[Bilingual]) -> Bilingual:
    return Bilingual(ar="، ".join(part.ar for part in parts), en=", ".join(part.en for part in parts))


def _same(text: str) -> Bilingual:
    return Bilingual(ar=text, en=text)
