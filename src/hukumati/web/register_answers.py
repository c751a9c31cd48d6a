"""What the registers answered, as people read it: by the names and words of the contract with the register."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hukumati.core.bilingual import Bilingual
from hukumati.core.design import formats
from hukumati.core.design.parts import Row
from hukumati.core.design.templatetags.design import money
from hukumati.core.money import Money
from hukumati.interoperability import api as interoperability
from hukumati.web.summaries import name_text


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list in a register's answer, such as a judgment."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """One register's answer; without rows, the register knows no such person."""

    title: Bilingual
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]


def answers_of(registers: Mapping[str, Any]) -> list[RegisterAnswer]:
    """This will turn the answers kept in a case into lists; `registers` maps a contract to its values."""
    return [_answer(interoperability.get_contract(name), values or {}) for name, values in registers.items()]


def _answer(contract: interoperability.Contract, values: Mapping[str, Any]) -> RegisterAnswer:
    return RegisterAnswer(contract.title, tuple(_rows(contract, values, "")), tuple(_entries(contract, values)))


def _rows(contract: interoperability.Contract, values: Mapping[str, Any], prefix: str) -> Iterator[Row]:
    for path, label in contract.labels.items():
        inside, _dot, name = path.rpartition(".")
        value = values.get(name)
        if inside != prefix or value in (None, "") or _is_entries(value):
            continue
        if value != []:
            yield _row(contract, path, str(label), value)
        elif _holds_entries(contract, path):
            yield Row(label, _("None"))


def _row(contract: interoperability.Contract, path: str, label: str, value: Any) -> Row:
    if isinstance(value, bool):
        return Row(label, _("Yes") if value else _("No"))
    if isinstance(value, list):
        return Row(label, ", ".join(str(each) for each in value), ltr=True)
    if isinstance(value, Mapping):
        return Row(label, _amount(value) if "currency" in value else _bilingual(value))
    word = contract.words.get(path, {}).get(str(value))
    if word:
        return Row(label, str(word))
    moment = _moment(str(value))
    return Row(label, moment or str(value), ltr=not moment)


def _entries(contract: interoperability.Contract, values: Mapping[str, Any]) -> Iterator[Entry]:
    for name, label in contract.labels.items():
        value = values.get(name)
        for number, each in enumerate(value if isinstance(value, list) and _is_entries(value) else (), 1):
            yield Entry(f"{label} {number}", tuple(_rows(contract, each, name)))


def _holds_entries(contract: interoperability.Contract, path: str) -> bool:
    """This will tell whether an empty list is worth a word: "Fines: none", but not "Guardians: none"."""
    items: dict[str, Any] = contract.schema["properties"].get(path, {}).get("items", {})
    return "properties" in items


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _bilingual(value: Mapping[str, Any]) -> str:
    if isinstance(value.get("ar"), Mapping):
        return name_text(value)
    return str(Bilingual(ar=str(value.get("ar", "")), en=str(value.get("en", ""))))


def _amount(value: Mapping[str, Any]) -> str:
    return money(Money.parse(str(value["amount"]), str(value["currency"])))


def _moment(text: str) -> str:
    try:
        return formats.long_date(date.fromisoformat(text)) if len(text) == 10 else _time(text)
    except ValueError:
        return ""


def _time(text: str) -> str:
    return formats.long_datetime(datetime.fromisoformat(text)) if "T" in text else ""
