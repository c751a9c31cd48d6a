"""Archives: what goes out comes in again, and hostile ones are refused before they do harm."""

import io
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.studio import api as studio
from hukumati.studio.drafts.tests.conftest import own_texts


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make an archive of these entries."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return whole.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    """Describe a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def reason(data: bytes) -> str:
    """Return why an archive is refused."""
    with pytest.raises(studio.FileRefused) as refused:
        studio.read_zip(data=data)
    return refused.value.reason


def test_what_goes_out_comes_in_again() -> None:
    texts = own_texts()
    data = studio.write_zip(slug="non-conviction-certificate", texts=texts)
    assert studio.read_zip(data=data) == texts
    assert studio.write_zip(slug="non-conviction-certificate", texts=texts) == data


def test_an_archive_made_inside_the_folder_is_read_too() -> None:
    data = packed(("service.yaml", b"a: 1\n"), ("text/ar.yaml", "ا: ب\n".encode()), ("__MACOSX/._x", b"x"))
    assert studio.read_zip(data=data) == {"service.yaml": "a: 1\n", "text/ar.yaml": "ا: ب\n"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lambda: b"PK not a zip", "not_a_zip"),
        (lambda: b"", "not_a_zip"),
        (lambda: packed(("../service.yaml", b"x")), "path"),
        (lambda: packed(("/etc/passwd", b"x")), "path"),
        (lambda: packed(("a\\..\\b.yaml", b"x")), "path"),
        (lambda: packed(("C:/form.yaml", b"x")), "path"),
        (lambda: packed((link("service.yaml"), b"/etc/passwd")), "link"),
        (lambda: packed(("service.yaml", b"\xff\xfe\x00")), "not_text"),
        (lambda: packed(("service.yaml", b"a\0b")), "not_text"),
        (lambda: packed(("install.sh", b"x")), "unknown_place"),
        (lambda: packed(("shared/people.yaml", b"x")), "unknown_place"),
        (lambda: packed(*((f"lists/l{n}.csv", b"x") for n in range(201))), "too_many"),
        (lambda: packed(("service.yaml", b"x" * 600_000)), "too_large"),
        (lambda: packed(*((f"lists/l{n}.csv", b"x" * 400_000) for n in range(11))), "too_large"),
        (lambda: b"x" * (studio.MAX_ARCHIVE_BYTES + 1), "too_large"),
        (lambda: packed(("service.yaml", b"x"), method=zipfile.ZIP_LZMA), "locked"),
    ],
)
def test_a_hostile_archive_is_refused(data: Callable[[], bytes], why: str) -> None:
    assert reason(data()) == why


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_stands_twice_is_refused() -> None:
    assert reason(packed(("service.yaml", b"a"), ("service.yaml", b"b"))) == "double"


def test_a_bomb_is_refused_without_being_blown_up() -> None:
    data = packed(*((f"lists/l{n}.csv", b"\x20" * 20_000_000) for n in range(8)))
    assert len(data) < studio.MAX_ARCHIVE_BYTES
    tracemalloc.start()
    assert reason(data) == "too_large"
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_an_entry_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(packed(("service.yaml", b"x" * 600_000)))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 10)
    assert reason(bytes(data)) in {"not_a_zip", "too_large"}


@given(st.binary(max_size=200), st.integers(0, 400))
def test_a_spoilt_archive_is_refused_or_read_but_nothing_else(noise: bytes, place: int) -> None:
    data = bytearray(packed(("service.yaml", b"id: x\n"), ("form.yaml", b"pages: []\n")))
    data[place : place + len(noise)] = noise
    with suppress(studio.FileRefused):
        assert set(studio.read_zip(data=bytes(data))) <= {"service.yaml", "form.yaml", "CHANGELOG.md", "README.md"}


def test_a_directory_is_the_folder_itself_only_where_it_holds_the_service() -> None:
    assert studio.read_zip(data=packed(("rules/fee.csv", b"a\n"))) == {"rules/fee.csv": "a\n"}
    assert studio.read_zip(data=packed(("x/service.yaml", b"a\n"), ("x/rules/fee.csv", b"b\n"))) == {
        "service.yaml": "a\n", "rules/fee.csv": "b\n",
    }  # fmt: skip
    assert reason(packed(("x/service.yaml", b"a\n"), ("y/form.yaml", b"b\n"))) == "unknown_place"
