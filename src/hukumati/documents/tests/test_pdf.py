"""The certificate as readers of other houses see it: poppler, qpdf, pikepdf, a QR decoder. veraPDF was not run."""

import io
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import zxingcpp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image

from hukumati.core.references import ALPHABET
from hukumati.documents import api
from hukumati.documents.adapters.typesetter import typeset
from hukumati.documents.tests.samples import DATA, FIELDS, JUDGMENT, OWNER, ask, template
from hukumati.trust import api as trust

pytestmark = pytest.mark.django_db
PAIRS = [(first, second) for first in ALPHABET for second in ALPHABET if first <= second]


@pytest.fixture
def certificate(office: Path) -> Path:
    document = api.issue(request=ask(issued_on=date(2026, 11, 23)))
    path = office / "certificate.pdf"
    path.write_bytes(api.read_pdf(serial=document.serial, owner=OWNER))
    return path


def _run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")
    return done.stdout.decode(errors="replace")


def _nss(folder: Path) -> str:
    """A store of certificates, as a reader of PDFs has it, in which our root is trusted.

    The certificates name no OCSP responder, so that nothing is asked over the network.
    """
    store = folder / "nss"
    store.mkdir()
    (root,) = trust.root_certificates()
    pem = store / "root.pem"
    pem.write_bytes(x509.load_der_x509_certificate(root).public_bytes(Encoding.PEM))
    _run("certutil", "-N", "-d", f"sql:{store}", "--empty-password")
    _run("certutil", "-A", "-d", f"sql:{store}", "-n", "root", "-t", "CT,C,C", "-i", pem)
    return f"sql:{store}"


# The seal


def test_pdfsig_finds_the_seal_valid_trusted_and_over_the_whole_file(certificate: Path, office: Path) -> None:
    told = _run("pdfsig", "-nssdir", _nss(office), certificate)
    assert "Signature Validation: Signature is Valid." in told
    assert "Certificate Validation: Certificate is Trusted." in told
    assert "Total document signed" in told
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Signer Certificate Common Name: National Criminal Register (demonstration)" in told


@pytest.mark.parametrize("part", [0.05, 0.5, 0.8])
def test_pdfsig_notices_a_flipped_byte(certificate: Path, part: float) -> None:
    content = bytearray(certificate.read_bytes())
    content[int(len(content) * part)] ^= 0x01
    certificate.write_bytes(content)
    done = subprocess.run(["pdfsig", certificate], capture_output=True, check=False)
    assert b"Signature is Valid" not in done.stdout


def test_the_seal_permits_no_change(certificate: Path) -> None:
    with pikepdf.open(certificate) as pdf:
        seal = pdf.Root.Perms.DocMDP
        assert seal.Reference[0].TransformParams.P == 1
        assert seal.SubFilter == "/ETSI.CAdES.detached"


# The file


def test_qpdf_finds_no_fault(certificate: Path) -> None:
    assert "No syntax or stream encoding errors found" in _run("qpdf", "--check", certificate)


def test_the_seal_begins_on_a_line_of_its_own(certificate: Path) -> None:
    """ISO 19005-2 §6.1.9: typst ends a file without an end of line, and the seal is appended to it."""
    content = certificate.read_bytes()
    unsealed = content.index(b"%%EOF") + len(b"%%EOF")
    assert re.match(rb"[\r\n]+\d+ 0 obj", content[unsealed:])


def test_it_declares_pdf_a_2a_and_pdf_ua_1_after_sealing(certificate: Path) -> None:
    with pikepdf.open(certificate) as pdf:
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert re.search(r"pdfaid:part[>=\"]+2", metadata)
        assert re.search(r"pdfaid:conformance[>=\"]+A", metadata)
        assert re.search(r"pdfuaid:part[>=\"]+1", metadata)
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang).startswith("ar")
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def _elements(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
    children = node.get("/K") if isinstance(node, pikepdf.Dictionary) else None
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            yield from _elements(child)


def test_its_parts_are_tagged_for_screen_readers(certificate: Path) -> None:
    with pikepdf.open(certificate) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot))
        kinds = [str(element.S) for element in elements]
        assert kinds.count("/H1") == 1
        assert {"/Table", "/TR", "/TH", "/TD", "/Figure", "/P"} <= set(kinds)
        figures = [element for element in elements if element.S == "/Figure"]
        assert len(figures) == 2
        assert all(str(figure.Alt) for figure in figures)


