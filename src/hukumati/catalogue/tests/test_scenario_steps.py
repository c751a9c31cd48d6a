# ruff: noqa: E501 - one step a line reads best
"""Steps of scenarios that come otherwise than written: each is told with what came instead, and what to do."""

from collections.abc import Callable
from functools import cache

import pytest
from django.conf import settings

from hukumati.catalogue.checks.scenarios import run_scenario
from hukumati.catalogue.folder.files import Folder, read_folder
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.folder.sources import read_sources
from hukumati.catalogue.folder.yaml_parser import parse_yaml
from hukumati.catalogue.tests.samples import (
    asking_folder,
    insurance_folder,
    marriage_folder,
    permit_folder,
    real_folder,
    scholarship_folder,
)
from hukumati.service_language.api import Definition

RULES = "Correct the rules or the scenario."
FINES = "traffic-fines"


@cache
def _parsed(made: Callable[[], Folder]) -> tuple[Folder, Definition]:
    folder = made()
    return folder, parse_definition(folder=folder)


def told(made: Callable[[], Folder], file: str, old: str, new: str) -> list[tuple[str, str]]:
    """Return problem and remedy of a scenario of a folder in which some words were changed."""
    folder, definition = _parsed(made)
    text = folder.files[f"tests/{file}.yaml"].decode()
    assert old in text
    source = parse_yaml(file=f"tests/{file}.yaml", data=text.replace(old, new, 1).encode())
    found = run_scenario(definition=definition, source=source, people=read_sources(folder)[0].people)
    return [(each.problem, each.remedy) for each in found.mistakes]


def fines() -> Folder:
    return read_folder(path=settings.HUKUMATI.services_dir / "mot" / "traffic-fines")


def vehicle() -> Folder:
    return read_folder(path=settings.HUKUMATI.services_dir / "mot" / "vehicle-enquiry")


