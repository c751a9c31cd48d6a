"""Checks of what a paper says: each field once, of one person, in both languages, and read by the template."""

import re
from typing import Final

from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import DocumentSpec

_LANGUAGE: Final = re.compile(r"'(?:ar|en)'|\.(?:ar|en)\b|_(?:ar|en)\b")
_RECEIVED: Final = re.compile(r"^#let ([a-z][a-z0-9_-]*) = json\(.*$", re.MULTILINE)
_COMMENT: Final = re.compile(r"(?<!:)//.*")


def check_papers(parsed: ParsedFolder) -> None:
    """Record data that nobody reads, that stand twice, that speak of two people, and papers that look alike."""
    serials: dict[str, str] = {}
    for spec in parsed.definition.documents.values():
        _check_read(parsed, spec)
        _check_said_once(parsed, spec)
        _check_pairs(parsed, spec)
        _check_holder(parsed, spec)
        first = serials.setdefault(spec.serial_prefix, spec.name)
        if first != spec.name:
            place = at(parsed.sources.documents[spec.name], "serial_prefix")
            problem = f"the serial numbers of {spec.name!r} begin with {spec.serial_prefix!r}, as those of {first!r} do"
            parsed.diagnostics.add(place, "document.serial", problem, "Give each document a prefix of its own.")


def check_order_of_papers(parsed: ParsedFolder) -> None:
    """Record states that issue a document and revoke it afterwards: nobody would hold a valid one."""
    for state in parsed.definition.flow.states.values():
        issued: set[str] = set()
        for index, effect in enumerate(state.effects):
            if effect.kind == "issue":
                issued.add(effect.argument)
            elif effect.kind == "revoke" and effect.argument in issued:
                place = at(parsed.sources.flow, "states", state.name, "do", index)
                problem = f"{effect.argument!r} is issued in {state.name!r} and revoked at once"
                parsed.diagnostics.add(
                    place, "flow.order", problem, "Write revoke before issue: it ends the earlier one."
                )


def _check_read(parsed: ParsedFolder, spec: DocumentSpec) -> None:
    """A template that hands all its data on may read any of it; one that prints the lesser part is a sketch as yet."""
    received = _RECEIVED.search(spec.template_source)
    lines = (_COMMENT.sub("", line) for line in spec.template_source.splitlines())
    template = "\n".join(lines).replace(received[0] if received else "", "")
    if received is None or re.search(rf"(?<![\w.\"-]){received[1]}(?![\w.-])", template):
        return
    unread = [field for field in spec.data if not re.search(rf"\b{re.escape(field)}\b", template)]
    for field in unread if len(unread) * 2 < len(spec.data) else ():
        place = at(parsed.sources.documents[spec.name], "data", field)
        problem = f"{spec.template} prints nothing of {field}"
        parsed.diagnostics.add(place, "document.unread", problem, "Print it in the template, or remove it here.")


def _check_said_once(parsed: ParsedFolder, spec: DocumentSpec) -> None:
    seen: dict[str, str] = {}
    for field, expression in spec.data.items():
        first = seen.setdefault(expression.text, field)
        if first != field and expression.names:
            place = at(parsed.sources.documents[spec.name], "data", field)
            problem = f"{field} and {first} of {spec.name!r} always say the same: {expression.text}"
            parsed.diagnostics.add(place, "document.said_twice", problem, "Correct one, or remove it.")


def _check_pairs(parsed: ParsedFolder, spec: DocumentSpec) -> None:
    """What is printed in two languages is of one person or thing: only the language differs."""
    for field, expression in spec.data.items():
        partner = spec.data.get(f"{field.removesuffix('_en')}_ar") if field.endswith("_en") else None
        if partner is not None and _LANGUAGE.sub("", partner.text) != _LANGUAGE.sub("", expression.text):
            place = at(parsed.sources.documents[spec.name], "data", field)
            problem = f"{field} is not the translation of {field.removesuffix('_en')}_ar: {expression.text}"
            remedy = "Write the same expression for both, the language aside."
            parsed.diagnostics.add(place, "document.pair", problem, remedy)


def _check_holder(parsed: ParsedFolder, spec: DocumentSpec) -> None:
    printed = spec.data.get("id_number")
    if printed is not None and printed.text != spec.bound.text:
        same = {"applicant.id_number", "registers.interior.person.id_number", "id_number"}
        if not {printed.text, spec.bound.text} <= same:
            place = at(parsed.sources.documents[spec.name], "bound")
            problem = f"{spec.name!r} is bound to {spec.bound.text}, and prints the ID number {printed.text}"
            parsed.diagnostics.add(place, "document.holder", problem, "Write the same person in both.")
