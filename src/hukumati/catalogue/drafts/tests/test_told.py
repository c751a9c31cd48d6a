"""Every mistake that is planted is told in Arabic with its own values, not only by its kind."""

import pytest

from hukumati.catalogue.api import studio
from hukumati.catalogue.checks.checking import check_folder
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.publishing import known_contracts
from hukumati.catalogue.tests.samples import real_folder
from hukumati.catalogue.tests.test_planted_mistakes import PLANTED, Planted


def found(planted: Planted) -> list[studio.Mistake]:
    """This will give the mistakes found where one was planted, none where it belongs to another folder."""
    folder = real_folder()
    text = folder.files.get(planted.file, b"").decode()
    if planted.old not in text:
        return []
    files = {**folder.files, planted.file: text.replace(planted.old, planted.new).encode()}
    report = check_folder(folder=Folder(folder.name, files), contracts=known_contracts())
    return [mistake for mistake in report.mistakes if mistake.code == planted.code]


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted.code}-{planted.file}")
def test_a_planted_mistake_is_told_in_arabic(planted: Planted) -> None:
    for mistake in found(planted):
        told = studio.told_in(mistake=mistake, language="ar")
        assert told.is_exact, mistake
        assert not any(word in told.problem for word in (" is ", " the ", " not ")), told.problem


def test_a_sentence_that_is_not_known_is_told_by_its_kind_and_as_it_was_said() -> None:
    told = studio.told_in(mistake=studio.Mistake("a", 1, "flow.new_rule", "zzz yyy", "Qqq."), language="ar")
    assert not told.is_exact
    assert told.problem == "في سير المعاملة خلل."


def test_english_is_told_as_a_sentence() -> None:
    told = studio.told_in(mistake=studio.Mistake("a", 1, "x", "it is so", "Mend it."), language="en")
    assert (told.problem, told.remedy) == ("It is so.", "Mend it.")
