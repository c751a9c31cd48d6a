"""Papers whose applicants choose a language are written in that one: words, labels, title and alternative texts."""

import io
import re
from typing import Any, Final

import pikepdf
import pypdfium2
import pytest
from django.conf import settings

from hukumati.core.languages import DocumentLanguage
from hukumati.documents.adapters.template_check import FIELDS
from hukumati.documents.adapters.typesetter import typeset
from tests.papers.test_complete_papers import DAY, Paper, paper

CHOSEN: Final = ("moi/birth-certificate certificate",)
ARABIC: Final = re.compile("[\u0600-\u06ff]+")
LATIN: Final = re.compile("[A-Za-z]{2,}")
OF_BOTH: Final = {"portal", "example", "test"}
"""Words of the address at which papers are checked."""


def _typeset(kind: Paper, language: DocumentLanguage, tmp_path: Any) -> bytes:
    fields = {**FIELDS, "language": language, "valid_until": None, "legal_basis_ar": "قانون", "legal_basis_en": "Law"}
    return typeset(
        source=kind.spec.template_source,
        name=kind.spec.template.removesuffix(".typ"),
        data=kind.data,
        fields=fields,
        issued_on=DAY,
        bundles=tmp_path,
    ).pdf


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _alternatives(node: Any) -> list[str]:
    own = [str(node["/Alt"])] if isinstance(node, pikepdf.Dictionary) and "/Alt" in node else []
    children = node.get("/K", []) if isinstance(node, pikepdf.Dictionary) else node
    below = children if isinstance(children, pikepdf.Array) else [children]
    return own + [alt for child in below if isinstance(child, pikepdf.Dictionary) for alt in _alternatives(child)]


def test_every_paper_with_a_language_is_looked_at() -> None:
    files = settings.HUKUMATI.services_dir.glob("*/*/documents/*.yaml")
    declared = {
        f"{file.parents[2].name}/{file.parents[1].name} {file.stem}"
        for file in files
        if "\nlanguage: " in file.read_text("utf-8")
    }
    assert declared == set(CHOSEN)


@pytest.mark.parametrize("kind", CHOSEN)
@pytest.mark.parametrize(("language", "others"), [("en", ARABIC), ("ar", LATIN)])
def test_a_paper_in_one_language_has_no_word_of_the_other(
    kind: str, language: DocumentLanguage, others: re.Pattern[str], tmp_path: Any
) -> None:
    pdf = _typeset(paper(kind), language, tmp_path)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang).startswith(language)
        said = [
            str(opened.docinfo["/Title"]),
            str(opened.docinfo["/Author"]),
            *_alternatives(opened.Root.StructTreeRoot),
        ]
    found = {word for text in (_text(pdf), *said) for word in others.findall(text)}
    assert len(said) >= 4
    assert found - OF_BOTH - {*LATIN.findall(f"{FIELDS['serial']} {FIELDS['code']}")} == set()


@pytest.mark.parametrize("kind", CHOSEN)
def test_a_paper_in_both_languages_has_words_of_both(kind: str, tmp_path: Any) -> None:
    text = _text(_typeset(paper(kind), "both", tmp_path))
    assert "Legal basis" in text
    assert "السند القانوني" in text
