"""What service.yaml says of a promise that is not kept: who is told, or what silence decides."""

from collections.abc import Iterable

from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual

ONLY_FOR_SILENCE = ("late_to", "legal_reference")


def parse_lateness(
    *, source: YamlFile, states: Iterable[str], diagnostics: Diagnostics
) -> tuple[str, Bilingual | None]:
    """Read `late_to` and `legal_reference`; both are needed where silence decides, and nowhere else."""
    told = source.value["promise"]
    decides = told.get("if_late", "escalate") != "escalate"
    for word in ONLY_FOR_SILENCE:
        if decides and word not in told:
            problem = f"if_late: {told['if_late']} does not say {word!r}"
            diagnostics.add(
                at(source, "promise", "if_late"), f"promise.{word}", problem, f"Add {word}, or write escalate."
            )
        if not decides and word in told:
            problem = f"{word!r} means nothing where lateness only escalates"
            remedy = "Remove it, or write if_late: accept or reject."
            diagnostics.add(at(source, "promise", word), f"promise.{word}", problem, remedy)
    target, law = told.get("late_to", ""), told.get("legal_reference")
    if target and target not in states:
        diagnostics.unknown(at(source, "promise", "late_to"), "promise.late_to", "state", target, states)
    return target, diagnostics.text(law, at(source, "promise", "legal_reference")) if law else None
