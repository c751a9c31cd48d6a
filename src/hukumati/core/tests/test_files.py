import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hukumati.core.files import write_exclusively


def test_a_new_file_holds_all_of_its_content_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file"
    assert write_exclusively(path, b"content") is True
    assert path.read_bytes() == b"content"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"first")
    assert write_exclusively(path, b"second") is False
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"first"], "and no draft is left"


def test_of_many_writers_one_wins(tmp_path: Path) -> None:
    path = tmp_path / "file"
    contents = [f"{number}".encode() * 1000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda content: write_exclusively(path, content), contents))
    assert written.count(True) == 1
    assert path.read_bytes() == contents[written.index(True)]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(_handle: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="no space"):
        write_exclusively(tmp_path / "file", b"content")
    assert list(tmp_path.iterdir()) == []
