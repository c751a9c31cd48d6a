"""The holder's picture on a paper: drawn anew, of one size, with a text for those who do not see it."""

import io
from pathlib import Path

import pikepdf
import pytest

from hukumati.documents.adapters.template_check import FIELDS
from hukumati.documents.adapters.typesetter import typeset
from hukumati.documents.errors import TemplateFailed
from tests.papers.faces import face
from tests.papers.test_complete_papers import DAY, paper

KIND = "mot/driver-licence-renewal licence"


def _licence(folder: Path, photo: bytes | None) -> bytes:
    spec = paper(KIND).spec
    fields = {**FIELDS, "valid_until": [2031, 11, 23]}
    return typeset(
        source=spec.template_source, name="licence", data=paper(KIND).data, fields=fields, issued_on=DAY,
        bundles=folder, photo=photo,
    ).pdf  # fmt: skip


def _pictures(pdf: bytes) -> list[tuple[int, int]]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [
            each for each in opened.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image"
        ]
        return [(int(each.Width), int(each.Height)) for each in found if "/ColorSpace" in each and each.Width > 1]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(700, 900), (3000, 500)])
def test_a_picture_is_set_in_one_size_without_what_the_camera_wrote(
    tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    pdf = _licence(tmp_path, face(kind, size))
    assert (276, 354) in _pictures(pdf)
    assert len(pdf) < 600_000
    assert b"A camera that tells" not in pdf
    assert not list(tmp_path.glob(".photo-*"))


def test_whoever_does_not_see_the_picture_hears_whose_it_is(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(_licence(tmp_path, face()))) as opened:
        texts = [str(each.get("/Alt", "")) for each in opened.objects if isinstance(each, pikepdf.Dictionary)]
    assert f"صورة {paper(KIND).data['name_ar']}" in texts


@pytest.mark.parametrize("photo", [None, b"\xff\xd8\xff no picture", b"\x89PNG\r\n\x1a\n no picture"])
def test_a_paper_without_a_picture_that_can_be_drawn_is_not_set(tmp_path: Path, photo: bytes | None) -> None:
    with pytest.raises(TemplateFailed):
        _licence(tmp_path, photo)
