"""Mistakes planted into the card's folder: how registers are asked, whose actions are whose, ends, delivery home."""

from pathlib import Path

import pytest
from django.conf import settings

from hukumati.catalogue.checks.checking import check_folder
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.service_references import services_in
from hukumati.catalogue.tests.planted_mistakes import IN_THE_CARD
from hukumati.catalogue.tests.planting import Planted, assert_found, checked, label
from hukumati.catalogue.tests.samples import card_folder
from hukumati.service_language.api import from_json, to_json


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


@pytest.mark.parametrize("planted", IN_THE_CARD, ids=label)
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
    (card,) = services_in(tmp_path)
    assert (card.code, card.slug, set(card.starts)) == ("MOJ-CRD", "card", {"MOJ-NCC"})
    assert {each.code: each.starts for each in services_in(settings.HUKUMATI.services_dir)}["MOJ-NCC"] == frozenset()
