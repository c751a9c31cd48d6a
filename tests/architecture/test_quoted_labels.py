"""What documents quote of pages, "**Arabic / English**", stands on pages in just these words."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.house import REPOSITORY

QUOTED: Final = re.compile(r"\*\*([^*]*[\u0600-\u06ff][^*]*?) / ([^*]+)\*\*")
SOURCES: Final = {".py", ".po", ".html", ".yaml", ".csv"}
COMPOSED: Final = {
    "شهادة عدم محكومية (PDF)",  # the document's title and its format
    "سُلّمت في مكتب بريد رام الله",  # a sentence and the place that fills it
}
DOCUMENTS: Final = sorted(
    each for each in (REPOSITORY / "docs").rglob("*.md") if QUOTED.search(each.read_text("utf-8"))
)


@cache
def _words_of_pages() -> str:
    files = (path for root in ("src", "services") for path in sorted((REPOSITORY / root).rglob("*")))
    text = "\n".join(path.read_text("utf-8") for path in files if path.is_file() and path.suffix in SOURCES)
    return re.sub(r'"\n\s*"', "", text)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_what_a_document_quotes_stands_on_a_page(document: Path) -> None:
    text = re.sub(r"\s+", " ", document.read_text("utf-8"))
    quoted = {pair for pair in QUOTED.findall(text) if pair[0] not in COMPOSED}
    words = {side.strip("«»“” .") for pair in quoted for side in pair}
    assert sorted(each for each in words if each not in _words_of_pages()) == []
