"""The last byte that an uploaded archive, one of its files and all of them together may have."""

import pytest

from hukumati.studio.drafts import archive
from hukumati.studio.drafts.archive import read_zip, write_zip
from hukumati.studio.errors import FileRefused

TEXTS = {"form.yaml": "a: 1\n", "service.yaml": "b: 23\n"}
LARGEST = max(map(len, TEXTS.values()))
ALL = sum(map(len, TEXTS.values()))
PACKED = write_zip(slug="x", texts=TEXTS)


@pytest.mark.parametrize(
    ("bound", "most"),
    [("MAX_ARCHIVE_BYTES", len(PACKED)), ("MAX_FILE_BYTES", LARGEST), ("MAX_TOTAL_BYTES", ALL), ("MAX_FILES", 2)],
)
def test_an_archive_may_be_as_large_as_it_may_and_no_larger(
    bound: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, bound, most)
    assert read_zip(data=PACKED) == TEXTS
    monkeypatch.setattr(archive, bound, most - 1)
    with pytest.raises(FileRefused) as refused:
        read_zip(data=PACKED)
    assert refused.value.reason == ("too_many" if bound == "MAX_FILES" else "too_large")


def test_equal_files_are_packed_into_equal_bytes() -> None:
    assert write_zip(slug="x", texts=dict(reversed(TEXTS.items()))) == PACKED
