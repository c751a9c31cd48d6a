"""Single values of registers' answers as people read them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hukumati.core.bilingual import Bilingual, active_language
from hukumati.core.design import formats
from hukumati.core.money import Money
from hukumati.interoperability import api as interoperability


def value_text(
    contract: interoperability.Contract, path: str, value: Any, *, entry: Mapping[str, Any] | None = None
) -> str:
    """Write one value; `path` is its place in the answer (`vehicles.kind`), the key of its words in the contract.

    `entry` is what it belongs to: a daughter is called so where the entry tells the sex.
    """
    if isinstance(value, list):
        return ", ".join(value_text(contract, path, each, entry=entry) for each in value)
    word = word_of(contract, path, value, entry or {})
    return str(word) if word else plain_text(value)


def word_of(
    contract: interoperability.Contract, path: str, value: object, entry: Mapping[str, Any]
) -> Bilingual | None:
    """Return what a code is called in the contract, None where it has no word."""
    words = contract.words.get(path, {})
    return words.get(f"{value}.{entry.get('sex')}") or words.get(str(value))


def plain_text(value: Any) -> str:
    """Write a value of which no contract says more: an amount, a day, a name, a number."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(plain_text(each) for each in value)
    if isinstance(value, Mapping):
        return formats.money_text(money_of(value)) if "currency" in value else bilingual_text(value)
    if isinstance(value, date):
        return formats.long_date(value)
    return moment_text(str(value)) or str(value)


def bilingual_text(value: Mapping[str, Any]) -> str:
    """Return a name or a text in the language of the page."""
    if isinstance(value.get("ar"), Mapping):
        return name_text(value)
    return str(Bilingual(ar=str(value.get("ar", "")), en=str(value.get("en", ""))))


def name_text(name: Mapping[str, Any]) -> str:
    """Join the four parts of a name in the language of the page."""
    language = active_language()
    parts = name.get(language) or name.get("ar") or {}
    return " ".join(filter(None, (str(parts.get(part) or "") for part in ("first", "father", "grandfather", "family"))))


def money_of(value: Mapping[str, Any]) -> Money:
    """Parse a register's amount."""
    return Money.parse(str(value["amount"]), str(value["currency"]))


def moment_text(text: str) -> str:
    """Write a date or a moment out, "" for any other text."""
    try:
        return formats.long_date(date.fromisoformat(text)) if len(text) == 10 else _time(text)
    except ValueError:
        return ""


def _time(text: str) -> str:
    return formats.long_datetime(datetime.fromisoformat(text)) if "T" in text else ""
