"""What the registers answered, as an officer reads it: one titled list of rows for each register."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hukumati.core.bilingual import Bilingual
from hukumati.core.design.parts import Row
from hukumati.interoperability import api as interoperability


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
    for key, value in values.items():
        name = f"{prefix}{key}"
        if _is_bilingual(value):
            yield Row(name, str(Bilingual(ar=str(value["ar"]), en=str(value["en"]))))
        elif isinstance(value, Mapping):
            yield from _rows(value, f"{name} · ")
        elif isinstance(value, list):
            yield from _listed(name, value)
        else:
            yield Row(name, _scalar(value), ltr=not isinstance(value, bool))


def _listed(name: str, values: list[Any]) -> Iterator[Row]:
    if not values:
        yield Row(name, "–")
    for number, value in enumerate(values, 1):
        if isinstance(value, Mapping):
            yield from _rows(value, f"{name} {number} · ")
        else:
            yield Row(f"{name} {number}", _scalar(value), ltr=True)


def _is_bilingual(value: Any) -> bool:
    return isinstance(value, Mapping) and set(value) == {"ar", "en"} and isinstance(value["ar"], str)


def _scalar(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
