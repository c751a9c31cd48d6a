"""Checking a folder from end to end: form, references, rules of the house, expressions, scenarios."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.conventions import check_all
from hukumati.catalogue.checks.dictionary_checks import check_dictionary
from hukumati.catalogue.checks.document_checks import check_documents
from hukumati.catalogue.checks.expression_checks import check_expressions
from hukumati.catalogue.checks.scenarios import ScenarioResult, play
from hukumati.catalogue.checks.service_references import Services, check_starts
from hukumati.catalogue.checks.template_checks import Setting, try_documents
from hukumati.catalogue.folder.errors import FolderRefused, Mistake
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.reading import Understood, understand
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
    """Check a folder; scenarios are played once the rest is without mistake.

    `elements` are the data dictionary's ids, `seals` those that documents may bear; None leaves them unchecked.
    `services` tells which services there are to be started (see `check_starts`). `setting` sets the documents of the
    scenarios (`documents.try_templates`).
    """
    try:
        understood = understand(folder=folder)
    except FolderRefused as refused:
        return CheckReport(refused.mistakes)
    known = {contract.id: contract for contract in contracts}
    check_all(understood=understood, contracts=known)
    check_documents(understood, seals)
    check_starts(
        definition=understood.definition, flow=understood.sources.flow, notes=understood.notes, services=services
    )
    if elements is not None:
        check_dictionary(understood=understood, contracts=known, elements=elements)
    if not understood.notes.mistakes:
        check_expressions(understood=understood, contracts=known)
    if not understood.sources.scenarios:
        understood.notes.mistakes.append(
            Mistake("tests", 1, "scenario.none", "the service has no scenario", "Add tests/NAME.yaml.")
        )
    if understood.notes.mistakes:
        return CheckReport(tuple(sorted(set(understood.notes.mistakes))))
    return _with_scenarios(understood, setting)


def _with_scenarios(understood: Understood, setting: Setting | None) -> CheckReport:
    sources, definition = understood.sources, understood.definition
    results = tuple(
        play(definition=definition, source=source, people=sources.people) for source in sources.scenarios.values()
    )
    mistakes = tuple(mistake for each in results for mistake in each.mistakes)
    if setting is not None and not mistakes:
        mistakes = tuple(try_documents(definition=definition, results=results, setting=setting))
    return CheckReport(mistakes, results, None if mistakes else definition)