def test_all_fonts_are_embedded_with_their_characters(certificate: Path) -> None:
    rows = _run("pdffonts", certificate).splitlines()[2:]
    assert len(rows) >= 3
    for row in rows:
        assert re.search(r" yes yes yes ", row), row
        assert "Noto" in row


def _plain(text: str) -> str:
    """The text without the marks of direction that pdftotext puts around runs."""
    return re.sub(r"[\u202a-\u202e\u200e\u200f\u2066-\u2069]", "", text)


def test_arabic_is_extracted_in_the_order_it_is_read(certificate: Path) -> None:
    text = " ".join(_plain(_run("pdftotext", certificate, "-")).split())
    for phrase in (
        "شهادة عدم محكومية",
        "ليلى محمود إبراهيم الزيتوني",
        "Layla Mahmoud Ibrahim Al-Zaytouni",
        "لا توجد بحق صاحب هذه الشهادة أحكام جزائية نهائية في جناية أو جنحة",
        "400000006",
        "12 May 1990",
        "NC-2026-0000001",
        "23 November 2026",
        "تشرين الثاني",
    ):
        assert phrase in text, phrase


def test_every_pair_of_letters_of_a_code_is_copied_as_one_word(data_folder: Path) -> None:
    codes = [f"{first}{second}{first}{first}{second}-{second}{first}{second}{second}{first}" for first, second in PAIRS]
    shown = "".join(f'#spelt(size: 13pt, "{code}") \\\n' for code in codes)
    source = f'#import "/lib/document.typ": spelt\n#set document(title: "codes")\n{shown}'
    typeset_codes = typeset(
        source=source,
        name="codes",
        data={},
        fields=FIELDS,
        issued_on=date(2026, 11, 23),
        bundles=data_folder / "bundles",
    )
    assert _text(data_folder, typeset_codes.pdf).split() == codes


def test_the_reader_sees_that_it_is_a_demonstration(certificate: Path) -> None:
    text = _run("pdftotext", certificate, "-")
    assert "Demonstration with fictional people, not an official document" in text


def test_a_clear_certificate_is_one_page(certificate: Path) -> None:
    with pikepdf.open(certificate) as pdf:
        assert len(pdf.pages) == 1


# The QR code


def _read_qr(path: Path, dots_per_inch: int) -> str:
    image = subprocess.run(
        ["pdftoppm", "-r", str(dots_per_inch), "-png", "-l", "1", path], capture_output=True, check=True
    ).stdout
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(image)))
    return str(code.text)


@pytest.mark.parametrize("dots_per_inch", [150, 300])
def test_the_qr_code_read_back_from_the_printed_page_verifies(certificate: Path, dots_per_inch: int) -> None:
    text = _read_qr(certificate, dots_per_inch)
    assert text.startswith("http://portal.localhost:8000/v#")
    assert api.check_qr(token=text).serial == "NC-2026-0000001"
    assert api.check_qr(token=text).state in {"valid", "expired"}


def test_the_qr_code_holds_no_personal_data_and_no_code(office: Path) -> None:
    import base64

    document = api.issue(request=ask())
    path = office / "certificate.pdf"
    path.write_bytes(api.read_pdf(serial=document.serial, owner=OWNER))
    token = _read_qr(path, 150).partition("#")[2]
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for secret in ("400000006", document.code, document.code.replace("-", ""), "Layla"):
        assert secret.encode() not in raw


# The template


def _typeset(data_folder: Path, name: str, **changes: Any) -> bytes:
    source = template(name)
    return typeset(
        source=source.source,
        name=name,
        data={**DATA, **changes},
        fields=FIELDS,
        issued_on=date(2026, 11, 23),
        bundles=data_folder / "bundles",
    ).pdf


