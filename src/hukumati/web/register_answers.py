"""Registers' answers as people read them, with the labels and words of the register's contract."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hukumati.core.bilingual import Bilingual, active_language
from hukumati.core.design.parts import Row
from hukumati.core.design.templatetags.design import money
from hukumati.interoperability import api as interoperability
from hukumati.web.register_values import bilingual_text, moment_text, money_of, word_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list in a register's answer, such as a judgment, with the lists inside it."""

    title: str
    rows: tuple[Row, ...]
    inside: "tuple[Entry, ...]" = ()
    is_one_of_many: bool = False

    @property
    def line(self) -> SafeString:
        """The entry on one line: its title and the first values that tell it from the others."""
        values = [row for row in self.rows if row.value not in (_("Yes"), _("No"), _("None"))][:MAX_VALUES_ON_LINE]
        joined = format_html_join(
            " · ", '<bdi dir="{}">{}</bdi>', (("ltr" if r.ltr else "auto", r.value) for r in values)
        )
        return format_html("{}: {}", self.title, joined) if values else format_html("{}", self.title)


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """One register's answer; without rows, the register knows no such person."""

    title: Bilingual
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]


MANY: Final = 3
"""A list of so many entries is folded where officials read it."""
MAX_VALUES_ON_LINE: Final = 3


def answers_of(registers: Mapping[str, Any]) -> list[RegisterAnswer]:
    """Turn the answers stored in a case into rows and entries; `registers` maps a contract to its values."""
    sexes = _sexes(registers)
    return [_answer(interoperability.get_contract(name), values or {}, sexes) for name, values in registers.items()]


def _sexes(registers: Mapping[str, Any]) -> dict[str, str]:
    """Return the sex of each person of whom one of the answers tells it, by ID number."""
    told = [values for values in registers.values() if isinstance(values, Mapping) and "sex" in values]
    return {str(values["id_number"]): str(values["sex"]) for values in told if "id_number" in values}


def _answer(contract: interoperability.Contract, values: Mapping[str, Any], sexes: Mapping[str, str]) -> RegisterAnswer:
    """Words follow the sex of the person whom the answer is about, which another register may have told."""
    known = {"sex": sexes.get(str(values.get("id_number"))), **values}
    return RegisterAnswer(contract.title, tuple(_rows(contract, known, "")), tuple(_entries(contract, values, "")))


def _rows(contract: interoperability.Contract, values: Mapping[str, Any], prefix: str) -> Iterator[Row]:
    for path, label in _labels(contract, prefix):
        name = path.rpartition(".")[2]
        value = values.get(name)
        if _has_fields(contract, path):
            if name in values and not value:
                yield Row(str(label), _("None"))
        elif value not in (None, "", []):
            yield _row(contract, path, str(label), value, values)


def _labels(contract: interoperability.Contract, prefix: str) -> Iterator[tuple[str, Bilingual]]:
    return ((path, label) for path, label in contract.labels.items() if path.rpartition(".")[0] == prefix)


def _row(contract: interoperability.Contract, path: str, label: str, value: Any, entry: Mapping[str, Any]) -> Row:
    if isinstance(value, bool):
        return Row(label, _("Yes") if value else _("No"))
    if isinstance(value, list):
        return _list_row(label, value, contract.words.get(path, {}))
    if isinstance(value, Mapping):
        return Row(label, money(money_of(value)) if "currency" in value else bilingual_text(value))
    word = word_of(contract, path, value, entry)
    if word:
        return Row(label, str(word))
    moment = moment_text(str(value))
    return Row(label, moment or str(value), ltr=not moment)


def _list_row(label: str, values: list[Any], words: Mapping[str, Bilingual]) -> Row:
    are_texts = bool(words) or any(isinstance(each, Mapping) for each in values)
    texts = [bilingual_text(each) if isinstance(each, Mapping) else str(words.get(str(each), each)) for each in values]
    return Row(label, ("، " if are_texts and active_language() == "ar" else ", ").join(texts), ltr=not are_texts)


def _entries(contract: interoperability.Contract, values: Mapping[str, Any], prefix: str) -> Iterator[Entry]:
    """List the fields that have fields of their own: numbered entries of a list, or one record, nested."""
    for path, label in _labels(contract, prefix):
        value = values.get(path.rpartition(".")[2])
        if not value or not _has_fields(contract, path):
            continue
        records = enumerate(value, 1) if isinstance(value, list) else [("", value)]
        many = isinstance(value, list) and len(value) >= MANY
        for number, record in records:
            rows, inside = tuple(_rows(contract, record, path)), tuple(_entries(contract, record, path))
            yield Entry(f"{label} {number}".strip(), rows, inside, many)


def _has_fields(contract: interoperability.Contract, path: str) -> bool:
    """Return whether a field holds fields with names of their own, unlike a person's name or an amount."""
    return any(other.startswith(f"{path}.") for other in contract.labels)
