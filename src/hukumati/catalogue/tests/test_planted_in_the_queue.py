# ruff: noqa: E501 - one mistake a line reads best
"""Mistakes about questions that are left to a silent register, planted into the real folder of health insurance."""

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.publishing import known_contracts
from hukumati.catalogue.tests.planting import Planted, assert_found, checked
from hukumati.catalogue.tests.samples import insurance_folder


@pytest.fixture(scope="module")
def contracts() -> tuple[RegisterContract, ...]:
    return known_contracts()


def test_the_folder_is_sound_and_plays_its_scenarios(contracts: tuple[RegisterContract, ...]) -> None:
    report = checked(insurance_folder(), contracts)
    assert report.mistakes == ()
    assert len([played for played in report.played if "silent" in played.file]) == 5


LAST = "{id: phone, type: phone"
OPEN = "id: on_assistance"
PLANTED = (
    Planted("form.yaml", LAST, """{id: since, type: date, label: born_on, show_if: "on_assistance"}\n      - """ + LAST,
            "queue.needed", "show_if of 'since' needs 'on_assistance'", OPEN),
    Planted("form.yaml", LAST, """{id: since, type: date, label: born_on, show_if: "registers.msd.assistance.beneficiary"}\n      - """ + LAST,
            "queue.needed", "show_if of 'since' needs 'on_assistance'", OPEN),
    Planted("form.yaml", "born_on, edit: locked, if_down: block_with_notice}",
            """born_on, edit: locked, if_down: accept_and_queue}\n      - {id: since, type: date, label: born_on, show_if: "applicant.age > 60"}""",
            "queue.needed", "show_if of 'since' needs 'born_on'", "id: born_on"),
    Planted("form.yaml", "_it.alive &&", "on_assistance && _it.alive &&", "queue.needed", "where of 'dependants' needs 'on_assistance'", OPEN),
    Planted("service.yaml", "ask_first:", """ask_about: {interior.family: "on_assistance ? applicant.id_number : null"}\nask_first:""",
            "queue.needed", "ask_about of interior.family needs 'on_assistance'", OPEN, "form.yaml"),
    Planted("service.yaml", "ask_first:", """ask_with: {interior.family: {since: "on_assistance ? 'x' : 'y'"}}\nask_first:""",
            "queue.needed", "ask_with of interior.family needs 'on_assistance'", OPEN, "form.yaml"),
    Planted("form.yaml", "edit: report_error, if_down: accept_and_queue", "edit: allow, if_down: accept_and_queue", "queue.answered", "the person answers it"),
    Planted("form.yaml", "from: account.phone, edit: allow", "from: account.phone, edit: locked, if_down: accept_and_queue", "queue.answered", "edit: locked"),
    Planted("flow.yaml", "actions: {submit: review, withdraw: withdrawn}", "actions: {submit: review}", "queue.withdraw", "Add the action withdraw", "  draft:"),
    Planted("tests/silent.yaml", "queued: [on_assistance]", "queued: [born_on]", "scenario", "on_assistance"),
    Planted("tests/silent.yaml", "{register_answers: {msd.assistance:", "{register_answers: {moh.insurance:", "scenario", "nothing waits for it"),
    Planted("tests/silent.yaml", "queued: [on_assistance], state: draft", "state: review", "scenario", "waits for on_assistance"),
    Planted("tests/silent_unassisted.yaml", "fee: 600.00 ILS", "fee: 0.00 ILS", "scenario", "600.00 ILS"),
)  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.file}-{planted.code}-{planted.new[:25]}")
def test_a_planted_mistake_is_found_with_file_line_and_remedy(
    planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, insurance_folder(), contracts)
