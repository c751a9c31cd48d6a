"""Files are what their bytes say; what is broken, locked, active or swollen is not taken."""

import struct
import zlib
from base64 import a85encode
from contextlib import ExitStack
from pathlib import Path
from random import Random

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.cases.adapters import file_inspector
from hukumati.cases.adapters.file_inspector import FileInspector
from hukumati.cases.domain import pdf_streams
from hukumati.cases.domain.file_borders import trimmed
from hukumati.cases.domain.file_inspection import clean_name, media_of
from hukumati.cases.domain.paper_faults import PaperRefused
from hukumati.cases.domain.pdf_dictionary import Objects
from hukumati.cases.ports import InspectorBusy
from hukumati.cases.tests.files import bomb, by_hand, pdf, pdf_with, picture, script
from hukumati.service_language.api import MAX_FILE_BYTES

PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(width: int, height: int, pixels: bytes, depth: int = 8, colour: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return PNG_HEAD + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _png_of(*names: bytes, head: int = 13) -> bytes:
    """Return a PNG of these chunks, each right in itself."""
    sound = {
        b"IHDR": struct.pack(">IIBBBBB", 100, 100, 8, 0, 0, 0, 0)[:head],
        b"IDAT": zlib.compress(b"\0" * 10_100),
        b"tEXt": b"said\0by hand",
        b"IEND": b"",
    }
    return PNG_HEAD + b"".join(_chunk(name, sound[name]) for name in names)


def _pdf_of_ten_entries(*, wrong: int) -> bytes:
    """Return a PDF whose table has ten entries, of which some point beside their objects."""
    content = by_hand([b"<< /Type /Catalog >>", *[b"<< >>"] * 8])
    for number in range(9, 9 - wrong, -1):
        offset = content.index(b"%d 0 obj" % number)
        content = content.replace(b"%010d 00000 n" % offset, b"%010d 00000 n" % (offset + 1))
    return content


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (picture("JPEG"), "image/jpeg"),
        (picture("JPEG", progressive=True), "image/jpeg"),
        (picture("JPEG") + b"\0" * 200, "image/jpeg"),  # telephones put more behind the end
        (picture("PNG"), "image/png"),
        (_png(100, 100, zlib.compress(b"\0" * 10_100)), "image/png"),
        (pdf(), "application/pdf"),
        (pdf(**PACKED), "application/pdf"),
        (pdf(linearize=True), "application/pdf"),
        (pdf(said=b"/JS in a text is no script"), "application/pdf"),
        (_pdf_of_ten_entries(wrong=0), "application/pdf"),
        (_pdf_of_ten_entries(wrong=1), "application/pdf"),  # readers forgive it
        (_png_of(b"IHDR", b"tEXt", b"IDAT", b"IEND"), "image/png"),
    ],
)
def test_a_sound_file_is_what_its_bytes_say(content: bytes, media: str) -> None:
    assert media_of(content) == media


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n" + b"\0" * MAX_FILE_BYTES, "too_large"),
        (b"GIF89a" + b"\0" * 100, "kind"),
        (b"MZ" + b"\0" * 100, "kind"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b"PK\x03\x04", "kind"),
        (pdf()[:-60], "broken"),
        (pdf().replace(b"startxref\n", b"startxref\n1"), "broken"),
        (b"%PDF-1.7\nstartxref\n0\n%%EOF", "broken"),
        (b"%PDF-1.7\n" + b"stream\n" * 200_000 + b"xref\ntrailer\nstartxref\n9\n%%EOF", "broken"),
        (pdf(encryption=pikepdf.Encryption(owner="x", user="y")), "encrypted"),
        (pdf(encryption=pikepdf.Encryption(owner="x", user="")), "encrypted"),
        (pdf(encryption=pikepdf.Encryption(owner="x", user="y"), **PACKED), "encrypted"),
        (script(), "active"),
        (script(**PACKED), "active"),
        (pdf_with("/AF", pikepdf.Dictionary(Type=pikepdf.Name.Filespec, S=pikepdf.Name.Launch)), "active"),
        (bomb(), "too_large"),
        (picture("JPEG")[:-300], "broken"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "broken"),
        (b"\xff\xd8\xff\xd9", "broken"),
        (_pdf_of_ten_entries(wrong=2), "broken"),
        (_png_of(b"tEXt", b"IHDR", b"IDAT", b"IEND"), "broken"),
        (_png_of(b"IHDR", b"IDAT"), "broken"),
        (_png_of(b"IHDR", b"tEXt", b"IEND"), "broken"),
        (_png_of(b"IHDR", b"IDAT", b"IEND", head=12), "broken"),
        (picture("PNG")[:-20], "broken"),
        (picture("PNG") + b"<script>", "broken"),
        (picture("PNG").replace(b"IDAT", b"IDAX"), "broken"),
        (_png(30_000, 30_000, zlib.compress(b"")), "too_many_pixels"),
        (_png(0, 9, zlib.compress(b"")), "broken"),
        (_png(100, 100, zlib.compress(b"\0" * 10_000_000)), "too_large"),
        (_png(100, 100, zlib.compress(b"\0" * 20)), "broken"),
        (_png(100, 100, b"no zlib"), "broken"),
        (_png(100, 100, zlib.compress(b"\0" * 10_100), colour=9), "broken"),
        (picture("JPEG", (1, 1)), "too_few_pixels"),
        (picture("PNG", (1, 1)), "too_few_pixels"),
        (picture("PNG", (4000, 99)), "too_few_pixels"),
    ],
)  # fmt: skip
def test_another_file_is_refused_by_its_fault(content: bytes, fault: str) -> None:
    with pytest.raises(PaperRefused) as refused:
        media_of(content)
    assert refused.value.fault == fault


