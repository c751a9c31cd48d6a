"""Folders are checked in a confined program, which finds what the checks find, and has an end."""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from hukumati.catalogue import confined_checks
from hukumati.catalogue.checks.service_references import KnownService
from hukumati.catalogue.confined_checks import ChecksBusy, CheckUnfinished, check_folder_apart
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.folder_checks import check_service_folder, sketch_definition
from hukumati.catalogue.publishing import publish_folder
from hukumati.catalogue.tests.samples import NOW, real_folder, real_path


@pytest.fixture(autouse=True)
def _no_program_is_left() -> Iterator[None]:
    confined_checks.programs.end_idle()
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
    monkeypatch.setattr(confined_checks.programs, "_seconds", 0.01)
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


@pytest.mark.django_db
def test_a_folder_from_disk_is_published_and_checked_with_the_same_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(settings.HUKUMATI.services_dir / "shared", tmp_path / "shared")
    path = tmp_path / "moj" / "non-conviction-certificate"
    copytree(real_path(), path)
    monkeypatch.setattr(confined_checks.programs, "_seconds", 0.01)
    with pytest.raises(FolderRefused) as refused:
        publish_folder(path=path, by="test", now=NOW, examples_allowed=True)
    assert [each.code for each in refused.value.mistakes] == ["check.unfinished"]
    told = io.StringIO()
    with pytest.raises(CommandError):
        call_command("service_check", str(path), stderr=told)
    assert "took too long" in told.getvalue()
    monkeypatch.undo()
    assert publish_folder(path=path, by="test", now=NOW, examples_allowed=True).is_new


def test_the_services_beside_a_folder_are_known_in_the_program() -> None:
    other = KnownService(code="MOJ-X", id="other", slug="other", reference_prefix="NCC", starts=frozenset({"MOJ-Y"}))
    expected = check_service_folder(folder=real_folder(), services=lambda: (other,))
    assert [each.code for each in expected.mistakes] == ["service.reference_prefix"]
    assert check_folder_apart(folder=real_folder(), services=(other,)).report.mistakes == expected.mistakes
