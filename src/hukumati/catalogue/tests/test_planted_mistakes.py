"""Mistakes planted into the real folder, each found, named by file and line, with a remedy."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.tests.planted_mistakes import IN_SIDE_REQUESTS, IN_THE_CERTIFICATE, IN_THE_SPECIMEN
from hukumati.catalogue.tests.planting import Planted, assert_found, checked, label
from hukumati.catalogue.tests.samples import asking_folder, real_folder
from hukumati.catalogue.tests.specimen import specimen_folder


def test_the_real_folder_is_sound_and_plays_its_scenarios(contracts: tuple[RegisterContract, ...]) -> None:
    report = checked(real_folder(), contracts)
    assert report.mistakes == ()
    assert report.definition is not None
    assert len(report.scenarios) >= 6


def test_the_specimen_is_sound_and_plays_its_scenarios(contracts: tuple[RegisterContract, ...]) -> None:
    report = checked(specimen_folder(), contracts)
    assert report.mistakes == ()
    assert report.definition is not None


@pytest.mark.parametrize("planted", IN_THE_SPECIMEN, ids=label)
def test_a_mistake_planted_into_the_specimen_isfound(planted: Planted, contracts: tuple[RegisterContract, ...]) -> None:
    assert_found(planted, specimen_folder(), contracts)


@pytest.mark.parametrize("planted", IN_THE_CERTIFICATE, ids=label)
def test_a_planted_mistake_is_found_with_file_line_and_remedy(
    planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, real_folder(), contracts)


@pytest.mark.parametrize("planted", IN_SIDE_REQUESTS, ids=lambda planted: f"{planted.code}-{planted.new[:30]}")
def test_a_mistake_planted_in_side_requests_is_found_with_file_line_and_remedy(
    planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, asking_folder(), contracts)


def test_the_folder_that_asks_for_much_is_sound(contracts: tuple[RegisterContract, ...]) -> None:
    assert checked(asking_folder(), contracts).mistakes == ()


def _without(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.__delitem__(name)


def _with(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.__setitem__(name, data)


@pytest.mark.parametrize(
    ("change", "file", "code"),
    [
        (_without("flow.yaml"), "flow.yaml", "file.missing"),
        (_without("text/en.yaml"), "text/en.yaml", "file.missing"),
        (_without("guide/ar.md"), "guide/ar.md", "file.missing"),
        (_without("messages/ready.yaml"), "flow.yaml", "flow.notify"),
        (_with("messages/extra.yaml", b"sms: ready_sms\n"), "messages/extra.yaml", "file.unused"),
        (_with("lists/extra.csv", "code,ar,en\na,ب,b\n".encode()), "lists/extra.csv", "file.unused"),
        (_with("run.py", b"import os\n"), "run.py", "file.unknown"),
        (_with("documents/evil.py", b""), "documents/evil.py", "file.unknown"),
        (_with("form.yaml", b"\xff\xfe"), "form.yaml", "file.encoding"),
        (_with("rules/fee.csv", b""), "rules/fee.csv", "csv.size"),
        (_with("rules/fee.csv", b'row,"when\n'), "rules/fee.csv", "csv.syntax"),
        (_with("form.yaml", b"[]\n"), "form.yaml", "schema.type"),
        (_with("flow.yaml", b""), "flow.yaml", "schema.type"),
    ],
)
def test_files_missing_superfluous_or_broken_are_named(
    change: Callable[[dict[str, bytes]], None], file: str, code: str, contracts: tuple[RegisterContract, ...]
) -> None:
    files = dict(real_folder().files)
    change(files)
    report = checked(replace(real_folder(), files=files), contracts)
    assert (file, code) in {(mistake.file, mistake.code) for mistake in report.mistakes}


def test_a_folder_without_scenarios_is_not_sound(contracts: tuple[RegisterContract, ...]) -> None:
    files = {name: data for name, data in real_folder().files.items() if not name.startswith("tests/")}
    report = checked(replace(real_folder(), files=files), contracts)
    assert [mistake.code for mistake in report.mistakes] == ["scenario.none"]


def test_several_mistakes_in_several_files_are_told_in_one_run(contracts: tuple[RegisterContract, ...]) -> None:
    files = dict(real_folder().files)
    files["flow.yaml"] = files["flow.yaml"].replace(b"answer: review", b"answer: reviev")
    files["rules/fee.csv"] = files["rules/fee.csv"].replace(b"fee_study", b"fee_studdy")
    files["form.yaml"] = files["form.yaml"].replace(b"list: purposes", b"list: purpose")
    report = checked(replace(real_folder(), files=files), contracts)
    assert {"flow.yaml", "rules/fee.csv", "form.yaml"} <= {mistake.file for mistake in report.mistakes}
