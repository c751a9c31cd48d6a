"""Typesets templates with the data of the scenarios, so that a fault is the folder's and no application's."""

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from hukumati.catalogue.checks.scenarios import ScenarioResult
from hukumati.catalogue.folder.errors import Mistake
from hukumati.core.json import JsonObject
from hukumati.core.languages import DOCUMENT_LANGUAGES, DocumentLanguage
from hukumati.documents.api import Template, TemplateFault, TemplateSample
from hukumati.service_language.api import Definition, DocumentSpec

Setting = Callable[[Sequence[TemplateSample]], Sequence[TemplateFault | None]]


def check_templates(
    *, definition: Definition, results: Sequence[ScenarioResult], setting: Setting
) -> Iterator[Mistake]:
    """Typeset every document that a scenario issues; yield each fault of a template once."""
    issued = [
        (definition.documents[name], data, language, each)
        for each in results
        for name, data in each.documents.items()
        for language in _languages(definition.documents[name])
    ]
    faults = setting([_sample(spec, data, language) for spec, data, language, _ in issued])
    reported: set[tuple[str, TemplateFault]] = set()
    for (spec, _, _, scenario), fault in zip(issued, faults, strict=True):
        if fault is not None and (spec.template, fault) not in reported:
            reported.add((spec.template, fault))
            yield _mistake(spec, scenario, fault)


def _languages(spec: DocumentSpec) -> Sequence[DocumentLanguage]:
    """Return what a document may be written in, whatever a scenario has chosen."""
    return ("both",) if spec.language is None else DOCUMENT_LANGUAGES


def _sample(spec: DocumentSpec, data: object, language: DocumentLanguage) -> TemplateSample:
    template = Template(source=spec.template_source, name=spec.template.removesuffix(".typ"))
    is_limited = spec.valid_days is not None
    has_photo = spec.photo is not None
    return TemplateSample(template, cast("JsonObject", data), is_limited, language, has_photo)


def _mistake(spec: DocumentSpec, scenario: ScenarioResult, fault: TemplateFault) -> Mistake:
    problem = f"with the data of {scenario.file} the document cannot be made: {fault.message}"
    return Mistake(f"documents/{spec.template}", fault.line or 1, "document.typst", problem, "Correct the template.")
