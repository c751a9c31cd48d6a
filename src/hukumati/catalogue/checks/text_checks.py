"""Checks of texts: each is there in both languages, written in its own, with the same placeholders, and used."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from hukumati.catalogue.folder.diagnostics import At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import ExpressionFailed, placeholders_in

ARABIC: Final = re.compile("[\u0621-\u064a]")
_LATIN_WORD: Final = re.compile("[A-Za-z]{3,}")


def check_texts(parsed: ParsedFolder) -> None:
    """Record texts missing or left over in one language, written in the other, or with other placeholders."""
    ar, en, diagnostics = parsed.sources.ar, parsed.sources.en, parsed.diagnostics
    for key in ar.value:
        if key not in en.value:
            diagnostics.add(
                at(ar, key), "text.untranslated", f"{key!r} has no English text", f"Add {key} to text/en.yaml."
            )
    for key, text in en.value.items():
        if key not in ar.value:
            diagnostics.add(at(en, key), "text.source", f"{key!r} has no Arabic text", f"Add {key} to text/ar.yaml.")
        if ARABIC.search(text):
            diagnostics.add(at(en, key), "text.language", f"{key!r} holds Arabic letters", "Translate it into English.")
    for key, text in ar.value.items():
        if _LATIN_WORD.search(_without_braces(text)) and not ARABIC.search(text):
            diagnostics.add(at(ar, key), "text.language", f"{key!r} holds no Arabic", "Write it in Arabic.")
        if sorted(placeholders_in(text)) != sorted(placeholders_in(en.value.get(key, text))):
            diagnostics.add(
                at(en, key),
                "text.placeholders",
                f"{key!r} has other placeholders than its Arabic",
                "Use the same ones.",
            )
    _check_braces(parsed)
    _check_unused_texts(parsed)


def _check_braces(parsed: ParsedFolder) -> None:
    """A brace without its partner is sent to the citizen as it stands."""
    for source in (parsed.sources.ar, parsed.sources.en):
        for key, text in source.value.items():
            if set("{}") & set(_without_braces(text)):
                remedy = "Write a placeholder as it is listed, between both braces and with nothing else there."
                problem = f"a brace in {key!r} has no partner"
                parsed.diagnostics.add(at(source, key), "text.braces", problem, remedy)


def _without_braces(text: str) -> str:
    return re.sub(r"\{[a-z_]+\}", "", text)


def _check_unused_texts(parsed: ParsedFolder) -> None:
    used = parsed.diagnostics.texts_used | set(_reasons(parsed))
    for key in sorted(set(parsed.sources.ar.value) - used):
        place = at(parsed.sources.ar, key)
        parsed.diagnostics.add(place, "text.unused", f"nothing uses the text {key!r}", "Remove it, or refer to it.")


def _reasons(parsed: ParsedFolder) -> Iterable[str]:
    """Text keys that tables give; each must exist."""
    for name, table in parsed.definition.tables.items():
        file = parsed.sources.service.value["rules"][name]["table"]
        source = parsed.sources.tables[file.removeprefix("rules/").removesuffix(".csv")]
        for line, row in zip(source.lines, table.rows, strict=True):
            for result, kind in table.gives.items():
                expression = row.then.get(result)
                if kind == "text" and expression and not expression.names:
                    key = _constant(expression.value, {})
                    parsed.diagnostics.text(key, At(source.file, line))
                    yield key


def _constant(value: Callable[..., object], facts: dict[str, object]) -> str:
    try:
        return str(value(facts))
    except ExpressionFailed:
        return ""
