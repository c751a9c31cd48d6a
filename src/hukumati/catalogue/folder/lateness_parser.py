"""Parses what service.yaml says of a promise that is not kept: it escalates, or silence decides the case."""

from collections.abc import Iterable

from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.entries import ServiceEntry
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual

ONLY_FOR_SILENCE = ("late_to", "legal_reference")


def parse_lateness(
    *, source: YamlFile[ServiceEntry], states: Iterable[str], diagnostics: Diagnostics
) -> tuple[str, Bilingual | None]:
    """Return `late_to` and `legal_reference`; both are needed where silence decides, and nowhere else."""
    entry = source.value["promise"]
    if_late = entry.get("if_late", "escalate")
    decides = if_late != "escalate"
    for word in ONLY_FOR_SILENCE:
        if decides and word not in entry:
            problem = f"if_late: {if_late} does not say {word!r}"
            diagnostics.add(
                at(source, "promise", "if_late"), f"promise.{word}", problem, f"Add {word}, or write escalate."
            )
        if not decides and word in entry:
            problem = f"{word!r} means nothing where lateness only escalates"
            remedy = "Remove it, or write if_late: accept or reject."
            diagnostics.add(at(source, "promise", word), f"promise.{word}", problem, remedy)
    target, law = entry.get("late_to", ""), entry.get("legal_reference")
    if target and target not in states:
        diagnostics.unknown(at(source, "promise", "late_to"), "promise.late_to", "state", target, states)
    return target, diagnostics.text(law, at(source, "promise", "legal_reference")) if law else None
