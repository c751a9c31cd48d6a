"""A run in a folder whose tables no release made is told so, instead of failing at a table."""

import json
from pathlib import Path

import pytest

from hukumati.project.run.tables import KEPT, refuse_older


def test_tables_of_this_version_are_taken_again_and_again(tmp_path: Path) -> None:
    made_by(tmp_path, "cases/0001_initial.py", None)
    refuse_older(tmp_path)
    refuse_older(tmp_path)


def test_tables_that_no_release_made_are_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    made_by(tmp_path, "cases/0001_initial.py", "other")
    before = (tmp_path / KEPT).read_text()
    with pytest.raises(SystemExit, match="move it away and start again"):
        refuse_older(tmp_path)
    assert (tmp_path / KEPT).read_text() == before


def test_the_first_run_in_a_folder_notes_its_tables(tmp_path: Path) -> None:
    refuse_older(tmp_path)
    assert "cases/0001_initial.py" in json.loads((tmp_path / KEPT).read_text())


def made_by(folder: Path, name: str, digest: str | None) -> None:
    refuse_older(folder)
    present = json.loads((folder / KEPT).read_text())
    (folder / KEPT).write_text(json.dumps(present if digest is None else {**present, name: digest}))
