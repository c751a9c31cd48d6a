"""Folders are checked in a confined program, which finds what the checks find, and has an end."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from hukumati.catalogue import confined_checks
from hukumati.catalogue.confined_checks import ChecksBusy, CheckUnfinished, check_folder_apart
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder_checks import check_service_folder, sketch_definition
from hukumati.catalogue.tests.samples import real_folder


@pytest.fixture(autouse=True)
def _no_program_is_left() -> Iterator[None]:
    yield
    confined_checks.programs.end_idle()


def _changed(file: str, old: bytes, new: bytes) -> Folder:
    folder = real_folder()
    assert old in folder.files[file]
    return replace(folder, files={**folder.files, file: folder.files[file].replace(old, new)})


def test_a_sound_folder_has_the_same_definition() -> None:
    folder = real_folder()
    expected, found = check_service_folder(folder=folder), check_folder_apart(folder=folder)
    assert found.report.definition == expected.definition == found.sketch
    assert found.report.mistakes == ()
    assert [(each.file, each.name, each.mistakes) for each in found.report.scenarios] == [
        (each.file, each.name, each.mistakes) for each in expected.scenarios
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("service.yaml", b"provider: moj", b"provider: [moj"),
        ("service.yaml", b"provider: moj", b"provider: nobody"),
        ("form.yaml", b"type: phone", b"type: fone"),
    ],
)
def test_mistakes_are_those_of_the_checks(file: str, old: bytes, new: bytes) -> None:
    folder = _changed(file, old, new)
    expected, found = check_service_folder(folder=folder), check_folder_apart(folder=folder)
    assert expected.mistakes
    assert (found.report.mistakes, found.report.definition) == (expected.mistakes, None)
    assert found.sketch == sketch_definition(folder=folder)


def test_the_program_is_confined_and_has_no_secret() -> None:
    check_folder_apart(folder=real_folder())
    (program,) = confined_checks.programs._idle
    process = Path(f"/proc/{program._process.pid}")
    assert "Seccomp:\t2" in (process / "status").read_text()
    environment = (process / "environ").read_bytes()
    assert not [each for each in environment.split(b"\0") if b"SECRET" in each or b"DATABASE" in each]


def test_checks_that_do_not_end_are_stopped_and_the_next_folder_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined_checks.programs, "_seconds", 0.2)
    with pytest.raises(CheckUnfinished):
        check_folder_apart(folder=real_folder())
    monkeypatch.undo()
    assert check_folder_apart(folder=real_folder()).report.definition


def test_a_full_line_of_folders_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined_checks.programs, "_patience_seconds", 0.1)
    with ExitStack() as held:
        held.enter_context(confined_checks.programs.place())
        with pytest.raises(ChecksBusy):
            check_folder_apart(folder=real_folder())
