"""Whatever a check meets, the report tells it; nothing is raised, and everything is told in one run."""

from dataclasses import replace

import pytest

from hukumati.catalogue.checks import checking
from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.guarding import Guard
from hukumati.catalogue.folder.errors import Mistake
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder.schema import MAX_MISTAKES
from hukumati.catalogue.tests.planting import checked
from hukumati.catalogue.tests.samples import real_folder
from hukumati.catalogue.tests.specimen import specimen_folder


def changed(folder: Folder, *changes: tuple[str, str, str]) -> Folder:
    files = dict(folder.files)
    for file, old, new in changes:
        assert old.encode() in files[file]
        files[file] = files[file].replace(old.encode(), new.encode(), 1)
    return replace(folder, files=files)


def _fail() -> None:
    raise IndexError("list index out of range")


def test_a_check_that_fails_is_told_with_folder_and_file_as_a_fault_of_the_platform() -> None:
    mistakes: list[Mistake] = []
    Guard("passport", mistakes).run(_fail, name="flow", file="flow.yaml")
    (told,) = mistakes
    assert (told.file, told.line, told.code) == ("flow.yaml", 1, "platform.fault")
    assert "'passport'" in told.problem
    assert "IndexError" in told.problem
    assert told.remedy.startswith("This is a fault of the platform")


def test_where_a_schema_has_refused_values_already_a_check_may_fail() -> None:
    mistakes: list[Mistake] = []
    Guard("passport", mistakes, is_malformed=True).run(_fail, name="flow", file="flow.yaml")
    assert mistakes == []


def test_reading_that_fails_is_told_too(
    contracts: tuple[RegisterContract, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "parse_folder", lambda **_: _fail())
    (told,) = checked(real_folder(), contracts).mistakes
    assert told.code == "platform.fault"


def test_of_very_many_mistakes_of_form_the_number_of_the_rest_is_told(contracts: tuple[RegisterContract, ...]) -> None:
    asked = "".join(f"      - {{id: extra{n}, type: fone, label: purpose}}\n" for n in range(MAX_MISTAKES + 7))
    folder, page = real_folder(), "  - id: delivery\n"
    form = (
        folder.files["form.yaml"].decode().replace(page, f"  - id: many\n    title: delivery\n    ask:\n{asked}{page}")
    )
    told = checked(replace(folder, files={**folder.files, "form.yaml": form.encode()}), contracts).mistakes
    (more,) = [each for each in told if each.code == "schema.more"]
    assert (more.file, more.problem) == ("form.yaml", "7 more mistakes of form are not listed")
    assert len([each for each in told if each.code == "schema.enum"]) == MAX_MISTAKES


def test_what_made_a_check_fail_is_told_as_what_it_is(contracts: tuple[RegisterContract, ...]) -> None:
    share = "{id: share, type: number, min: 1, max: 100"
    high = changed(specimen_folder(), ("form.yaml", share, "{id: share, type: number, min: 1000, max: 9000"))
    assert {mistake.code for mistake in checked(high, contracts).mistakes} == {"scenario"}  # which answers 50


def test_mistakes_of_form_meaning_rules_and_scenarios_are_told_together(
    contracts: tuple[RegisterContract, ...],
) -> None:
    folder = changed(
        real_folder(),
        ("form.yaml", "type: phone, from: account.phone", "type: fone, from: account.phone"),  # form
        ("rules/fee.csv", ",fee_study,", ","),  # a row without one of its cells
        ("service.yaml", "assurance: substantial", "assurance: no"),  # a trap of YAML
        ("flow.yaml", "answer: review", "answer: reviev"),  # a reference
        ("form.yaml", "purpose == 'employment'", "purpose == 'employ'"),  # an expression
        ("documents/certificate.typ", "#numbering(d.document)", "#ghost(d.document)"),  # a template
        ("tests/minor.yaml", "reason: too_young", "reason: deceased"),  # a scenario
    )
    codes = {mistake.code for mistake in checked(folder, contracts).mistakes}
    assert {"schema.enum", "csv.row", "yaml.trap", "flow.target", "expression.constant", "scenario"} <= codes


def test_a_list_of_places_without_its_header_is_told_as_such(contracts: tuple[RegisterContract, ...]) -> None:
    folder = changed(real_folder(), ("shared/offices.csv", "code,provider,ar,en,", "kode,provider,ar,en,"))
    mistakes = checked(folder, contracts).mistakes
    assert ("shared/offices.csv", 1, "list.column") in {(each.file, each.line, each.code) for each in mistakes}
    assert [str(each) for each in mistakes if each.code == "platform.fault"] == []


def test_a_scenario_goes_on_where_the_text_of_a_refusal_is_missing(contracts: tuple[RegisterContract, ...]) -> None:
    folder = changed(
        real_folder(),
        ("text/ar.yaml", "too_young:", "too_old:"),
        ("text/en.yaml", "too_young:", "too_old:"),
    )
    codes = {each.code for each in checked(folder, contracts).mistakes}
    assert ("text.missing" in codes, "platform.fault" in codes) == (True, False)