def test_names_spelt_in_hexadecimal_are_read() -> None:
    plain = by_hand([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"])
    assert media_of(plain) == "application/pdf"
    action = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /#4aavaScrip#74 /J#53 (x) >> >>"
    with pytest.raises(PaperRefused) as refused:
        media_of(by_hand([action, b"<< /Type /Pages /Count 0 /Kids [] >>"]))
    assert refused.value.fault == "active"


def test_streams_packed_twice_are_refused_and_those_written_in_letters_read() -> None:
    packed = zlib.compress(b"BT ET")
    twice = b"<< /Filter [ /FlateDecode /FlateDecode ] /Length 9 >>\nstream\n" + zlib.compress(packed) + b"\nendstream"
    lettered = (
        b"<< /Filter [ /ASCII85Decode /FlateDecode ] /Length 9 >>\nstream\n" + a85encode(packed) + b"~>\nendstream"
    )
    spoilt = b"<< /Filter [ /ASCIIHexDecode /FlateDecode ] /Length 9 >>\nstream\nzz>\nendstream"
    with pytest.raises(PaperRefused, match="too_large"):
        media_of(by_hand([twice]))
    assert media_of(by_hand([lettered])) == "application/pdf"
    with pytest.raises(PaperRefused, match="broken"):
        media_of(by_hand([spoilt]))


HIDDEN = b"5 0 << /S /JavaScript /JS (app.alert(1)) >>"


def _run_lengths(text: bytes) -> bytes:
    return b"".join(bytes([0, byte]) for byte in text) + b"\x80"


def _lzw(text: bytes) -> bytes:
    """Write codes of nine bits that never refer back; the table is cleared before it grows too wide."""
    codes = [code for at in range(0, len(text), 200) for code in (256, *text[at : at + 200])] + [257]
    bits = "".join(f"{code:09b}" for code in codes)
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")


def _packed(text: bytes) -> bytes:
    """Write LZW as PDF has it (7.4.4): codes of 9 to 12 bits, wider one code early, cleared when the table is full."""
    table, bits, word = {bytes([byte]): byte for byte in range(256)}, [f"{256:09b}"], b""
    for place in range(len(text)):
        longer = word + text[place : place + 1]
        if longer in table:
            word = longer
            continue
        width = (len(table) + 2).bit_length()
        bits.append(f"{table[word]:0{width}b}")
        table[longer] = len(table) + 2
        word = text[place : place + 1]
        if len(table) == 4092:
            bits.append(f"{256:012b}")
            table = {bytes([byte]): byte for byte in range(256)}
    bits.append(f"{table[word]:0{(len(table) + 2).bit_length()}b}")
    bits.append(f"{257:0{(len(table) + 3).bit_length()}b}")
    joined = "".join(bits)
    return int(joined.ljust(-(-len(joined) // 8) * 8, "0"), 2).to_bytes(-(-len(joined) // 8), "big")


def _object_stream(filters: bytes, data: bytes, more: bytes = b"") -> bytes:
    head = b"<< /Type /ObjStm /N 1 /First 4 %s %s /Length %d >>" % (filters, more, len(data))
    return by_hand([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>",
                    b"%s\nstream\n%s\nendstream" % (head, data), b"/FlateDecode"])  # fmt: skip


@given(st.binary(max_size=20), st.integers(1, 900), st.integers(0))
def test_a_stream_packed_by_lzw_is_read_as_qpdf_reads_it(text: bytes, times: int, seed: int) -> None:
    content = text * times + Random(seed).randbytes(times * 7)  # noqa: S311 - no secret
    with pikepdf.new() as document:
        assert pikepdf.Stream(document, _packed(content), Filter=pikepdf.Name.LZWDecode).read_bytes() == content
    assert pdf_streams._lzw(_packed(content), len(content)) == content


@pytest.mark.parametrize(
    ("filters", "data"),
    [
        (b"", HIDDEN),
        (b"/Filter /ASCIIHexDecode", HIDDEN.hex().encode() + b">"),
        (b"/F /AHx", HIDDEN.hex().encode() + b">"),
        (b"/Filter [/ASCII85Decode]", a85encode(HIDDEN) + b"~>"),
        (b"/Filter /RunLengthDecode", _run_lengths(HIDDEN)),
        (b"/Filter /LZWDecode", _lzw(HIDDEN)),
        (b"/Filter 4 0 R", zlib.compress(HIDDEN)),
        (b"/Filter [/AHx /RL]", _run_lengths(HIDDEN).hex().encode() + b">"),
        (b"", b"endstream " + HIDDEN),
        (b"/Filter /RunLengthDecode", b"\x08endstream" + _run_lengths(HIDDEN)),
    ],
)  # fmt: skip
def test_a_script_in_an_object_stream_is_found_behind_every_filter(filters: bytes, data: bytes) -> None:
    with pytest.raises(PaperRefused, match="active"):
        media_of(_object_stream(filters, data))


@pytest.mark.parametrize(
    ("filters", "data"),
    [
        (b"/Filter /FlateDecode", zlib.compress(HIDDEN)[:-8]),
        (b"/Filter /LZWDecode", _lzw(HIDDEN)[:-2]),
        (b"/Filter /RunLengthDecode", _run_lengths(HIDDEN)[:-1]),
        (b"/Filter /ASCIIHexDecode", b"xyz>"),
        (b"/Filter /JBIG2Decode", HIDDEN),
        (b"/Filter [4 0 R]", zlib.compress(HIDDEN)),
        (b"/Filter 9 0 R", zlib.compress(HIDDEN)),
        (b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>", zlib.compress(HIDDEN)),
    ],
)
def test_an_object_stream_that_cannot_be_read_whole_is_refused(filters: bytes, data: bytes) -> None:
    with pytest.raises(PaperRefused, match="broken"):
        media_of(_object_stream(filters, data))


ROOT = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]
TYPED = b"/Type /ObjStm /N 1 /First 4"


@pytest.mark.parametrize(
    "disguised",
    [
        b"<< %s /Length %d >>\nstream\r%s\nendstream" % (TYPED, len(HIDDEN), HIDDEN),
        b"<< %s /Length %d >>\nstream \n%s\nendstream" % (TYPED, len(HIDDEN), HIDDEN),
        b"<< %s /Length %d >>\nstream\0\n%s\nendstream" % (TYPED, len(HIDDEN), HIDDEN),
        b"<< %s /Length %d >>stream and more\n%s\nendstream" % (TYPED, len(HIDDEN), HIDDEN),
        b"<< %s /Length %d >> %%\n stream and more\n%s\nendstream" % (TYPED, len(HIDDEN), HIDDEN),
        b"<< %s /Length 3 /Length %d >>\nstream\n%s\nendstream" % (TYPED, len(HIDDEN), HIDDEN),
        b"<< %s >> %%7 0 obj << /Length %d >>\nstream\n%s\nendstream" % (TYPED, len(HIDDEN), HIDDEN),
        b"<< /First 9 0 R >> %%7 0 obj << /Length %d >>\nstream\n%s\nendstream" % (len(HIDDEN), HIDDEN),
        b"<< %s /X (7 0 obj << /Length %d >>) >>\nstream\n%s\nendstream" % (TYPED, len(HIDDEN), HIDDEN),
        b"<< %s /X (7 0 obj) >>\nstream and more\n%s\nendstream" % (TYPED, HIDDEN),
        b"<< %s /X (unending >>\nstream\n%s\nendstream" % (TYPED, HIDDEN),
        b"<< %s /Filter/AHx /Filter/Fl >>\nstream\n%s\nendstream" % (TYPED, HIDDEN.hex().encode()),
        b"<< %s >>" % TYPED,
        b"<< /N 1 /First%% remark\n4 >>",
    ],
)  # fmt: skip
def test_what_readers_may_read_differently_is_refused(disguised: bytes) -> None:
    with pytest.raises(PaperRefused, match="broken"):
        media_of(by_hand([*ROOT, disguised.replace(b"/S /JavaScript /JS", b"/S#20 /J")]))


@pytest.mark.parametrize("kind", [b"/Type /ObjStm", b"/Type%c\n/ObjStm", b"/Type/Obj#53tm", b""])
@pytest.mark.parametrize("first", [b"/First 4", b"/First 5 0 R", b"/First %c\n4", b"/First\0004", b"/Fir#73t 4"])
@pytest.mark.parametrize("filters", [b"/Filter/AHx", b"/Filter%c\n/AHx", b"/Filter\0[/AHx]", b"/Filter 4 0 R"])
def test_an_object_stream_is_known_by_its_own_dictionary(kind: bytes, first: bytes, filters: bytes) -> None:
    packed = HIDDEN.hex().encode() + b">"
    head = b"<< %s /N 1 %s %s /Length %%c\n%d >>" % (kind, first, filters, len(packed))
    stream = b"%s\nstream\n%s\nendstream" % (head, packed)
    with pytest.raises(PaperRefused, match="active"):
        media_of(by_hand([*ROOT, stream, b"/ASCIIHexDecode", b"4"]))


@pytest.mark.parametrize(
    "sound",
    [
        b"<< /Type /Outlines /First 4 0 R /Last 4 0 R /Count 1 >>",
        b"<< /Title (a stream of words, 50% of it \\( here) /S <6162> >>",
        b"<< /Length 5 0 R /Filter [] /P << /K [1 2 (>>)] >> >>\nstream\r\nBT ET\r\nendstream",
        b"<< /N 3 /Alternate /DeviceRGB /Length 2 >>stream\nab\nendstream",
    ],
)
def test_what_every_reader_reads_alike_is_taken(sound: bytes) -> None:
    assert media_of(by_hand([*ROOT, sound, b"<< /Title (x) >>", b"5"])) == "application/pdf"


def test_the_objects_of_a_file_are_indexed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    indexed: list[Objects] = []
    index = Objects._indexed

    def count(objects: Objects) -> dict[int, int]:
        indexed.append(objects)
        return index(objects)

    monkeypatch.setattr(Objects, "_indexed", count)
    streams = [b"<< /Length %d 0 R >>\nstream\nBT ET\nendstream" % (number + 403) for number in range(400)]
    assert media_of(by_hand([*ROOT, *streams, *[b"5"] * 400])) == "application/pdf"
    assert len(indexed) == 1


def test_an_object_stream_without_actions_is_taken() -> None:
    assert media_of(_object_stream(b"/Filter /LZWDecode", _lzw(b"5 0 << /Author (Layla) >>"))) == "application/pdf"


@pytest.mark.parametrize("action", ["SubmitForm", "GoToR", "GoToE", "ImportData"])
def test_actions_that_reach_out_are_refused(action: str) -> None:
    for packed in ({}, PACKED):
        reaching = pikepdf.Dictionary(S=pikepdf.Name(f"/{action}"), F="file:///etc/passwd")
        with pytest.raises(PaperRefused, match="active"):
            media_of(pdf_with("/OpenAction", reaching, **packed))


@pytest.mark.parametrize("sound", [pdf(), pdf(**PACKED), pdf(linearize=True)])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"Content-Type: application/pdf\r\n\r\n"])
@pytest.mark.parametrize("behind", [b"", b"\0" * 5000, b"\n<!-- sent by mail -->"])
def test_bytes_around_a_pdf_are_cut_off(sound: bytes, before: bytes, behind: bytes) -> None:
    kept = trimmed(before + sound + behind)
    assert media_of(kept) == "application/pdf"
    assert kept.rstrip() == sound.rstrip()
    assert trimmed(sound) == sound


def test_bytes_behind_a_picture_are_cut_off() -> None:
    assert trimmed(picture_png := picture("PNG")) == picture_png
    assert trimmed(picture_png + b"<script>alert(1)</script>") == picture_png
    photo = picture("JPEG", comment=b"%PDF-1.7")
    assert trimmed(photo) == photo


@given(
    st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", PNG_HEAD, b"\xff\xd8\xff"]), st.binary(max_size=40)
)
def test_what_is_cut_once_is_not_cut_again(tail: bytes, head: bytes, before: bytes) -> None:
    kept = trimmed(before + head + tail)
    assert trimmed(kept) == kept
    assert kept in before + head + tail


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", PNG_HEAD, b"\xff\xd8\xff"]))
def test_any_bytes_are_taken_or_refused_and_nothing_else(tail: bytes, head: bytes) -> None:
    try:
        assert media_of(head + tail) in {"application/pdf", "image/jpeg", "image/png"}
    except PaperRefused as refused:
        assert refused.fault  # noqa: PT017 - either way is right


@given(st.data())
def test_a_file_changed_anywhere_is_taken_or_refused(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([_PDF, _PNG, _JPEG])))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        media_of(bytes(content))
    except PaperRefused as refused:
        assert refused.fault  # noqa: PT017


_PDF, _PNG, _JPEG = pdf(**PACKED), picture("PNG"), picture("JPEG")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("photo.JPG", "photo.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\x\\scan.exe", "scan.jpg"),
        ("عقد الإيجار.pdf", "عقد الإيجار.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        ('a"b<c>|;%.jpg', "abc.jpg"),
        ("x\r\nSet-Cookie: y.jpg", "xSet-Cookie y.jpg"),
        ("n" * 500 + ".jpg", "n" * 100 + ".jpg"),
    ],
)
def test_a_name_is_kept_so_that_no_system_misreads_it(name: str, kept: str) -> None:
    assert clean_name(name, "image/jpeg") == kept


def _endless() -> bytes:
    """Return a file whose inspection takes minutes: words that begin no stream, before a dictionary that never ends."""
    return pdf().replace(b"startxref", b"1 0 obj<<" + b"/A 1 " * 15_000 + b"> stream x" * 200_000 + b"\nstartxref", 1)


def test_uploads_are_inspected_in_a_confined_program() -> None:
    inspector = FileInspector()
    assert inspector.media_of(picture("PNG")) == "image/png"
    with pytest.raises(PaperRefused, match="active"):
        inspector.media_of(script())
    (program,) = file_inspector.programs._idle
    confined = Path(f"/proc/{program._process.pid}/status").read_text()
    assert "Seccomp:\t2" in confined


def test_a_file_whose_inspection_does_not_end_is_refused_and_the_next_is_inspected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_inspector.programs, "_seconds", 3.0)
    with pytest.raises(PaperRefused, match="too_complex"):
        FileInspector().media_of(_endless())
    monkeypatch.undo()
    assert FileInspector().media_of(picture("PNG")) == "image/png"


def test_a_full_line_of_files_is_told() -> None:
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(file_inspector.programs.place())
        with pytest.raises(InspectorBusy):
            FileInspector().media_of(picture("PNG"))
