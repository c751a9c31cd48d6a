"""The reference of the service language is whole, and as the schemas and the folders are now."""

import pytest
from django.conf import settings

from hukumati.catalogue.folder.reference import Page, Word, read_pages, write_pages

SERVICES = settings.HUKUMATI.services_dir
COMMITTED = SERVICES.parent / "docs" / "reference" / "service-language"
PAGES = read_pages(services=SERVICES)
WORDS = [(page, word) for page in PAGES for word in page.words]
NAMES = [f"{page.name}:{word.shown}" for page, word in WORDS]


@pytest.mark.parametrize(("page", "word"), WORDS, ids=NAMES)
def test_every_word_says_what_it_means_and_of_what_type_it_is(page: Page, word: Word) -> None:
    assert word.about, f"{page.name}.json: give {word.shown} a description"
    assert word.kind not in ("", "any")


@pytest.mark.parametrize(("page", "word"), WORDS, ids=NAMES)
def test_every_word_has_an_example(page: Page, word: Word) -> None:
    assert word.example, f"no folder uses {word.shown}: end its description in {page.name}.json with `Example: …`"


def test_most_examples_are_from_folders_that_are_checked() -> None:
    real = [word for _, word in WORDS if word.source]
    assert len(real) > len(WORDS) / 2
    for word in real:
        assert word.place[-1] in (SERVICES / word.source).read_text("utf-8")


def test_the_committed_pages_are_as_the_schemas_are_now() -> None:
    written = write_pages(services=SERVICES)
    committed = {path.name: path.read_text("utf-8") for path in COMMITTED.glob("*.md")}
    assert committed == written, "run `make reference`"
