"""Parses the values that a service works out by name (`computes`): they may read one another, and never in a circle."""

from collections.abc import Collection, Mapping, Sequence

from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.entries import CalculationEntry, ServiceEntry
from hukumati.catalogue.folder.table_parser import parse_rounding
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.service_language.api import Calculation, Rounding


def parse_calculations(
    *, source: YamlFile[ServiceEntry], names: Sequence[str], taken: Collection[str], diagnostics: Diagnostics
) -> dict[str, Calculation]:
    """Return the values in the order in which they are worked out.

    `names` are the facts that they may read besides one another, `taken` the names that they may not have.
    """
    entries = source.value.get("computes", {})
    known = [*names, *(name for name in entries if name not in taken)]
    parsed: dict[str, Calculation] = {}
    for name, entry in entries.items():
        if name in taken:
            problem = f"{name!r} is a question or a word of the platform already"
            diagnostics.add(at(source, "computes", name), "computes.name", problem, "Choose another name.")
        else:
            parsed[name] = _calculation(name, entry, known, source, diagnostics)
    return _ordered(parsed, source, diagnostics)


def _calculation(
    name: str,
    entry: CalculationEntry,
    names: Sequence[str],
    source: YamlFile[ServiceEntry],
    diagnostics: Diagnostics,
) -> Calculation:
    place, is_money = at(source, "computes", name), entry["gives"] == "money"
    currency = entry.get("currency", "")
    if is_money != bool(currency):
        remedy = "Add currency: ILS (or JOD, USD)." if is_money else "Remove it, or write gives: money."
        problem = "money without a currency" if is_money else f"{entry['gives']} has no currency"
        diagnostics.add(place, "computes.currency", f"{name!r}: {problem}", remedy)
    return Calculation(
        name=name,
        value=diagnostics.expression(entry["is"], at(source, "computes", name, "is"), names),
        gives=entry["gives"],
        currency=currency,
        rounding=parse_rounding(entry.get("rounding", {}), currency, place, diagnostics) if currency else Rounding(),
        label=diagnostics.text(entry["label"], at(source, "computes", name, "label")) if "label" in entry else None,
    )


def _ordered(
    parsed: Mapping[str, Calculation], source: YamlFile[ServiceEntry], diagnostics: Diagnostics
) -> dict[str, Calculation]:
    """Put each behind those that it reads; those that stand in a circle are told and left out."""
    ordered: dict[str, Calculation] = {}
    waiting = dict(parsed)
    while waiting:
        ready = [name for name, each in waiting.items() if not set(each.value.names) & waiting.keys()]
        if not ready:
            for name in waiting:
                problem = f"{name!r} is worked out from itself, by way of {', '.join(sorted(waiting))}"
                place = at(source, "computes", name, "is")
                diagnostics.add(place, "computes.circle", problem, "Let one of them read answers only.")
            return ordered
        ordered |= {name: waiting.pop(name) for name in ready}
    return ordered
