# ruff: noqa: E501 - one mistake a line reads best
"""Mistakes planted into the card's folder: how registers are asked, whose actions are whose, ends, delivery home."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from hukumati.catalogue.checks.checking import check_folder
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.service_references import services_in
from hukumati.catalogue.folder.files import Folder, read_folder
from hukumati.catalogue.publishing import known_contracts
from hukumati.catalogue.tests.planting import Planted, assert_found, checked
from hukumati.catalogue.tests.samples import real_folder
from hukumati.service_language.api import from_json, to_json

REVIEW = "{to: producing, four_eyes: true}"


def card_folder() -> Folder:
    """The card's folder of the tests, with the files that all services share."""
    root: Path = settings.HUKUMATI.services_dir.parent / "tests" / "folders" / "card"
    shared = {name: data for name, data in real_folder().files.items() if name.startswith("shared/")}
    return replace(read_folder(path=root), name="test-card", files={**read_folder(path=root).files, **shared})


@pytest.fixture(scope="module")
def contracts() -> tuple[RegisterContract, ...]:
    return known_contracts()


def test_the_folder_is_sound_and_comes_back_whole_from_its_compiled_form(
    contracts: tuple[RegisterContract, ...],
) -> None:
    report = check_folder(folder=card_folder(), contracts=contracts)
    assert report.mistakes == ()
    assert report.definition is not None
    assert from_json(compiled=to_json(definition=report.definition)) == report.definition
    flow = report.definition.flow
    assert flow.states["review"].actions["approve"].four_eyes
    assert flow.states["refused"].reopen["object"].within_days == 30
    assert (report.definition.keep_case_days, report.definition.ask_first) == (730, ("moj.criminal_record",))


PLANTED = (
    Planted("service.yaml", "ask_first: [moj.criminal_record]", "ask_first: [moj.record]", "ask.contract", "moj.criminal_record"),
    Planted("service.yaml", "ask_first: [moj.criminal_record]", "ask_first: [police.loss]", "ask.early", "before anything is answered"),
    Planted("service.yaml", "police.loss: {number: report}", "police.loss: {numbers: report}", "ask.parameter", "Did you mean number?"),
    Planted("service.yaml", "ask_with: {police.loss: {number: report}}\n", "", "ask.parameter", "number", "uses:"),
    Planted("service.yaml", "{number: report}", "{number: reporrt}", "expression.name", "Did you mean report?"),
    Planted("service.yaml", "ask_with:", "ask_about: {mot.fines: applicant.id_number}\nask_with:", "ask.contract", "uses"),
    Planted("service.yaml", "ask_with:", "ask_about: {police.loss: applicant.number}\nask_with:", "expression.applicant", "id_number"),
    Planted("service.yaml", "collect: [office, home]", "collect: [office, house]", "schema.enum", "Did you mean home?"),
    Planted("service.yaml", "delivery: {table: rules/delivery.csv, hit: FIRST, gives: {fee: money}, currency: ILS",
            "delivery: {table: rules/delivery.csv, hit: FIRST, gives: {fee: money}, currency: JOD", "rules.currency", "one currency"),
    Planted("service.yaml", "delivery: {table: rules/delivery.csv, hit: FIRST, gives: {fee: money}",
            "delivery: {table: rules/delivery.csv, hit: FIRST, gives: {price: money}", "table.column", "price", "row,when", "rules/delivery.csv"),
    Planted("rules/delivery.csv", "collect.method == 'home'", "collect.method == 'house'", "expression.constant", "never holds"),
    Planted("form.yaml", "from: interior.person.name", "from: police.loss.report", "ask.early", "depends on answers"),
    Planted("flow.yaml", "role: moj.officer", "role: moj.judge", "schema.pattern", "role"),
    Planted("flow.yaml", "role: moj.officer", "role: mojj.officer", "flow.role", "Did you mean moj?"),
    Planted("flow.yaml", REVIEW, "{to: producing, four_eyes: perhaps}", "schema.type", "four_eyes"),
    Planted("flow.yaml", "{paid: checking, withdraw: withdrawn}", "{paid: {to: checking, four_eyes: true}, withdraw: withdrawn}", "flow.four_eyes", "no official's"),
    Planted("flow.yaml", "look_again: checking", "look_twice: checking", "flow.label", "action_look_twice"),
    Planted("flow.yaml", "actions: {answered: review}", "actions: {answered: review, ansver: review}", "flow.nobody", "nobody can take"),
    Planted("flow.yaml", "milestone: closed\n    end: true\n", "milestone: closed\n", "flow.reopen", "has not ended", "done:"),
    Planted("flow.yaml", "object: {to: review", "object: {to: reviev", "flow.target", "Did you mean review?"),
    Planted("flow.yaml", "by: citizen", "by: everybody", "schema.enum", "by"),
    Planted("flow.yaml", "within: 30 days", "within: 30 working_days", "schema.pattern", "within"),
    Planted("flow.yaml", "object: {to:", "appeal: {to:", "flow.label", "action_appeal"),
    Planted("flow.yaml", "start MOJ-NCC", "start MOJ-CRD", "flow.start", "starts itself"),
    Planted("flow.yaml", "start MOJ-NCC", "start MOJ-NCX", "flow.start", "there is no service 'MOJ-NCX'. Did you mean MOJ-NCC?"),
    Planted("flow.yaml", "start MOJ-NCC", "start MOJ-APP", "flow.start", "in a circle: MOJ-CRD → MOJ-APP → MOJ-SUM → MOJ-CRD"),
    Planted("flow.yaml", "start MOJ-NCC", "start certificate", "schema.pattern", "do"),
    Planted("flow.yaml", "do: [refund, start", "do: [refunds, start", "schema.pattern", "do"),
    Planted("flow.yaml", "refused:\n    milestone: decided\n    end: true\n", "refused:\n    milestone: decided\n    end: true\n    work: {role: officer, queue: single}\n",
            "flow.end", "leads on", "  refused:"),
    Planted("tests/refused.yaml", "- object", "- correct", "scenario", "not possible"),
    Planted("tests/refused.yaml", "done: start MOJ-NCC", "done: start MOJ-XXX", "scenario", "start MOJ-NCC"),
    Planted("text/en.yaml", "action_look_again:", "action_look_agian:", "text.source", "no Arabic"),
)  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.file}-{planted.code}-{planted.new[:25]}")
def test_a_planted_mistake_is_found_with_file_line_and_remedy(
    planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, card_folder(), contracts)


def test_a_service_may_start_one_that_does_not_lead_back(contracts: tuple[RegisterContract, ...]) -> None:
    assert checked(card_folder(), contracts).mistakes == ()


def test_the_services_of_a_directory_are_told_with_what_they_start_and_broken_folders_are_left_out(
    tmp_path: Path,
) -> None:
    for name, flow in (("card", card_folder().files["flow.yaml"]), ("broken", b"states: [")):
        (tmp_path / "moj" / name).mkdir(parents=True)
        (tmp_path / "moj" / name / "service.yaml").write_bytes(card_folder().files["service.yaml"])
        (tmp_path / "moj" / name / "flow.yaml").write_bytes(flow)
    assert services_in(tmp_path) == {"MOJ-CRD": {"MOJ-NCC"}}
    assert services_in(settings.HUKUMATI.services_dir)["MOJ-NCC"] == frozenset()
