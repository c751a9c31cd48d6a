"""Files as people send them, sound and otherwise, made on the spot."""

import io
import zlib
from typing import Any

import pikepdf
from PIL import Image

from hukumati.cases.adapters.scanners import EICAR

PAGE = b"""
  - id: papers
    title: delivery
    ask:
      - {id: photo, type: file, accept: [jpeg, png], label: purpose}
      - {id: letters, type: files, required: false, max_files: 2, label: purpose}
      - {id: secret, type: file, label: purpose, show_if: "size(letters) > 1"}
"""
"""A page with files, to be put behind the others of a form."""


def picture(kind: str = "JPEG", size: tuple[int, int] = (120, 100), **more: Any) -> bytes:
    """Return a small picture."""
    kept = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(kept, kind, **more)
    return kept.getvalue()


def pdf(*, said: bytes = b"", **more: Any) -> bytes:
    """Return a PDF of one page; `said` stands in its content."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    page.Contents = document.make_stream(b"BT ET " + said)
    return _saved(document, **more)


def pdf_with(name: str, value: Any, **more: Any) -> bytes:
    """Return a PDF whose catalogue holds something more."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    document.Root[name] = document.make_indirect(value)
    return _saved(document, **more)


def script(**more: Any) -> bytes:
    """Return a PDF that runs a script when it is opened."""
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    return pdf_with("/OpenAction", action, **more)


def bomb() -> bytes:
    """Return a small PDF one of whose streams unfolds to hundreds of megabytes."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * (1 << 20)) for _ in range(300)) + packer.flush()
    page.Contents = pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)
    return _saved(document, compress_streams=False)


def by_hand(objects: list[bytes]) -> bytes:
    """Write a PDF of these objects, the first its catalogue, with a table of cross-references."""
    text, offsets = b"%PDF-1.7\n", []
    for number, told in enumerate(objects, start=1):
        offsets.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, told)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(text))
    return text + head + table + tail


def virus() -> bytes:
    """Return a PDF that scanners take for malicious."""
    return pdf(said=EICAR, compress_streams=False)


def _saved(document: pikepdf.Pdf, **more: Any) -> bytes:
    kept = io.BytesIO()
    document.save(kept, **more)
    return kept.getvalue()
