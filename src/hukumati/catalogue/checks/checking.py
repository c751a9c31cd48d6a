"""Checks a folder from end to end: form, references, conventions, expressions, scenarios, templates."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from hukumati.catalogue.checks.agreement_checks import check_agreements
from hukumati.catalogue.checks.answer_checks import check_answer_read
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.conventions import check_conventions
from hukumati.catalogue.checks.dictionary_checks import check_dictionary
from hukumati.catalogue.checks.document_checks import check_complete, check_documents
from hukumati.catalogue.checks.expression_checks import check_expressions
from hukumati.catalogue.checks.free_text_checks import check_free_texts
from hukumati.catalogue.checks.guarding import Guard, fault_of
from hukumati.catalogue.checks.notice_checks import RegisterNotice, check_messages_to_registers, check_notices
from hukumati.catalogue.checks.period_checks import check_periods
from hukumati.catalogue.checks.photo_checks import check_photos
from hukumati.catalogue.checks.scenarios import ScenarioResult, run_scenario
from hukumati.catalogue.checks.service_references import (
    Services,
    check_service_names,
    check_service_references,
)
from hukumati.catalogue.checks.template_checks import Setting, check_templates
from hukumati.catalogue.checks.visibility_checks import check_visibility
from hukumati.catalogue.folder.errors import FolderRefused, Mistake
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.parser import ParsedFolder, parse_folder
from hukumati.core.clock import local_date, now
from hukumati.interoperability.api import Agreement
from hukumati.service_language.api import Definition

_logger = logging.getLogger(__name__)


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
    notices: Iterable[RegisterNotice] | None = None,
    agreements: Iterable[Agreement] | None = None,
    elements: Collection[str] | None = None,
    seals: Collection[str] | None = None,
    services: Callable[[], Services] | None = None,
    setting: Setting | None = None,
) -> CheckReport:
    """Check a folder and tell everything at once; raises nothing, whatever the folder holds.

    `notices` are the contracts under which registers are told, `agreements` those of the registers' owners, `elements`
    the data dictionary's ids, `seals` those that documents may bear; None leaves them unchecked. `services` returns the
    services that exist (see `check_service_references`). `setting` typesets the documents of the scenarios
    (`documents.check_templates`).
    """
    try:
        parsed = parse_folder(folder=folder)
    except FolderRefused as refused:
        return CheckReport(_sorted(refused.mistakes))
    except Exception as fault:
        _logger.exception("reading of the folder %s", folder.name)
        return CheckReport((fault_of(folder=folder.name, name="reading", file="service.yaml", fault=fault),))
    guard = Guard(folder.name, parsed.diagnostics.mistakes, is_malformed=parsed.is_malformed)
    known = {contract.id: contract for contract in contracts}
    check_conventions(parsed=parsed, contracts=known, guard=guard)
    _check_against_platform(parsed, known, guard, elements=elements, seals=seals, services=services)
    guard.run(partial(check_expressions, parsed=parsed, contracts=known), name="expressions", file="form.yaml")
    guard.run(partial(check_visibility, parsed, known), name="visibility", file="form.yaml")
    guard.run(partial(check_answer_read, parsed, known), name="answer", file="answer.yaml")
    guard.run(partial(check_periods, parsed, known), name="periods", file="service.yaml")
    guard.run(partial(check_free_texts, parsed, known), name="free texts", file="service.yaml")
    guard.run(partial(check_photos, parsed), name="photos", file="service.yaml")
    if agreements is not None:
        owners = partial(check_agreements, parsed, known, tuple(agreements), local_date(now()))
        guard.run(owners, name="agreements", file="service.yaml")
    if notices is not None:
        told = {notice.id: notice for notice in notices}
        guard.run(partial(check_notices, parsed, told), name="notices", file="service.yaml")
        guard.run(partial(check_messages_to_registers, parsed, known, told), name="messages", file="service.yaml")
    results = _play_scenarios(parsed, guard)
    guard.run(partial(check_complete, parsed, results), name="data of documents", file="service.yaml")
    if setting is not None:
        typeset = partial(_typeset, parsed, results, setting)
        guard.run(typeset, name="templates", file="service.yaml")
    mistakes = _sorted(parsed.diagnostics.mistakes)
    return CheckReport(mistakes, results, None if mistakes else parsed.definition)


def _check_against_platform(
    parsed: ParsedFolder,
    contracts: Mapping[str, RegisterContract],
    guard: Guard,
    *,
    elements: Collection[str] | None,
    seals: Collection[str] | None,
    services: Callable[[], Services] | None,
) -> None:
    guard.run(partial(check_documents, parsed, seals), name="documents", file="service.yaml")
    guard.run(partial(_check_among_services, parsed, services), name="services", file="service.yaml")
    if elements is not None:
        meanings = partial(check_dictionary, parsed=parsed, contracts=contracts, elements=elements)
        guard.run(meanings, name="dictionary", file="form.yaml")


def _check_among_services(parsed: ParsedFolder, services: Callable[[], Services] | None) -> None:
    definition, sources, diagnostics = parsed.definition, parsed.sources, parsed.diagnostics
    existing = services() if services is not None else None
    check_service_references(
        definition=definition, flow=sources.flow, answer=sources.answer, diagnostics=diagnostics, services=existing
    )
    check_service_names(
        definition=definition, service=sources.service, diagnostics=diagnostics, services=existing or ()
    )


def _play_scenarios(parsed: ParsedFolder, guard: Guard) -> tuple[ScenarioResult, ...]:
    results: list[ScenarioResult] = []

    def play(name: str) -> None:
        source = parsed.sources.scenarios[name]
        result = run_scenario(definition=parsed.definition, source=source, people=parsed.sources.people)
        parsed.diagnostics.mistakes += result.mistakes
        results.append(result)

    for name in parsed.sources.scenarios:
        guard.run(partial(play, name), name="scenario", file=f"tests/{name}.yaml")
    if not parsed.sources.scenarios:
        mistake = Mistake("tests", 1, "scenario.none", "the service has no scenario", "Add tests/NAME.yaml.")
        parsed.diagnostics.mistakes.append(mistake)
    return tuple(results)


def _typeset(parsed: ParsedFolder, results: tuple[ScenarioResult, ...], setting: Setting) -> None:
    """Scenarios that went wrong may have left a document half filled: only the others show a template's faults."""
    passed = [each for each in results if not each.mistakes]
    parsed.diagnostics.mistakes += check_templates(definition=parsed.definition, results=passed, setting=setting)


def _sorted(mistakes: Iterable[Mistake]) -> tuple[Mistake, ...]:
    return tuple(sorted(set(mistakes)))
