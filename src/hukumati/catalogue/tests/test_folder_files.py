"""What of a directory belongs to a service folder, and what is refused."""

from pathlib import Path

import pytest

from hukumati.catalogue.folder import files as folder_files
from hukumati.catalogue.folder.diagnostics import suggest
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import Folder, read_folder, read_shared, service_folders
from hukumati.catalogue.folder.sources import is_known_path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make services/moj/card with two files, and one shared file."""
    folder = tmp_path / "moj" / "card"
    (folder / "text").mkdir(parents=True)
    (folder / "service.yaml").write_text("code: MOJ-CRD\n")
    (folder / "text" / "ar.yaml").write_text("name: x\n")
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "people.yaml").write_text("{}\n")
    (tmp_path / "shared" / "notes.txt").write_text("not ours\n")
    return folder


def _codes(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(FolderRefused) as caught:
        read_folder(path=path)
    return [(mistake.file, mistake.code) for mistake in caught.value.mistakes]


def test_a_folder_holds_its_files_and_the_shared_ones(path: Path) -> None:
    folder = read_folder(path=path)
    assert folder.name == "card"
    assert sorted(folder.files) == ["service.yaml", "shared/people.yaml", "text/ar.yaml"]
    assert sorted(folder.own().files) == ["service.yaml", "text/ar.yaml"]
    assert folder.own().name == "card"
    assert read_shared(root=path.parent.parent) == {"shared/people.yaml": b"{}\n"}


def test_the_files_of_editors_and_systems_are_left_out(path: Path) -> None:
    (path / ".DS_Store").write_text("x")
    (path / "flow.yaml~").write_text("x")
    (path / ".git").mkdir()
    (path / ".git" / "config").write_text("x")
    assert sorted(read_folder(path=path).own().files) == ["service.yaml", "text/ar.yaml"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert _codes(tmp_path / "nothing") == [("nothing", "folder.missing")]


def test_links_and_files_above_their_bounds_are_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_files, "MAX_FILE_BYTES", 15)
    read_folder(path=path)
    (path / "flow.yaml").symlink_to(path / "service.yaml")
    (path / "form.yaml").write_bytes(b"x" * 16)
    assert _codes(path) == [("flow.yaml", "folder.link"), ("form.yaml", "file.size")]


def test_a_folder_has_its_greatest_number_of_files(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_files, "MAX_FILES", 3)  # two files and a directory
    read_folder(path=path)
    (path / "flow.yaml").write_text("x")
    assert _codes(path) == [(".", "folder.size")]


def test_folders_of_services_are_found_by_their_service_yaml(path: Path) -> None:
    (path.parent / "empty").mkdir()
    assert service_folders(root=path.parent.parent) == [path]


def test_files_are_listed_directly_under_a_directory() -> None:
    names = ("tests/b.yaml", "tests/a.yaml", "tests/deep/c.yaml", "tests/d.csv", "tests.yaml", "other/e.yaml")
    folder = Folder("x", dict.fromkeys(names, b""))
    assert folder.under("tests", ".yaml") == ("tests/a.yaml", "tests/b.yaml")


@pytest.mark.parametrize(
    ("path", "is_known"),
    [
        ("service.yaml", True),
        ("guide/ar.md", True),
        ("guide/fr.md", False),
        ("rules/fee.csv", True),
        ("rules/fee.yaml", False),
        ("rules/deep/fee.csv", False),
        ("documents/letter.typ", True),
        ("documents/letter.yaml", True),
        ("shared/offices.csv", True),
        ("elsewhere/fee.csv", False),
        ("elsewhere", False),
    ],
)
def test_every_file_has_a_known_place(path: str, *, is_known: bool) -> None:
    assert is_known_path(path) is is_known


def test_a_suggestion_is_the_nearest_word_or_the_words_there_are() -> None:
    assert suggest("purpose", ["purposes", "places"]) == "Did you mean purposes?"
    assert suggest("ab", ["xxabxx", "yy"]) == "Did you mean xxabxx?"
    assert suggest("zzz", ["b", "a"]) == "Known are: a, b."
    assert suggest("zzz", []) == "None is defined yet."
    many = [f"w{number:02}" for number in range(20)]
    assert suggest("qqqqqq", many) == f"Known are: {', '.join(many[:12])}."
