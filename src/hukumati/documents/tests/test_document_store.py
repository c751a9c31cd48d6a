"""The contract of `ports.DocumentStore`, for every adapter that fills it."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hukumati.documents.adapters.document_store import ABANDONED_AFTER_SECONDS, FileDocumentStore
from hukumati.documents.ports import DocumentStore

PREFIX = "2026/NC-2026-0000001-"
FIRST, SECOND, OTHER = f"{PREFIX}aa.pdf", f"{PREFIX}bb.pdf", "2026/NC-2026-0000002-cc.pdf"


@pytest.fixture(params=[FileDocumentStore])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> DocumentStore:
    new: Callable[..., DocumentStore] = request.param
    return new(folder=tmp_path)


def test_what_is_kept_is_read(store: DocumentStore) -> None:
    store.keep(key=FIRST, content=b"sealed")
    assert store.read(key=FIRST) == b"sealed"
    assert store.read(key=SECOND) is None


def test_what_is_kept_is_never_overwritten(store: DocumentStore) -> None:
    store.keep(key=FIRST, content=b"sealed")
    store.keep(key=FIRST, content=b"other")
    assert store.read(key=FIRST) == b"sealed"


def test_of_all_attempts_at_a_serial_only_one_is_kept(store: DocumentStore) -> None:
    for key in (FIRST, SECOND, OTHER):
        store.keep(key=key, content=key.encode())
    store.keep_only(prefix=PREFIX, key=SECOND)
    assert [store.read(key=key) for key in (FIRST, SECOND, OTHER)] == [None, SECOND.encode(), OTHER.encode()]


def test_an_unfinished_file_goes_only_when_nobody_can_be_writing_it(tmp_path: Path) -> None:
    store = FileDocumentStore(folder=tmp_path)
    store.keep(key=FIRST, content=b"sealed")
    abandoned, fresh = (tmp_path / "2026" / f".NC-2026-0000001-aa.pdf.{name}" for name in ("old", "new"))
    for draft, seconds_old in ((abandoned, ABANDONED_AFTER_SECONDS + 60), (fresh, ABANDONED_AFTER_SECONDS - 60)):
        draft.write_bytes(b"%PDF")
        os.utime(draft, (time.time() - seconds_old,) * 2)
    store.keep_only(prefix=PREFIX, key=FIRST)
    assert not abandoned.exists()
    assert fresh.exists()
    assert store.read(key=FIRST) == b"sealed"
