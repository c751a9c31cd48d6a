"""Sealed papers before judges that are not ours. Run by `make conformance`, never by `make test`.

veraPDF and EU DSS find nothing to object to; PDFium, pdf.js and poppler extract the same words from each paper.
"""

import hashlib
import json
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings

from hukumati.core.bilingual import Bilingual
from hukumati.documents import api
from hukumati.trust import api as trust
from tests.conformance.papers import Paper, list_papers

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
ISSUED = date(2026, 11, 23)


@pytest.fixture
def papers(data_folder: Path) -> Path:
    """A folder of sealed papers: each kind of every service, each in every extreme."""
    trust.set_up()
    folder = data_folder / "papers"
    folder.mkdir()
    for paper in list_papers(settings.HUKUMATI.services_dir):
        (folder / f"{paper.name}.pdf").write_bytes(_issue(paper))
    return folder


def _issue(paper: Paper) -> bytes:
    request = api.IssueRequest(
        key=paper.name,
        kind="ps.conformance",
        serial_prefix="NCC",
        template=paper.template,
        data=paper.data,
        title=Bilingual(ar="وثيقة", en="Document"),
        seal=paper.seal,
        owner="judge",
        case_reference=_reference(paper.name),
        bound="400000006",
        issued_on=ISSUED,
        optional=paper.optional,
        language=paper.language,
        photo=paper.photo,
        valid_until=ISSUED + timedelta(days=90) if paper.is_limited else None,
    )
    return api.read_pdf(serial=api.issue(request=request).serial, owner="judge")


def _reference(name: str) -> str:
    """Return a reference by which a paper is found again: names are too long for one, and begin alike."""
    return hashlib.sha256(name.encode()).hexdigest()[:20]


@pytest.mark.timeout(1800)
def test_every_paper_conforms_to_pdf_a_2a_pdf_ua_1_and_pades_baseline_b(papers: Path, data_folder: Path) -> None:
    root = data_folder / "root.cer"
    root.write_bytes(trust.root_certificates()[0])
    classes = (HERE / "target" / "classpath").read_text(encoding="ascii").strip()
    judged = subprocess.run(
        ["java", "-cp", f"{HERE / 'target' / 'classes'}:{classes}", "Judges", root, papers],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout + judged.stderr[-4000:]
    print(judged.stdout)


@pytest.mark.timeout(1800)
def test_three_readers_extract_the_same_words_each_once_and_whole(papers: Path) -> None:
    files = sorted(papers.glob("*.pdf"))
    firefox = _by_pdf_js(files)
    wrong = [
        f"{file.name}: PDFium {dict(chrome - other)}, {reader} {dict(other - chrome)}"
        for file in files
        for chrome in [_words(_by_pdfium(file), file)]
        for reader, text in (("pdf.js", firefox[str(file)]), ("poppler", _by_poppler(file)))
        for other in [_words(text, file)]
        if chrome != other
    ]
    assert files
    assert not wrong, "\n".join(wrong)


def test_serial_and_code_are_copied_as_they_are_printed(papers: Path) -> None:
    files = sorted(papers.glob("*.pdf"))
    firefox = _by_pdf_js(files)
    for file in files:
        (document,) = api.list_documents(owner="judge", case_reference=_reference(file.stem))
        for text in (_by_pdfium(file), firefox[str(file)], _by_poppler(file)):
            assert document.serial in text, file.name
            assert text.count(document.code) == 1, file.name


def _by_pdfium(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def _by_poppler(file: Path) -> str:
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout


def _by_pdf_js(files: list[Path]) -> Mapping[str, str]:
    done = subprocess.run(["node", HERE / "extract.mjs", *files], capture_output=True, text=True, check=True)
    texts: dict[str, str] = json.loads(done.stdout)
    return texts


_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\x02]")
_ARABIC = re.compile("[\u0620-\u063f\u0641-\u064a\u0671-\u06d3]+")
_NUMBER = re.compile(r"[A-Z0-9]*[0-9](?:[A-Z0-9./-]*[A-Z0-9])?")


def _words(text: str, file: Path) -> Counter[str]:
    """Return the Arabic words without their marks, and the numbers and codes.

    Of words of a hundred letters, and of those with a mark on every letter, the letters: readers cut them differently.
    """
    plain = "".join(sign for sign in _INVISIBLE.sub("", text) if unicodedata.category(sign) != "Mn")
    words = _ARABIC.findall(plain)
    if file.stem.endswith("-unbroken"):
        return Counter(word for word in words if "س" * 3 not in word) + Counter(_NUMBER.findall(plain))
    if file.stem.endswith("-marked"):
        return Counter("".join(words))
    return Counter(words) + Counter(_NUMBER.findall(plain))
