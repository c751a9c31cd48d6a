"""Frames between a program and the ones it starts: their length before them, and a bound that belongs to them."""

import io

import pytest

from hukumati.core import confined_programs
from hukumati.core.confined_programs import read_frame, write_frame


@pytest.mark.parametrize("content", [b"", b"x", b"\x00" * 300])
def test_a_frame_is_read_as_it_was_written_and_the_next_after_it(content: bytes) -> None:
    stream = io.BytesIO()
    write_frame(stream, content)
    write_frame(stream, b"next")
    stream.seek(0)
    assert [read_frame(stream) for _ in range(3)] == [content, b"next", None]


def test_the_largest_frame_is_read_and_a_larger_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined_programs, "LARGEST_FRAME", 3)
    assert read_frame(io.BytesIO(b"\x00" * 7 + b"\x03abc")) == b"abc"
    assert read_frame(io.BytesIO(b"\x00" * 7 + b"\x04abcd")) is None


@pytest.mark.parametrize("cut", [b"", b"\x00" * 7, b"\x00" * 7 + b"\x01", b"\x00" * 7 + b"\x03ab"])
def test_a_frame_that_ends_too_soon_is_none(cut: bytes) -> None:
    assert read_frame(io.BytesIO(cut)) is None
