"""The reference of the service language is whole."""

import pytest
from django.conf import settings

from hukumati.catalogue.folder.reference import Page, Word, read_pages

SERVICES = settings.HUKUMATI.services_dir
PAGES = read_pages(services=SERVICES)
WORDS = [(page, word) for page in PAGES for word in page.words]
NAMES = [f"{page.name}:{word.shown}" for page, word in WORDS]


@pytest.mark.parametrize(("page", "word"), WORDS, ids=NAMES)
def test_every_word_says_what_it_means_and_of_what_type_it_is(page: Page, word: Word) -> None:
    assert word.about, f"{page.name}.json: give {word.shown} a description"
    assert word.kind not in ("", "any")


def test_most_examples_are_from_folders_that_are_checked() -> None:
    real = [word for _, word in WORDS if word.source]
    assert len(real) > len(WORDS) / 2
    for word in real:
        assert word.place[-1] in (SERVICES / word.source).read_text("utf-8")
