# ruff: noqa: E501 - folders are read best as they are written
"""A group may ask for files: checked, played through scenarios, refused where an entry cannot hold any."""

from dataclasses import replace

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.tests.planting import Planted, assert_found, checked
from hukumati.catalogue.tests.samples import permit_folder
from hukumati.catalogue.tests.specimen import specimen_folder
from hukumati.catalogue.tests.test_faults_of_checks import changed

SHARE = "{id: share, type: number, min: 1, max: 100, required: false}"
PROOF = "{id: proof, type: file, accept: [pdf], label: papers, required: false}"
MORE = '{id: said, type: text, label: papers, required: false, show_if: "size(_it.proof) > 0"}'
KARIM = "{full_name: كريم, born: 1990-01-01}"


def proving_folder() -> Folder:
    """Return the specimen, whose heirs give a paper each."""
    return changed(
        specimen_folder(),
        ("form.yaml", SHARE, f"{SHARE}\n          - {PROOF}\n          - {MORE}"),
        ("tests/all.yaml", KARIM, "{full_name: كريم, born: 1990-01-01, proof: karim.pdf, said: شهادة}"),
    )


def test_scenarios_give_files_by_name_inside_entries(contracts: tuple[RegisterContract, ...]) -> None:
    report = checked(proving_folder(), contracts)
    assert [str(each) for each in report.mistakes] == []
    assert report.definition is not None
    (group,) = [each for each in report.definition.form.questions() if each.type == "group"]
    assert {part.id: part.accept for part in group.ask if part.accept} == {"proof": ("pdf",)}


def test_a_file_of_another_kind_is_refused_at_its_entry(contracts: tuple[RegisterContract, ...]) -> None:
    wrong = changed(proving_folder(), ("tests/all.yaml", "karim.pdf", "karim.jpg"))
    assert "heirs_2_proof" in " ".join(str(each) for each in checked(wrong, contracts).mistakes)


def test_conditions_of_an_entry_read_its_own_files(contracts: tuple[RegisterContract, ...]) -> None:
    never = changed(proving_folder(), ("form.yaml", "size(_it.proof) > 0", "size(_it.proof) > 1"))
    assert "expression.constant" in {each.code for each in checked(never, contracts).mistakes}


OF_RECORDS = "- {id: bank, type: iban}\n      - {id: causes, type: group, each: fines, label: fines, ask: [{id: proof, type: file, label: papers}]}"


@pytest.mark.parametrize(
    ("folder", "planted"),
    [
        (specimen_folder(), Planted("form.yaml", "- {id: bank, type: iban}", OF_RECORDS, "form.file", "cannot hold any", "id: causes")),
        (
            permit_folder(),
            Planted("form.yaml", "- {id: near_road, type: yes_no}", "- {id: near_road, type: yes_no}\n      - {id: plots, type: group, label: remarks, required: false, ask: [{id: plan, type: file, label: remarks}]}", "form.file", "cannot hold any", "id: plots"),
        ),
    ],
)  # fmt: skip
def test_files_are_refused_where_an_entry_cannot_hold_them(
    folder: Folder, planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, replace(folder), contracts)
