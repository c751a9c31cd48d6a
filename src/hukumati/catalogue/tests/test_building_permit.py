"""The folder of a building permit: sheets that officials fill in, checked, played, and with mistakes planted in it."""

from dataclasses import replace
from datetime import date

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.tests.planted_in_sheets import IN_THE_SHEETS
from hukumati.catalogue.tests.planting import Planted, assert_found, checked, label
from hukumati.catalogue.tests.samples import permit_folder
from hukumati.catalogue.tests.test_faults_of_checks import changed
from hukumati.service_language.api import FormSession

STOPPED = (
    "[to_pay, inspection, waiting_citizen, not_issued], if_late: accept, late_to: late, legal_reference: lapsed_tell"
)
LATE = """  late:
    milestone: in_review
    tell: issuing_tell
    work: {role: pla.officer, queue: single, due: 1 working_day}
    actions:
      approve: [{when: inspected_area > 100.0, to: refused}, {to: lapsed}]
"""


def test_the_folder_is_sound_and_plays_its_scenarios(contracts: tuple[RegisterContract, ...]) -> None:
    report = checked(permit_folder(), contracts)
    assert [str(mistake) for mistake in report.mistakes] == []
    assert len(report.scenarios) == 4


@pytest.mark.parametrize("planted", IN_THE_SHEETS, ids=label)
def test_a_planted_mistake_is_found_with_file_line_and_remedy(
    planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, permit_folder(), contracts)


def test_a_fee_that_officials_set_is_told_later_and_worked_out_by_what_they_filled_in() -> None:
    folder = permit_folder()
    fee = folder.files["rules/fee.csv"].replace(b"amount('50.00')", b"amount('2.00') * inspected_area")
    definition = parse_definition(folder=replace(folder, files={**folder.files, "rules/fee.csv": fee}))
    draft = FormSession(definition=definition, answers={}, registers={}, today=date(2026, 11, 23))
    assert (draft.is_fee_pending(), draft.is_fee_set_later(), draft.facts["fee"]) == (True, True, None)
    inspected = replace(draft, answers={"inspected_area": 10}, is_settled=True)
    assert (inspected.is_fee_pending(), str(inspected.fee()), inspected.facts["fee"]) == (False, "20.00 ILS", 2000)


def test_a_sheet_of_a_whole_state_is_filled_in_with_every_decision_there() -> None:
    folder = permit_folder()
    alone = b"inspected: {to: review, fill: inspection}\n"
    assert alone in folder.files["flow.yaml"]
    flow = folder.files["flow.yaml"].replace(
        alone, b"inspected: review\n      look_again: {to: refused, needs: [reason]}\n"
    )
    flow = flow.replace(b"    tell: inspection_tell\n", b"    tell: inspection_tell\n    fill: inspection\n")
    definition = parse_definition(folder=replace(folder, files={**folder.files, "flow.yaml": flow}))
    actions = definition.flow.states["inspection"].actions
    assert {name: action.fill for name, action in actions.items()} == {
        "inspected": "inspection", "look_again": "inspection", "ask_citizen": "",
    }  # fmt: skip
    assert definition.flow.states["review"].actions["approve"].fill == "permit"


def test_silence_leads_on_from_the_states_whose_clock_runs_and_from_no_others(
    contracts: tuple[RegisterContract, ...],
) -> None:
    folder = changed(
        permit_folder(),
        ("service.yaml", "[to_pay, waiting_citizen], if_late: escalate", STOPPED),
        ("flow.yaml", "  lapsed: {", LATE + "  lapsed: {"),
    )
    found = checked(folder, contracts).mistakes
    assert [str(mistake) for mistake in found if mistake.code == "flow.unfilled"] == []


def test_a_misspelt_queue_or_message_is_one_mistake(contracts: tuple[RegisterContract, ...]) -> None:
    for old, new, code in (
        ("queue: site_office", "queue: site_ofice", "flow.queue"),
        ("notify granted]", "notify grantd]", "flow.notify"),
    ):
        found = checked(changed(permit_folder(), ("flow.yaml", old, new)), contracts).mistakes
        assert [mistake.code for mistake in found if mistake.file == "flow.yaml"] == [code]
        assert not [mistake for mistake in found if mistake.code == "platform.fault"]
