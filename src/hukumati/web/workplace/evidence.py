"""What the registers answered, as an officer reads it: one titled list of rows for each register."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hukumati.core.bilingual import Bilingual
from hukumati.core.design import formats
from hukumati.core.design.parts import Row
from hukumati.interoperability import api as interoperability
from hukumati.web.portal.summaries import name_text

LABELS: Final = {
    "id_number": gettext_lazy("ID number"),
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Citizen or resident"),
    "born_on": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "governorate": gettext_lazy("Governorate"),
    "alive": gettext_lazy("Alive"),
    "died_on": gettext_lazy("Date of death"),
    "guardians": gettext_lazy("Guardian"),
    "clear": gettext_lazy("Without judgments"),
    "judgments": gettext_lazy("Judgment"),
    "number": gettext_lazy("Number"),
    "court": gettext_lazy("Court"),
    "decided_on": gettext_lazy("Date of the judgment"),
    "class": gettext_lazy("Class"),
    "offence": gettext_lazy("Offence"),
    "sentence": gettext_lazy("Sentence"),
    "extracted_at": gettext_lazy("Taken from the register"),
}
WORDS: Final = {
    "citizen": gettext_lazy("Citizen"),
    "resident": gettext_lazy("Resident"),
    "female": gettext_lazy("Female"),
    "male": gettext_lazy("Male"),
    "felony": gettext_lazy("Felony"),
    "misdemeanour": gettext_lazy("Misdemeanour"),
}
_ORDER: Final = {name: place for place, name in enumerate(LABELS)}
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAME_PARTS: Final = {"first", "father", "grandfather", "family"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One register's answer."""

    title: Bilingual
    rows: tuple[Row, ...]


def evidence_of(registers: Mapping[str, Any]) -> list[Evidence]:
    """This will turn the answers kept in a case into lists; `registers` maps a contract to its values."""
    return [
        Evidence(interoperability.get_contract(contract).title, tuple(_rows(values)))
        for contract, values in registers.items()
        if values
    ]


def _rows(values: Mapping[str, Any], prefix: str = "") -> Iterator[Row]:
    """In the order of LABELS; what has no label there comes last, under the register's own word."""
    for key in sorted(values, key=lambda name: _ORDER.get(name, len(_ORDER))):
        yield from _row(f"{prefix}{LABELS.get(key, key)}", values[key])


def _row(label: str, value: Any) -> Iterator[Row]:
    if isinstance(value, list):
        yield from _listed(label, value)
    elif not isinstance(value, Mapping):
        yield Row(label, _text(value), ltr=_is_code(value))
    elif set(value) == {"ar", "en"}:
        yield Row(label, _in_both(value))
    else:
        yield from _rows(value, f"{label} · ")


def _listed(label: str, values: list[Any]) -> Iterator[Row]:
    if not values:
        yield Row(label, "–")
    for number, value in enumerate(values, 1):
        if isinstance(value, Mapping):
            yield from _rows(value, f"{label} {number} · ")
        else:
            yield Row(f"{label} {number}", _text(value), ltr=_is_code(value))


def _in_both(value: Mapping[str, Any]) -> str:
    """A text in both languages, or a name of four parts in both."""
    if isinstance(value["ar"], Mapping) and set(value["ar"]) <= _NAME_PARTS:
        return name_text(value)
    return str(Bilingual(ar=str(value["ar"]), en=str(value["en"])))


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and value not in WORDS and not _DATE.match(value)


def _text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    text = str(value)
    if _DATE.fullmatch(text):
        return formats.long_date(date.fromisoformat(text))
    if _DATE.match(text) and "T" in text:
        return formats.long_datetime(datetime.fromisoformat(text))
    return str(WORDS.get(text, text))
