"""The data dictionary: what every field of every contract means, kept in dictionary/*.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from hukumati.core.arabic import fold
from hukumati.core.bilingual import Bilingual
from hukumati.interoperability import contract_files
from hukumati.interoperability.domain.contract import Contract, JsonDict
from hukumati.interoperability.errors import NoSuchElement

FOLDER: Final = Path(__file__).parent / "dictionary"
TYPES: Final = {
    "text": Bilingual(ar="نص", en="Text"),
    "code": Bilingual(ar="رمز من قائمة مغلقة", en="Code of a closed list"),
    "name": Bilingual(ar="اسم رباعي باللغتين", en="Name of four parts in both languages"),
    "bilingual_text": Bilingual(ar="نص باللغتين", en="Text in both languages"),
    "date": Bilingual(ar="تاريخ (ISO 8601)", en="Date (ISO 8601)"),
    "time": Bilingual(ar="تاريخ ووقت (ISO 8601)", en="Date and time (ISO 8601)"),
    "whole_number": Bilingual(ar="عدد صحيح", en="Whole number"),
    "amount": Bilingual(ar="مبلغ وعملة", en="Amount and currency"),
    "yes_no": Bilingual(ar="نعم أو لا", en="Yes or no"),
    "record": Bilingual(ar="سجل من عدة عناصر", en="Record of several elements"),
    "file": Bilingual(ar="ملف", en="File"),
}
SENSITIVITIES: Final = {
    "public": Bilingual(ar="عام", en="Public"),
    "personal": Bilingual(ar="شخصي", en="Personal"),
    "sensitive": Bilingual(ar="شخصي حسّاس", en="Personal and sensitive"),
}


@dataclass(frozen=True, slots=True)
class Element:
    """One element: `source` is the contract of the register that answers for it, None where people tell it themselves.

    `type` and `sensitivity` are words of `TYPES` and `SENSITIVITIES`; `format` is a pattern or the name of a standard.
    """

    id: str
    name: Bilingual
    definition: Bilingual
    type: str
    format: str
    source: str | None
    sensitivity: str


@dataclass(frozen=True, slots=True)
class ElementUse:
    """That a contract's field, or a parameter of its question, is an element; `field` is a dotted path."""

    contract: str
    contract_title: Bilingual
    field: str
    label: Bilingual
    is_parameter: bool


@cache
def load() -> dict[str, Element]:
    """Read the whole dictionary, once, by id."""
    elements = [element for path in sorted(FOLDER.glob("*.yaml")) for element in _read(path)]
    return {element.id: element for element in sorted(elements, key=lambda element: element.id)}


def get(element_id: str) -> Element:
    """Return an element; raises `NoSuchElement`."""
    try:
        return load()[element_id]
    except KeyError as error:
        raise NoSuchElement(f"The dictionary has no element {element_id}.") from error


def search(text: str) -> tuple[Element, ...]:
    """Find elements whose id, names or definitions hold every word, in either language; all for no word."""
    words = fold(text).split()
    return tuple(element for element in load().values() if all(word in _folded(element.id) for word in words))


@cache
def _folded(element_id: str) -> str:
    element = load()[element_id]
    texts = (element.name.ar, element.name.en, element.definition.ar, element.definition.en)
    return fold(" ".join((element_id.replace(".", " ").replace("_", " "), *texts)))


def uses_of(element_id: str) -> tuple[ElementUse, ...]:
    """List the contracts' fields and parameters that are this element."""
    element = get(element_id)
    contracts = contract_files.load().values()
    return tuple(use for contract in contracts for use in _uses_in(contract, element))


def _uses_in(contract: Contract, element: Element) -> Iterator[ElementUse]:
    for path, meaning in contract.concepts.items():
        if meaning == element.id:
            yield ElementUse(contract.id, contract.title, path, contract.labels[path], is_parameter=False)
    for name, parameter in contract.parameters.items():
        if parameter.means == element.id:
            yield ElementUse(contract.id, contract.title, name, element.name, is_parameter=True)


def _read(path: Path) -> list[Element]:
    elements: dict[str, JsonDict] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_element(element_id, fields) for element_id, fields in elements.items()]


def _element(element_id: str, fields: JsonDict) -> Element:
    return Element(
        id=element_id,
        name=Bilingual(**fields["name"]),
        definition=Bilingual(**fields["definition"]),
        type=fields["type"],
        format=fields.get("format", ""),
        source=fields["source"],
        sensitivity=fields["sensitivity"],
    )
