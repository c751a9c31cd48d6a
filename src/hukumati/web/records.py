"""Entries of registers' lists as people read them, with the labels and words of the register's contract."""

from collections.abc import Mapping
from typing import Any

from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Question
from hukumati.web.register_values import value_text


def entry_name(question: Question, entry: Mapping[str, Any]) -> str:
    """Name one entry by the first element that the question shows."""
    return isolated(_value(question, entry, question.show[0]))


def entry_hint(question: Question, entry: Mapping[str, Any]) -> str:
    """Describe an entry by the other elements that the question shows."""
    parts = ((_label(question, name), _value(question, entry, name)) for name in question.show[1:])
    return " · ".join(f"{label}: {isolated(value)}" if label else isolated(value) for label, value in parts if value)


def entry_text(question: Question, entry: Mapping[str, Any]) -> str:
    """Write an entry on one line."""
    return " · ".join(filter(None, (isolated(_value(question, entry, name)) for name in question.show)))


def _value(question: Question, entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    if value is None or value == "":
        return ""
    return value_text(_contract(question), f"{_list(question)}.{name}", value, entry=entry)


def _label(question: Question, name: str) -> str:
    return str(_contract(question).labels.get(f"{_list(question)}.{name}", ""))


def _contract(question: Question) -> interoperability.Contract:
    return interoperability.get_contract(question.contract)


def _list(question: Question) -> str:
    return ".".join(question.of.split(".")[2:])


def isolated(text: str) -> str:
    """Isolate a text, so that numbers and Latin words keep their direction inside Arabic (Unicode FSI … PDI)."""
    return f"\u2068{text}\u2069" if text else ""
