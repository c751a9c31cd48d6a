"""What can hide in an uploaded file: objects in the data of streams, other files, actions that reach out."""

import io
import re
import zlib
from time import monotonic

import pikepdf
import pytest

from hukumati.cases.domain.file_borders import trimmed
from hukumati.cases.domain.file_inspection import media_of
from hukumati.cases.domain.paper_faults import PaperRefused
from hukumati.cases.tests.files import by_hand, pdf_with, picture

PAGES = b"<< /Type /Pages /Count 0 /Kids [] >>"
PACKED = zlib.compress(b"BT ET")
ROOT = b"<< /Type /Catalog /Pages 2 0 R >>"


def fault_of(content: bytes) -> str:
    """Return why a file is refused; "" if it is taken."""
    try:
        media_of(trimmed(content))
    except PaperRefused as refused:
        return refused.fault
    return ""


def stream_of(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def pointing_into(data: bytes) -> bytes:
    """Return a PDF whose opening action is an object in the data of a stream; its table points there."""
    content = by_hand([ROOT.replace(b" >>", b" /OpenAction 4 0 R >>"), PAGES, stream_of(data), b"<< >>"])
    real = content.rindex(b"4 0 obj")
    return content.replace(b"%010d 00000 n" % real, b"%010d 00000 n" % (content.index(data) + data.index(b"4")))


@pytest.mark.parametrize(
    "header",
    [b"4 0 obj", b"4\0000\0obj", b"4 0obj", b"4%c\n0%c\robj", b"4 0 %" + b"c" * 5000 + b"\nobj", b"4\n\n0\n\nobj"],
)
def test_an_object_in_the_data_of_a_stream_is_refused(header: bytes) -> None:
    hidden = b"BT ET\n" + header + b"<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n"
    assert fault_of(pointing_into(hidden)) == "broken"


@pytest.mark.parametrize("trailer", [b"trailer << /Encrypt 3 0 R >>", b"trailer%c\n<< /Root 9 0 R >>"])
def test_a_trailer_in_the_data_of_a_stream_is_refused(trailer: bytes) -> None:
    assert fault_of(by_hand([ROOT, PAGES, stream_of(trailer)])) == "broken"


@pytest.mark.parametrize("word", [b" obj", b"trailer%"])
def test_a_flood_of_words_that_may_be_objects_is_refused_at_once(word: bytes) -> None:
    begun = monotonic()
    assert fault_of(by_hand([ROOT, PAGES, stream_of(word * 500_000)])) == "broken"
    assert monotonic() - begun < 2


@pytest.mark.parametrize(
    "data",
    [
        b"BT (a semi-trailer, object 5, obj) Tj ET",
        b"\xff\xd8 obj\n",
        b"5 obj",
        b"x 0 obj",
        b"12 objects",
        b"1 0 object",
    ],
)
def test_words_of_a_content_stream_are_no_objects(data: bytes) -> None:
    assert fault_of(by_hand([ROOT, PAGES, stream_of(data)])) == ""


@pytest.mark.parametrize("value", [b" 3 0 R", b"%c\n3 0 R", b"\0003\0000\0R", b"<< /V 1 >>", b"\f<</V 1>>"])
def test_encryption_is_known_however_it_is_written(value: bytes) -> None:
    content = by_hand([ROOT, PAGES, b"<< /V 1 >>"]).replace(b"/Root", b"/Encrypt" + value + b" /Root")
    assert fault_of(content) == "encrypted"


@pytest.mark.parametrize(
    "told",
    [
        b"/X << /Subtype /FileAttachment /FS << /F (a.exe) >> >>",
        b"/X << /F (a.exe) /EF << /F 3 0 R >> >>",
        b"/OpenAction << /S /Rendition /OP 0 >>",
        b"/OpenAction << /S /RichMediaExecute >>",
        b"/OpenAction << /S /Thread /F (x.pdf) >>",
        b"/OpenAction << /S%c\n/Thread /F (x.pdf) >>",
        b"/X << /S /Movie >>",
        b"/X << /S /Sound >>",
        b"/X << /FS /URL /F (https://example.org) >>",
        b"/AA << /WC << /S /URI /URI (https://example.org) >> >>",
        b"/AA%c\n3 0 R",
    ],
)
def test_what_acts_reaches_out_or_carries_another_file_is_refused(told: bytes) -> None:
    root = ROOT.replace(b" >>", b" " + told + b" >>")
    assert fault_of(by_hand([root, PAGES, b"<< /Length 3 >>\nstream\nabc\nendstream"])) == "active"


LINK = b"<< /S /URI /URI (https://example.org/who) >>"
TO_A_PAGE = b"<< /S /GoTo /D [3 0 R /Fit] >>"


@pytest.mark.parametrize(
    "told",
    [
        b"/OpenAction " + LINK,
        b"/OpenAction" + LINK,
        b"/Open#41ction " + LINK,
        b"/OpenAction %c\n" + LINK,
        b"/OpenAction << /S /G#6fTo /D [3 0 R /Fit] /Next " + LINK + b" >>",
        b"/OpenAction << /S 5 0 R >>",
        b"/OpenAction << /S /GoTo /S /URI /URI (https://example.org) >>",
        b"/OpenAction << /S /Named /N /Print >>",
        b"/OpenAction << /S /Hide /T (a) >>",
        b"/OpenAction << /S /GoTo3DView /V 0 >>",
        b"/OpenAction << /URI (https://example.org) >>",
        b"/OpenAction 4 0 R",
        b"/OpenAction 04 0 R",
        b"/OpenAction 4%c\n0 R",
        b"/OpenAction 9 0 R",
        b"/OpenAction 5 0 R",
        b"/OpenAction [3 0 R /Fit] /X << /OpenAction 4 0 R >>",
        b"/Names << /Renditions 3 0 R >>",
        b"/Names << /AlternatePresentations 3 0 R >>",
        b"/Collection << /View /D >>",
        b"/X << /Subtype /3D /3DD 3 0 R >>",
        b"/X << /Type /3D /Subtype /U3D >>",
        b"/X << /S /GoTo3DView >>",
        b"/X << /PresSteps 3 0 R >>",
        b"/X << /Ref << /F (a.pdf) /Page 0 >> >>",
        b"/X << /Ref%c\n3 0 R >>",
        b"/X << /Subtype /PS >>",
    ],
)
def test_what_opens_or_fetches_by_itself_is_refused(told: bytes) -> None:
    root = ROOT.replace(b" >>", b" " + told + b" >>")
    assert fault_of(by_hand([root, PAGES, b"<< >>", LINK, b"4 0 R"])) == "active"


@pytest.mark.parametrize("between", [b" ", b"%c\n", b"\0"])
def test_an_opening_with_another_object_of_its_number_is_refused(between: bytes) -> None:
    """Readers differ in which of two they take; one of them stands at the end of the file, reached by no table."""
    root = ROOT.replace(b" >>", b" /OpenAction 4 0 R >>")
    sound = by_hand([root, PAGES, b"<< >>", TO_A_PAGE])
    assert fault_of(sound) == ""
    other = b"0004" + between + b"0 obj" + LINK + b" endobj\nxref\n"
    moved = sound.replace(b"xref\n", other, 1)
    moved = re.sub(rb"startxref\n[0-9]+", b"startxref\n%d" % (moved.index(b"\nxref\n") + 1), moved)
    assert fault_of(moved) == "active"


@pytest.mark.parametrize(
    "entries", [b"/Filter /FlateDecode /F (//example.org/a)", b"/FFilter /FlateDecode /F (//example.org/a)",
                b"/F (//example.org/a)", b"/F << /Type /Filespec /F (//example.org/a) >>", b"/F 4 0 R"],
)  # fmt: skip
def test_a_stream_whose_data_are_in_another_file_is_refused(entries: bytes) -> None:
    stream = b"<< " + entries + b" /Length %d >>\nstream\n%s\nendstream" % (len(PACKED), PACKED)
    assert fault_of(by_hand([ROOT, PAGES, stream, b"(//example.org/a)"])) in {"active", "broken"}


@pytest.mark.parametrize("action", [LINK, TO_A_PAGE])
def test_an_opening_in_an_object_stream_is_read_there(action: bytes) -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    document.Root.OpenAction = document.make_indirect(pikepdf.Object.parse(action.replace(b"3 0 R", b"0")))
    kept = io.BytesIO()
    document.save(kept, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert fault_of(kept.getvalue()) == ("active" if action == LINK else "")


def test_a_link_that_is_clicked_is_taken_in_an_object_stream_too() -> None:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=pikepdf.Object.parse(LINK)
    )
    page.Annots = pikepdf.Array([document.make_indirect(link)])
    for mode in pikepdf.ObjectStreamMode.generate, pikepdf.ObjectStreamMode.disable:
        kept = io.BytesIO()
        document.save(kept, object_stream_mode=mode)
        assert fault_of(kept.getvalue()) == ""


def test_the_same_in_an_object_stream_is_refused() -> None:
    attached = pikepdf.Dictionary(F="a.exe", EF=pikepdf.Dictionary(UF="b"))
    packed = pdf_with("/X", attached, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert fault_of(packed) == "active"


@pytest.mark.parametrize(
    "told",
    [
        b"/X << /S /URI /URI (https://example.org) >>",
        b"/OpenAction << /S /Named /N /FirstPage >>",
        b"/OpenAction [3 0 R /Fit]",
        b"/OpenAction 3 0 R",
        b"/OpenAction << /Type /Action /S /GoTo /D [3 0 R /Fit] >>",
        b"/OpenAction null",
        b"/X << /Type /StructElem /Ref [3 0 R] >>",
        b"/X << /Type /ProcSet /PSName [/PDF /Text] >>",
        b"/Info << /Title (Form 12/AA of 2026) >>",
        b"/Threads [] /Encrypted true",
    ],
)
def test_links_and_places_are_taken(told: bytes) -> None:
    root = ROOT.replace(b" >>", b" " + told + b" >>")
    assert fault_of(by_hand([root, PAGES, b"<< /S /GoTo /D (chapter) >>"])) == ""


def test_a_percent_sign_in_a_text_makes_no_remark_of_the_object_behind_it() -> None:
    content = by_hand([ROOT, PAGES, b"(100%)", stream_of(b"BT ET")])
    same_line = re.sub(rb"\n(endobj)\n(4 0)", rb" \1 \2", content)
    assert same_line != content
    assert fault_of(same_line) == ""
    assert fault_of(content.replace(b"(100%)\nendobj\n4", b"100 %) endobj 4")) == "broken"


def test_bytes_behind_a_photo_are_cut_off() -> None:
    for more in ({}, {"progressive": True}, {"comment": b"\xff\xd9 no end"}):
        photo = picture("JPEG", **more)
        for behind in (b"PK\x03\x04 an archive", b"\0" * 200, photo):
            assert trimmed(photo + behind) == photo
        assert media_of(photo) == "image/jpeg"
