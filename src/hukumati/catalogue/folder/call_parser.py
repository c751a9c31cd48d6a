"""Parses the days on which a service takes applications."""

from datetime import date
from typing import Literal

from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.entries import AcceptsEntry, ServiceEntry
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.service_language.api import Call


def parse_call(*, source: YamlFile[ServiceEntry], diagnostics: Diagnostics) -> Call | None:
    """Return the call that service.yaml declares under `accepts`, None for a service that is always open."""
    entry = source.value.get("accepts")
    if entry is None:
        return None
    opens, closes = _day(entry, "from", source, diagnostics), _day(entry, "until", source, diagnostics)
    if opens and closes and opens > closes:
        problem = f"the call closes on {closes}, before it opens on {opens}"
        diagnostics.add(at(source, "accepts", "until"), "service.call", problem, "Exchange or correct the days.")
    return Call(opens, closes)


def _day(
    entry: AcceptsEntry, word: Literal["from", "until"], source: YamlFile[ServiceEntry], diagnostics: Diagnostics
) -> str:
    text = entry.get(word, "")
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        remedy = f"Write a day of the calendar: {word}: 2026-12-31."
        place = at(source, "accepts", word)
        diagnostics.add(place, "service.call", f"{text} is not a day of the calendar", remedy)
        return ""
