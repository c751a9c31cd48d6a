"""Typesets templates with the data of the scenarios, so that a fault is the folder's and no application's."""

from collections.abc import Callable, Iterator, Sequence

from hukumati.catalogue.checks.scenarios import ScenarioResult
from hukumati.catalogue.folder.errors import Mistake
from hukumati.documents.api import Template, TemplateFault, TemplateSample
from hukumati.service_language.api import Definition, DocumentSpec

Setting = Callable[[Sequence[TemplateSample]], Sequence[TemplateFault | None]]


def check_templates(
    *, definition: Definition, results: Sequence[ScenarioResult], setting: Setting
) -> Iterator[Mistake]:
    """Typeset every document that a scenario issues; yield each fault of a template once."""
    issued = [(definition.documents[name], data, each) for each in results for name, data in each.documents.items()]
    faults = setting([_sample(spec, data) for spec, data, _ in issued])
    reported: set[tuple[str, TemplateFault]] = set()
    for (spec, _, scenario), fault in zip(issued, faults, strict=True):
        if fault is not None and (spec.template, fault) not in reported:
            reported.add((spec.template, fault))
            yield _mistake(spec, scenario, fault)


def _sample(spec: DocumentSpec, data: object) -> TemplateSample:
    template = Template(source=spec.template_source, name=spec.template.removesuffix(".typ"))
    return TemplateSample(template=template, data=data, is_limited=spec.valid_days is not None)  # type: ignore[arg-type]


def _mistake(spec: DocumentSpec, scenario: ScenarioResult, fault: TemplateFault) -> Mistake:
    problem = f"with the data of {scenario.file} the document cannot be made: {fault.message}"
    return Mistake(f"documents/{spec.template}", fault.line or 1, "document.typst", problem, "Correct the template.")
