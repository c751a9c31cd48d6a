"""Uploaded files at the edges of what is taken: written byte by byte, so that each rule is met, or missed by one."""

import struct
import zlib

import pytest

from hukumati.cases.domain.file_borders import PDF_HEADER_WITHIN, trimmed
from hukumati.cases.domain.file_inspection import LEAST_SIDE, MOST_PIXELS, media_of
from hukumati.cases.domain.paper_faults import PaperRefused, unfolded_size
from hukumati.service_language.api import MAX_FILE_BYTES

HEAD = b"\x89PNG\r\n\x1a\n"


def fault_of(content: bytes) -> str:
    """Return why a file is refused; "" if it is taken."""
    try:
        media_of(content)
    except PaperRefused as refused:
        return refused.fault
    return ""


# --- PNG


def chunk(name: bytes, data: bytes = b"", check: bytes | None = None) -> bytes:
    told = struct.pack(">I", zlib.crc32(name + data)) if check is None else check
    return struct.pack(">I", len(data)) + name + data + told


def header(width: int, height: int, depth: int, colour: int) -> bytes:
    return struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


def png(width: int = 100, height: int = 100, depth: int = 8, colour: int = 0, size: int | None = None) -> bytes:
    """Return a picture whose points unfold to `size` bytes; to those of its rows if none is given."""
    per_point = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(colour, 1)
    whole = (-(-width * depth * per_point // 8) + 1) * height  # each row begins with its filter
    points = zlib.compress(b"\0" * (whole if size is None else size))
    return HEAD + chunk(b"IHDR", header(width, height, depth, colour)) + chunk(b"IDAT", points) + chunk(b"IEND")


@pytest.mark.parametrize(
    ("width", "height", "fault"),
    [
        (LEAST_SIDE, LEAST_SIDE, ""),
        (LEAST_SIDE - 1, LEAST_SIDE, "too_few_pixels"),
        (LEAST_SIDE, LEAST_SIDE - 1, "too_few_pixels"),
        (0, LEAST_SIDE, "broken"),
        (LEAST_SIDE, 0, "broken"),
        (MOST_PIXELS // 6000, 6000, ""),
        (MOST_PIXELS // 6000, 6001, "too_many_pixels"),
    ],
)
def test_a_picture_has_its_least_and_most_points(width: int, height: int, fault: str) -> None:
    assert fault_of(png(width, height, depth=1)) == fault


@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
@pytest.mark.parametrize("colour", [0, 2, 3, 4, 6])
def test_every_colour_and_depth_of_the_standard_is_taken(colour: int, depth: int) -> None:
    assert fault_of(png(depth=depth, colour=colour)) == ""


@pytest.mark.parametrize(("depth", "colour"), [(3, 0), (0, 0), (32, 2), (8, 1), (8, 5), (8, 7)])
def test_no_other_one_is(depth: int, colour: int) -> None:
    assert fault_of(png(depth=depth, colour=colour)) == "broken"


@pytest.mark.parametrize(
    ("width", "depth", "colour", "row"),
    [(100, 1, 0, 13), (104, 1, 0, 13), (105, 1, 0, 14), (100, 8, 2, 300), (100, 16, 6, 800), (101, 4, 3, 51)],
)
def test_the_points_fill_the_rows_and_hardly_more(width: int, depth: int, colour: int, row: int) -> None:
    least, most = row * 100, (row + 1) * 100 + 64 * (width + 100)  # an interlaced picture has more rows
    sizes = {least - 1: "broken", least: "", most: "", most + 1: "too_large"}
    assert {size: fault_of(png(width, 100, depth, colour, size)) for size in sizes} == sizes


FIRST, POINTS, LAST = (
    chunk(b"IHDR", header(100, 100, 8, 0)),
    chunk(b"IDAT", zlib.compress(b"\0" * 10100)),
    chunk(b"IEND"),
)


@pytest.mark.parametrize(
    ("chunks", "fault"),
    [
        ([FIRST, POINTS, LAST], ""),
        ([FIRST, chunk(b"tEXt", b"a"), POINTS, chunk(b"tIME", b"b"), LAST], ""),
        ([POINTS, FIRST, LAST], "broken"),
        ([FIRST, POINTS], "broken"),
        ([FIRST, LAST], "broken"),
        ([], "broken"),
        ([chunk(b"IHDR", header(100, 100, 8, 0) + b"\0"), POINTS, LAST], "broken"),
        ([FIRST, POINTS, LAST, b"behind"], "broken"),
        ([FIRST, LAST, POINTS, LAST], "broken"),
        ([FIRST, POINTS, chunk(b"tEXt", b"a", check=b"\0\0\0\0"), LAST], "broken"),
        ([FIRST, POINTS, LAST[:-1]], "broken"),
        ([FIRST, POINTS, LAST[:6]], "broken"),
        ([FIRST, chunk(b"IDAT", b"not deflated"), LAST], "broken"),
    ],
)
def test_the_chunks_of_a_picture_stand_in_their_order(chunks: list[bytes], fault: str) -> None:
    assert fault_of(HEAD + b"".join(chunks)) == fault


def test_the_points_of_a_picture_may_stand_in_many_chunks() -> None:
    points = zlib.compress(bytes(range(100)) * 101)
    halves = [chunk(b"IDAT", points[:50]), chunk(b"IDAT", points[50:])]
    assert fault_of(HEAD + b"".join([FIRST, *halves, LAST])) == ""


# --- JPEG


def segment(marker: int, data: bytes = b"") -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def frame(width: int = 100, height: int = 100, marker: int = 0xC0) -> bytes:
    return segment(marker, b"\x08" + struct.pack(">HH", height, width) + b"\x01")


SCAN = segment(0xDA, b"\x01") + b"points"
END = b"\xff\xd9"


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ([frame(), SCAN, END], ""),
        ([frame(marker=0xC3), SCAN, END], ""),
        ([segment(0xE0, b"JFIF"), segment(0xFE), frame(), SCAN, END, b"behind"], ""),
        ([b"\xff\xff", frame(), SCAN, END], ""),  # fill bytes
        ([b"\xff\x01\xff\xd0\xff\xd7", frame(), SCAN, END], ""),  # markers without a length
        ([b"\xff\xd8", frame(), SCAN, END], "broken"),
        ([frame(marker=0xC4), SCAN, END], "broken"),  # a table is no frame
        ([SCAN, END], "broken"),
        ([frame(), SCAN], "broken"),
        ([frame(), END, SCAN], "broken"),
        ([END, frame(), SCAN, END], "broken"),
        ([b"\xff\xe0\x00\x01", frame(), SCAN, END], "broken"),
        ([b"\xff\xe0\x00\x02", frame(), SCAN, END], ""),
        ([frame(), b"\0", SCAN, END], "broken"),
        ([frame(), b"\xff"], "broken"),
        ([frame()], "broken"),
        ([segment(0xC0, b"\x08\0\x64")], "broken"),
        ([frame(width=99), SCAN, END], "too_few_pixels"),
        ([frame(height=99), SCAN, END], "too_few_pixels"),
        ([frame(width=10000, height=6000), SCAN, END], ""),
        ([frame(width=10000, height=6001), SCAN, END], "too_many_pixels"),
        ([frame(width=0), SCAN, END], "broken"),
    ],
)
def test_a_photo_has_a_frame_a_scan_and_an_end(parts: list[bytes], fault: str) -> None:
    assert fault_of(b"\xff\xd8" + b"".join(parts)) == fault


# --- any file


def test_a_file_is_not_empty_and_not_above_the_limit() -> None:
    assert fault_of(b"") == "empty"
    assert fault_of(b"x" * MAX_FILE_BYTES) == "kind"
    assert fault_of(b"x" * (MAX_FILE_BYTES + 1)) == "too_large"


def test_what_is_packed_unfolds_to_its_limit_and_not_beyond() -> None:
    packed = zlib.compress(b"\0" * (3 << 20))
    assert unfolded_size(packed, 3 << 20) == 3 << 20
    assert unfolded_size(packed + b"behind", 3 << 20) == 3 << 20
    assert unfolded_size(b"", 0) == 0
    with pytest.raises(PaperRefused, match="too_large"):
        unfolded_size(packed, (3 << 20) - 1)


# --- borders

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF"


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (PDF, PDF),
        (PDF + b"\n", PDF + b"\n"),
        (PDF + b" \r\n\t ", PDF + b" \r\n\t "),  # white space alone is left
        (PDF + b"\r\nmore", PDF + b"\r\n"),
        (PDF + b"\rmore", PDF + b"\r"),
        (PDF + b"\nmore", PDF + b"\n"),
        (PDF + b"\n\rmore", PDF + b"\n"),
        (PDF + b"more", PDF),
        (PDF + b"more%%EOF\nrest", PDF + b"more%%EOF\n"),  # the last of its ends: what was added later belongs to it
        (b"%PDF-1.7 without an end", b"%PDF-1.7 without an end"),
        (b"mail\n" + PDF, PDF),
        (b"mail\n%PDF-1.7 without an end", b"%PDF-1.7 without an end"),
        (b"no paper%%EOF\nrest", b"no paper%%EOF\nrest"),
        (b"\xff\xd8\xff" + PDF + b"\nmore", b"\xff\xd8\xff" + PDF + b"\nmore"),
        (b"", b""),
    ],
)
def test_a_pdf_is_kept_from_its_header_to_the_line_of_its_last_end(content: bytes, kept: bytes) -> None:
    assert trimmed(content) == kept


def test_a_header_is_looked_for_as_far_as_readers_do() -> None:
    last = b"x" * (PDF_HEADER_WITHIN - len(b"%PDF-"))
    assert trimmed(last + PDF) == PDF
    assert trimmed(b"x" + last + PDF) == b"x" + last + PDF


@pytest.mark.parametrize(
    ("behind", "kept"),
    [
        ([FIRST, POINTS, LAST], 3),
        ([FIRST, POINTS, LAST, b"an advertisement"], 3),
        ([FIRST, POINTS, LAST, LAST], 3),
        ([FIRST, POINTS], 2),
        ([FIRST, POINTS, LAST[:8]], 3),  # an end that is cut short ends nothing
        ([], 0),
    ],
)
def test_a_png_is_kept_to_its_end(behind: list[bytes], kept: int) -> None:
    assert trimmed(HEAD + b"".join(behind)) == HEAD + b"".join(behind[:kept])
