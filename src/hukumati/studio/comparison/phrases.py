"""Sentences about changes in both languages, with values written for people."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Literal

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.core.money_text import written
from hukumati.service_language.api import After, Choice, Effect, Expression
from hukumati.studio.pictures.edges import delay_label

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Area = Literal["service", "form", "flow", "rules", "lists", "documents", "messages", "requests", "texts", "guide"]
LONGEST_VALUE = 160

NOTHING = Bilingual(ar="لا شيء", en="nothing")
YES, NO = Bilingual(ar="نعم", en="yes"), Bilingual(ar="لا", en="no")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of the new version, as a sentence."""

    area: Area
    text: Bilingual


def change(area: Area, ar: str, en: str, **values: object) -> Change:
    """Make a change of a template for each language; values are written as `value_text` does."""
    shown = {name: value_text(value) for name, value in values.items()}
    return Change(
        area,
        Bilingual(
            ar=ar.format(**{name: value.ar for name, value in shown.items()}),
            en=en.format(**{name: value.en for name, value in shown.items()}),
        ),
    )


def value_text(value: object) -> Bilingual:
    """Write any value of a definition for people, shortened if it is long."""
    text = _text(value)
    return Bilingual(ar=_shorten(text.ar), en=_shorten(text.en))


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _text(value: object) -> Bilingual:
    if isinstance(value, Bilingual):
        return value
    if isinstance(value, bool):
        return YES if value else NO
    if value is None or value in ("", (), {}, []):
        return NOTHING
    if isinstance(value, Mapping):
        return join([named(key, each) for key, each in value.items()])
    if isinstance(value, tuple | list):
        return join([_text(each) for each in value])
    return _language_value_text(value)


def _language_value_text(value: object) -> Bilingual:
    match value:
        case Expression():
            return _untranslated(value.text)
        case Effect():
            return _untranslated(f"{value.kind} {value.argument}".strip())
        case After():
            delay = delay_label(value.days)
            return Bilingual(ar=f"{delay.ar} إلى {value.to}", en=f"{delay.en} to {value.to}")
        case Choice():
            return value.label
        case Money():
            return written(value)
    if is_dataclass(value) and not isinstance(value, type):
        return join(_field_texts(value))
    return _untranslated(str(value))


def _field_texts(value: "DataclassInstance") -> list[Bilingual]:
    given = [(field.name, getattr(value, field.name)) for field in fields(value)]
    return [named(name, each) for name, each in given if each not in (None, "", (), {}, False)]


def named(key: object, value: object) -> Bilingual:
    """Name a value: "fee: 20.00 ₪"."""
    text = _text(value)
    return Bilingual(ar=f"{key}: {text.ar}", en=f"{key}: {text.en}")


def join(parts: list[Bilingual]) -> Bilingual:
    """Join texts by the comma of each language."""
    return Bilingual(ar="، ".join(part.ar for part in parts), en=", ".join(part.en for part in parts))


def _untranslated(text: str) -> Bilingual:
    return Bilingual(ar=text, en=text)