@pytest.mark.parametrize(
    ("made", "file", "old", "new", "problem", "remedy"),
    [
        # values that are worked out
        (scholarship_folder, "awarded", "household: 4", "household: 5", "household is 4, not 5", RULES),
        (
            scholarship_folder,
            "awarded",
            "525.13 ILS",
            "525.12 ILS",
            "income_per_head is 525.13 ILS, not 525.12 ILS",
            RULES,
        ),
        (
            scholarship_folder,
            "awarded",
            "{household: 4",
            "{houshold: 4",
            "the service does not work out 'houshold'",
            "Did you mean household?",
        ),
        (scholarship_folder, "awarded", "not_asked: [other_field]", "not_asked: [average]", "'average' was asked", "Check its show_if, or the scenario."),
        # what an official fills in
        (
            permit_folder,
            "granted",
            "fill: {inspected_area: 9,",
            "fill: {area: 9,",
            "with 'inspected' officials are not asked 'area'",
            "Did you mean inspected_area?",
        ),
        (permit_folder, "granted", "- paid", "- {take: paid, fill: {inspected_area: 9}}", "with 'paid' officials are not asked 'inspected_area'", "None is defined yet."),
        (
            permit_folder,
            "granted",
            ", wrong: [inspected_area, site_checks, photos, setback]}",
            "}",
            "'inspected' was not taken: missing or wrong are inspected_area, site_checks, photos, setback",
            "Answer it under `fill`, beside take: inspected.",
        ),
        (permit_folder, "granted", "wrong: [build_by]", "wrong: [conditions]", "wrong 'conditions' is not among build_by", RULES),
        (permit_folder, "granted", "due: 640.00 ILS", "due: 50.00 ILS", "due is 640.00 ILS, not 50.00 ILS", RULES),
        (
            permit_folder,
            "granted",
            "shows: {inspected_area: 240, guarantee: 50000}",
            "shows: {inspected_area: 9}",
            "the citizen reads {'conditions': 'يُترك ارتداد ثلاثة أمتار عن الطريق.', 'guarantee': 50000, 'inspected_area': 240}, "
            "not {'inspected_area': 9}",
            "Correct `show`, or the scenario.",
        ),
        # side requests
        (asking_folder, "asks", "answer_request: medical_report", "answer_request: medical", "the service has no request 'medical'", "Did you mean medical_report?"),
        (asking_folder, "asks", "outcome: given", "outcome: giving", "'medical_report' has no outcome 'giving'", "Did you mean given?"),
        (asking_folder, "asks", "{miss: biometrics}", "{agree: biometrics}", "'biometrics' is 'appointment', to which 'agree' does not belong", ""),
        (marriage_folder, "declined", "decline: spouse", "refuse_request: spouse", "'spouse_consent' is 'consent', to which 'refuse_request' does not belong", "Known are: agree, decline."),
        (marriage_folder, "declined", "spouse_consent: refused", "spouse_consent: missed", "the request 'spouse_consent' is refused, not missed", "Correct the flow or the scenario."),
        (marriage_folder, "declined", "{spouse_consent: refused", "{spouse: refused", "the service has no request 'spouse'", "Did you mean spouse_consent?"),
        (marriage_folder, "declined", "tells: declined_tell", "tells: lapsed_tell", "tells is declined_tell, not lapsed_tell", RULES),
        # registers that answer late
        (
            insurance_folder,
            "silent",
            "  - {register_answers",
            "  - {state: review}\n  - {register_answers",
            "state is draft, not review",
            "The application waits for on_assistance: let register_answers tell it.",
        ),
        # documents
        (real_folder, "clear", "holds: {clear: true}", "holds: {clear: {a: 1}}", "clear of the document is True, not {'a': 1}", "Check the document's data, or the scenario."),
        # enquiries
        (fines, "answered", "{reads: [some_unpaid]}", "{reads: [all_paid]}", "reads is ['some_unpaid'], not ['all_paid']", RULES),
        (fines, "answered", "{eligible: true}", "submit", "an enquiry has no action 'submit'", "Write what is read of the answer."),
        (fines, "answered", "{eligible: true}", "{state: ready}", "the step 'state' has no meaning in an enquiry", ""),
        (
            fines,
            "answered",
            "paid_fines: [{number: 2025-7}]",
            "paid_fines: []",
            "in lists 'paid_fines' is [{'number': '2025-7', 'state': 'paid', 'amount': {'amount': '100.00', 'currency': 'ILS'}}], not []",
            RULES,
        ),
        (fines, "answered", "paid_fines: [{number: 2025-7}]", "others: [{number: 1}]", "in lists 'others' is [], not [{'number': 1}]", RULES),
        (vehicle, "answered", "figures: {plate: 7-1234-A}", "figures: {plate: X}", "in figures 'plate' is '7-1234-A', not 'X'", RULES),
        (vehicle, "answered", "figures: {plate: 7-1234-A}", "figures: {colours: X}", "in figures 'colours' is None, not 'X'", RULES),
    ],
)  # fmt: skip
def test_what_came_instead_is_told_with_a_remedy(
    made: Callable[[], Folder], file: str, old: str, new: str, problem: str, remedy: str
) -> None:
    ((found, how),) = told(made, file, old, new)
    assert found == problem
    assert remedy in how


@pytest.mark.parametrize(
    ("made", "file", "old", "new"),
    [
        (fines, "answered", "paid_fines: [{number: 2025-7}]", "others: []"),
        (fines, "answered", "{offers: [MOT-VEH]}", "{silent: []}"),
        (permit_folder, "granted", "shows: {inspected_area: 240, guarantee: 50000}", "shows: {inspected_area: 240}"),
        (asking_folder, "asks", ", outcome: given", ""),
        (scholarship_folder, "awarded", "{household: 4, ", "{"),
    ],
)
def test_what_a_step_does_not_name_may_be_anything(made: Callable[[], Folder], file: str, old: str, new: str) -> None:
    assert told(made, file, old, new) == []