def _text(folder: Path, pdf: bytes) -> str:
    path = folder / "typeset.pdf"
    path.write_bytes(pdf)
    return _plain(_run("pdftotext", path, "-"))


def test_the_same_data_gives_the_same_bytes(data_folder: Path) -> None:
    assert _typeset(data_folder, "certificate") == _typeset(data_folder, "certificate")
    assert _typeset(data_folder, "certificate") == _typeset(data_folder / "elsewhere", "certificate")


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        "$x^2$ = *bold* _under_ `raw` <label> @ref",
        '"); #import "@preview/x:1.0.0": y //',
        "\\u{0} #{panic()} [[]",
        "= Heading\n- list",
    ],
)
def test_a_name_is_printed_as_it_is_and_never_executed(data_folder: Path, name: str) -> None:
    text = _text(data_folder, _typeset(data_folder, "certificate", name_en=name))
    shown = re.sub(r"\s+", "", text)
    assert re.sub(r"\s+", "", name) in shown
    assert "root:" not in text


def test_a_letter_without_a_glyph_is_never_typeset(data_folder: Path) -> None:
    with pytest.raises(api.TemplateFailed, match=r"no letter for purpose_en U\+1F600"):
        _typeset(data_folder, "certificate", purpose_en="work 😀")


def test_who_answers_for_it_where_and_by_which_law_is_printed(certificate: Path) -> None:
    text = " ".join(_plain(_run("pdftotext", certificate, "-")).split())
    assert all(part in text for part in ("عن الجهة المصدرة", "هيثم نبيل العورتاني", "مدير السجل العدلي"))
    assert "For the issuing authority: Haitham Nabil Al-Awartani, Director of the National Criminal Register" in text
    assert all(part in text for part in ("مكان الإصدار", "رام الله"))
    assert "Place of issue: Ramallah" in text
    assert "Legal basis" not in text


def test_a_certificate_with_judgments_says_so_and_lists_them(data_folder: Path) -> None:
    text = _text(data_folder, _typeset(data_folder, "certificate", statement="convicted", judgments=[JUDGMENT] * 3))
    assert "شهادة محكومية" in text
    assert "عدم محكومية" not in text
    assert text.count("2019/1441") == 3
    assert "No final judgment" not in text


def test_many_judgments_run_over_pages_and_keep_their_heading(data_folder: Path) -> None:
    pdf = _typeset(data_folder, "certificate", statement="convicted", judgments=[JUDGMENT] * 40)
    assert _text(data_folder, pdf).count("Judgment") >= 2
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) > 2


def test_a_refusal_letter_gives_the_reason(data_folder: Path) -> None:
    letter = _typeset(data_folder, "refusal_letter", reason="لم تستكمل الوثائق المطلوبة.", reference="NCC-7K3M-92QD")
    text = _text(data_folder, letter)
    assert "لم تستكمل الوثائق المطلوبة" in text
    assert "NCC-7K3M-92QD" in text


@pytest.mark.parametrize("rows", range(1, 14))
def test_the_verification_is_never_alone_on_a_page(data_folder: Path, rows: int) -> None:
    pdf = _typeset(data_folder, "certificate", statement="convicted", judgments=[JUDGMENT] * rows)
    last = _text(data_folder, pdf).rstrip("\f").split("\f")[-1]
    assert f"Judgments listed: {rows}." in last


def test_the_longest_names_still_fit_one_page(data_folder: Path) -> None:
    long = " ".join(["عبدالرحمن"] * 8), " ".join(["Abd-al-Rahman"] * 8)
    pdf = _typeset(data_folder, "certificate", name_ar=long[0], name_en=long[1])
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == 1


def test_the_programs_that_judge_the_file_are_installed() -> None:
    """A missing judge must be a failure, never a silent pass."""
    path = os.environ["PATH"].split(os.pathsep)
    for program in ("pdfsig", "pdftotext", "pdffonts", "pdftoppm", "qpdf", "certutil", "openssl"):
        assert any((Path(folder) / program).exists() for folder in path), f"{program}: run deploy/install-test-tools"
