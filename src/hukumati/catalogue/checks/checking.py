"""Checks a folder from end to end: form, references, conventions, expressions, scenarios, templates."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.conventions import check_conventions
from hukumati.catalogue.checks.dictionary_checks import check_dictionary
from hukumati.catalogue.checks.document_checks import check_documents
from hukumati.catalogue.checks.expression_checks import check_expressions
from hukumati.catalogue.checks.scenarios import ScenarioResult, run_scenario
from hukumati.catalogue.checks.service_references import Services, check_service_references
from hukumati.catalogue.checks.template_checks import Setting, check_templates
from hukumati.catalogue.folder.errors import FolderRefused, Mistake
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.parser import ParsedFolder, parse_folder
from hukumati.service_language.api import Definition


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All that was found; a definition only if nothing was."""

    mistakes: tuple[Mistake, ...]
    scenarios: tuple[ScenarioResult, ...] = ()
    definition: Definition | None = None


def check_folder(
    *,
    folder: Folder,
    contracts: Iterable[RegisterContract],
    elements: Collection[str] | None = None,
    seals: Collection[str] | None = None,
    services: Callable[[], Services] | None = None,
    setting: Setting | None = None,
) -> CheckReport:
    """Check a folder; scenarios run once the rest is without mistake.

    `elements` are the data dictionary's ids, `seals` those that documents may bear; None leaves them unchecked.
    `services` returns the services that may be started (see `check_service_references`). `setting` typesets the
    documents of the scenarios (`documents.check_templates`).
    """
    try:
        parsed = parse_folder(folder=folder)
    except FolderRefused as refused:
        return CheckReport(refused.mistakes)
    known = {contract.id: contract for contract in contracts}
    check_conventions(parsed=parsed, contracts=known)
    check_documents(parsed, seals)
    check_service_references(
        definition=parsed.definition, flow=parsed.sources.flow, diagnostics=parsed.diagnostics, services=services
    )
    if elements is not None:
        check_dictionary(parsed=parsed, contracts=known, elements=elements)
    if not parsed.diagnostics.mistakes:
        check_expressions(parsed=parsed, contracts=known)
    if not parsed.sources.scenarios:
        parsed.diagnostics.mistakes.append(
            Mistake("tests", 1, "scenario.none", "the service has no scenario", "Add tests/NAME.yaml.")
        )
    if parsed.diagnostics.mistakes:
        return CheckReport(tuple(sorted(set(parsed.diagnostics.mistakes))))
    return _with_scenarios(parsed, setting)


def _with_scenarios(parsed: ParsedFolder, setting: Setting | None) -> CheckReport:
    sources, definition = parsed.sources, parsed.definition
    results = tuple(
        run_scenario(definition=definition, source=source, people=sources.people)
        for source in sources.scenarios.values()
    )
    mistakes = tuple(mistake for each in results for mistake in each.mistakes)
    if setting is not None and not mistakes:
        mistakes = tuple(check_templates(definition=definition, results=results, setting=setting))
    return CheckReport(mistakes, results, None if mistakes else definition)
